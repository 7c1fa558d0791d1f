"""What service agents and field workers see of households, and what they do not."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from tests.common import HeatingCase
from tests.views.screens import get_menu_actions

TAKINGS = {
    "heating.advance.application",
    "heating.arrears",
    "heating.collection",
    "heating.payment.history",
    "heating.receipt",
    "heating.shift",
    "heating.tender",
}
DEBTS = {"heating.bill", "heating.charge"}


@tagged("post_install", "-at_install")
class TestMoneyIsNotEverybodys(HeatingCase):
    def get_models(self, role):
        """The models behind the menus that a role sees."""
        actions = get_menu_actions(self.env(user=self.users[role], su=False))
        return {action.res_model for action in actions if "res_model" in action}

    def test_menus(self):
        self.assertFalse(self.get_models("field_worker") & (TAKINGS | DEBTS))
        self.assertFalse(self.get_models("service_agent") & TAKINGS)
        self.assertLessEqual(DEBTS, self.get_models("service_agent"))
        for role in ("cashier", "accountant", "manager"):
            self.assertLessEqual(TAKINGS, self.get_models(role), role)

    def test_an_agent_says_what_a_household_owes(self):
        household = self.household("M000001")
        agents = self.as_role("service_agent", household)
        self.assertEqual(agents.amount_due, 0.0)
        self.assertTrue(agents.phone)
        for name in ("receipt_line_ids", "payment_history_ids"):
            with self.assertRaises(AccessError):
                agents.read([name])

    def test_a_field_worker_has_no_list_of_phones_nor_of_debts(self):
        household = self.as_role("field_worker", self.household("M000002"))
        self.assertTrue(household.read(["number", "address", "customer_id"]))
        for name in ("phone", "amount_due", "advance_balance", "bill_ids"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                household.read([name])
        views = household.get_views([(False, "list"), (False, "form")])["views"]
        for view in views.values():
            self.assertNotIn('name="phone"', view["arch"])
            self.assertNotIn('name="amount_due"', view["arch"])

"""Opening the heating app leads each role to the window where it works."""

from odoo.tests import TransactionCase, tagged

from tests.common import ROLES, build_users
from tests.views.screens import ROOT, get_menu_actions

HOMES = {
    "archive_clerk": "heating_customer.heating_household_action",
    "approver": "heating_customer.heating_application_action_to_review",
    "cashier": "heating_payment.heating_counter_action",
    "head_cashier": "heating_payment.heating_shift_action",
    "accountant": "heating_billing.heating_bill_action",
    "service_agent": "heating_service.helpdesk_ticket_action",
    "field_worker": "heating_service.helpdesk_ticket_action_field",
    "inspector": "heating_customer.heating_household_action",
    "manager": "heating_report.heating_collection_action",
    "administrator": "heating_customer.heating_household_action",
}


@tagged("post_install", "-at_install")
class TestHomes(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = build_users(cls.env, "home")

    def open_app(self, user):
        """What the client gets when the user clicks on the app."""
        env = self.env(user=user, su=False)
        root = env.ref(ROOT)
        menu = env["ir.ui.menu"].load_web_menus(False)[root.id]
        self.assertEqual(menu["actionModel"], "ir.actions.server")
        return env["ir.actions.server"].browse(menu["actionID"]).run()

    def test_each_role_begins_where_it_works(self):
        self.assertEqual(set(HOMES), set(ROLES))
        for role, home in HOMES.items():
            with self.subTest(role=role):
                user = self.users[role]
                action = self.open_app(user)
                self.assertEqual(action["xml_id"], home)
                menus = get_menu_actions(self.env(user=user, su=False))
                self.assertIn(self.env.ref(home), menus)

    def test_who_has_several_roles_begins_with_the_customers(self):
        user = self.users["accountant"]
        user.group_ids |= self.env.ref("heating_customer.group_cashier")
        action = self.open_app(user)
        self.assertEqual(action["xml_id"], HOMES["cashier"])

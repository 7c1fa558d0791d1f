from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestPortalRules(HeatingBillingCommon):
    """Householders see what is billed to them, whoever has the household now."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employer = cls.env["res.partner"].create(
            {"name": "Employer", "is_company": True}
        )
        cls.paid_for = cls._create_household(
            "T000012", cls.customer, payer_id=cls.employer.id
        )
        cls.former, cls.present = (
            new_test_user(
                cls.env,
                f"test_{name}",
                groups="base.group_portal",
                partner_id=partner.id,
            )
            for name, partner in (
                ("former", cls.customer),
                ("present", cls.env["res.partner"].create({"name": "New Owner"})),
            )
        )
        # new_test_user names the partner after the login
        cls.present.partner_id.name = "New Owner"
        cls.clerk_of_employer = new_test_user(
            cls.env,
            "test_clerk_of_employer",
            groups="base.group_portal",
            partner_id=cls.env["res.partner"]
            .create({"name": "Clerk", "parent_id": cls.employer.id})
            .id,
        )
        cls.charge = cls.env["heating.charge"].create(
            {"household_id": cls.household.id, "kind": "water", "amount": 30.0}
        )
        cls.charge.with_user(cls.accountant).action_confirm()
        cls._bill_season()
        cls.household.customer_id = cls.present.partner_id
        cls.new_charge = cls.env["heating.charge"].create(
            {"household_id": cls.household.id, "kind": "restore", "amount": 50.0}
        )
        cls.new_charge.with_user(cls.accountant).action_confirm()
        cls.bill = cls.env["heating.bill"].search(
            [("household_id", "=", cls.household.id)]
        )

    def _seen(self, user, model):
        self.env.invalidate_all()
        return self.env[model].with_user(user).search([])

    def test_the_former_customer_keeps_own_bills(self):
        self.assertEqual(self._seen(self.former, "heating.bill"), self.bill)
        self.assertEqual(
            self._seen(self.former, "heating.bill.line"), self.bill.line_ids
        )
        self.assertEqual(self._seen(self.former, "heating.charge"), self.charge)
        self.assertIn(
            self.bill.move_ids, self._seen(self.former, "account.move").sudo()
        )
        self.assertEqual(self._seen(self.former, "heating.household"), self.paid_for)

    def test_own_bills_do_not_name_who_came_after(self):
        """Nor does the household, whose name comes along with every link to it."""
        self.env.flush_all()
        self.env.invalidate_all()
        (row,) = self.bill.with_user(self.former).read(
            ["display_name", "household_id", "address", "partner_id"]
        )
        self.assertNotIn("New Owner", str(row))
        self.assertEqual(row["household_id"][1], "T000001 Test Garden1#Unit 1101")
        self.assertIn("New Owner", self.household.with_user(self.clerk).display_name)

    def test_the_new_customer_does_not_see_them(self):
        self.assertFalse(self._seen(self.present, "heating.bill"))
        self.assertFalse(self._seen(self.present, "heating.bill.line"))
        self.assertEqual(self._seen(self.present, "heating.charge"), self.new_charge)
        self.assertNotIn(self.bill.move_ids, self._seen(self.present, "account.move"))
        self.assertEqual(self._seen(self.present, "heating.household"), self.household)
        with self.assertRaises(AccessError):
            self.bill.with_user(self.present).read(["amount_total"])

    def test_the_household_tells_householders_no_sum_of_everybody(self):
        household = self.household.with_user(self.present)
        with self.assertRaises(AccessError):
            household.read(["amount_due"])
        self.assertFalse(household.bill_ids)

    def test_who_pays_sees_the_bill(self):
        bill = self._get_bill(self.paid_for)
        self.assertEqual(self._seen(self.clerk_of_employer, "heating.bill"), bill)
        self.assertNotIn(bill, self._seen(self.former, "heating.bill"))

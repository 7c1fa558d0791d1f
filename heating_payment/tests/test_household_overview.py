from odoo.tests import tagged

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestHouseholdOverview(HeatingPaymentCommon):
    """What the overview, the timeline and the grid say of payments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.users["accountant"]

    def _sections(self, user=None):
        sections = self.rpc(
            user or self.clerk,
            "heating.household",
            "get_overview",
            [self.household.id],
        )
        return {section["code"]: section for section in sections}

    def _payments(self):
        timeline = self.rpc(
            self.clerk, "heating.household", "get_timeline", [self.household.id]
        )
        return [
            (entry["title"], entry["note"], entry["amount"])
            for entry in timeline["entries"]
            if entry["kind"] == "payment"
        ]

    def test_a_payment_is_seen_at_once(self):
        self.assertFalse(self._sections()["payments"]["rows"])
        receipt = self._take(self.household, ("cash", 500.0))
        sections = self._sections()
        self.assertEqual(list(sections)[:2], ["debts", "payments"])
        self.assertEqual(
            sections["debts"]["rows"][0]["values"],
            ["2026-2027", 2000.0, 500.0, 1500.0],
        )
        self.assertEqual(
            sections["payments"]["rows"],
            [
                {
                    "values": [str(receipt.date), "Heat 2026-2027", 500.0],
                    "model": "heating.receipt",
                    "id": receipt.id,
                }
            ],
        )
        self.assertEqual(
            self._payments(),
            [(f"Receipt {receipt.number}", "Heat 2026-2027", 500.0)],
        )

    def test_a_refund_is_in_the_timeline(self):
        self._take(self.household, ("transfer", 2300.0), surplus="advance")
        refund = (
            self.env["heating.refund"]
            .with_user(self.users["archive_clerk"])
            .create(
                {
                    "household_id": self.household.id,
                    "reason": "Paid twice",
                    "account_holder": "Zhang San",
                    "account_number": "6222",
                }
            )
        )
        refund.request_validation()
        refund.with_user(self.approver).validate_tier()
        self.assertEqual(len(self._payments()), 1)
        refund.with_user(self.users["accountant"]).action_pay_out("B-1")
        self.assertIn(
            (f"Refund {refund.number}", "Paid twice", -300.0), self._payments()
        )

    def test_prepaid_money_is_no_season_of_debts(self):
        self._take(
            self.household, ("cash", 2000.0), ("transfer", 300.0), surplus="advance"
        )
        self.assertEqual(
            [row["values"] for row in self._sections()["debts"]["rows"]],
            [["2026-2027", 2000.0, 2000.0, 0.0]],
        )
        self.assertEqual(
            sum(amount for _title, _note, amount in self._payments()), 2300.0
        )
        self.assertEqual(self.household._get_grid_states(), {self.household.id: "paid"})

    def test_a_void_takes_its_payment_back(self):
        receipt = self._take(self.household, ("cash", 500.0))
        receipt.with_user(self.head_cashier).action_void("Wrong household")
        self.env.invalidate_all()
        self.assertEqual(
            self._sections()["debts"]["rows"][0]["values"],
            ["2026-2027", 2000.0, 0.0, 2000.0],
        )
        self.assertEqual(
            {amount for _title, _note, amount in self._payments()}, {500.0, -500.0}
        )

    def test_all_receipts_are_one_click_away(self):
        receipt = self._take(self.household, ("cash", 500.0))
        action = self.household.action_view_receipts()
        self.assertEqual(self.env["heating.receipt"].search(action["domain"]), receipt)

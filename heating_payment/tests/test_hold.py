from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestHoldAtCounter(HeatingPaymentCommon):
    """A hold warns at the counter, and the one on charging stops it."""

    def _place(self, kind):
        return (
            self.env["heating.hold"]
            .with_user(self.clerk)
            .create(
                {
                    "household_id": self.household.id,
                    "kind": kind,
                    "reason": "Disputed area",
                }
            )
        )

    def test_the_counter_shows_holds(self):
        self._place("blacklist")
        answer = self.rpc(
            self.cashier, "heating.receipt", "counter_debts", self.household.ids
        )
        self.assertIn("Disputed area", answer["households"][0]["holds"])

    def test_no_money_is_taken_on_hold(self):
        self._place("no_online")
        hold = self._place("no_charge")
        both = self.household | self.household_2
        for households in (self.household, both):
            with self.assertRaisesRegex(UserError, "Disputed area"):
                self._take(households, ("cash", 100.0))
        with self.assertRaisesRegex(UserError, "Disputed area"):
            self.rpc(
                self.cashier,
                "heating.receipt",
                "counter_use_advance",
                self.household.ids,
            )
        hold.with_user(self.clerk).action_release("Agreed")
        self.assertEqual(self._take(self.household, ("cash", 100.0)).amount_total, 100)

    def test_what_was_taken_before_the_hold_is_answered_again(self):
        act = self._act(self.household, ("cash", 100.0))
        receipts = self.env["heating.receipt"].with_user(self.cashier)
        answer = receipts.counter_take(act)
        self._place("no_charge")
        self.assertEqual(receipts.counter_take(act)["id"], answer["id"])

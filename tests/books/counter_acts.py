"""Random acts at a counter: money by card for one household, and its receipt voided."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule


class CounterActs(RuleBasedStateMachine):
    """Acts for a `Machine`."""

    @rule(index=st.integers(0, 4), cents=st.integers(1, 250_000))
    def pay(self, index, cents):
        """What is too much is kept as a prepayment."""
        self.take_by_card(self.households[index % len(self.households)], cents)

    @precondition(lambda self: getattr(self, "receipts", None))
    @rule(choice=st.integers(0, 30))
    def void(self, choice):
        """Refused only where its prepayment is given back or has passed to another."""
        receipt = self.receipts[choice % len(self.receipts)]
        if self.attempt(
            lambda: self.as_role("head_cashier", receipt).action_void("random act")
        ):
            self.receipts.remove(receipt)
            return
        lines = receipt.sudo().tender_ids.payment_id.move_id.line_ids
        gone = self.env["heating.refund.line"].search_count(
            [
                "|",
                ("advance_line_id", "in", lines.ids),
                ("tender_id", "in", receipt.sudo().tender_ids.ids),
            ]
        )
        passed = lines.matched_debit_ids.debit_move_id.filtered(
            lambda line: line.account_id.account_type != "asset_receivable"
        )
        if not gone and not passed:
            raise AssertionError(f"{receipt.number} could not be voided")

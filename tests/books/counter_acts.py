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
        receipt = self.receipts.pop(choice % len(self.receipts))
        self.as_role("head_cashier", receipt).action_void("random act")

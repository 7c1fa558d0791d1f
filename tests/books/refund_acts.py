"""Random acts that give prepayments back: asked for, approved, paid out, kept."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule


class RefundActs(RuleBasedStateMachine):
    """Acts for a `Machine` whose cashier takes money by card."""

    @rule(
        index=st.integers(0, 4),
        cents=st.sampled_from((0, 0, 1_234, 90_000)),
        kind=st.sampled_from(("card", "cash")),
    )
    def ask_for_refund(self, index, cents, kind):
        """Nothing said, all that is free; more than there is is refused."""
        household = self.households[index % len(self.households)]
        method = self.case.method(kind)

        def ask():
            refund = self.as_role("archive_clerk", "heating.refund").create(
                {
                    "household_id": household.id,
                    "amount_asked": cents / 100,
                    "method_id": method.id,
                    "reason": "random act",
                }
            )
            refund.request_validation()

        self.attempt(ask)

    @rule(
        choice=st.integers(0, 30), end=st.sampled_from(("paid", "back", "kept", "no"))
    )
    def decide_refund(self, choice, end):
        """What waits is approved and paid out, comes back, is kept, or is given up."""
        waiting = self.env["heating.refund"].search(
            [("state", "in", ("requested", "approved"))], order="id"
        )
        if not waiting:
            return
        refund = waiting[choice % len(waiting)]
        clerk = self.as_role("archive_clerk", refund)
        if end == "no":
            self.attempt(clerk.action_cancel)
            return
        if refund.state == "requested":
            self.decide(refund, ("approver", "manager"))
        if end == "kept":
            clerk.action_keep()
            return
        if refund.method_kind == "cash":
            # handed out where a machine has a drawer for it
            return
        accountant = self.as_role("accountant", refund)
        self.expect_refusal(
            lambda: self.as_role("approver", refund).action_pay_out("R-0"),
            "an approver paid out",
        )
        accountant.action_pay_out(f"R-{refund.id}")
        self.expect_refusal(
            lambda: accountant.action_pay_out("R-0"), "a refund was paid out twice"
        )
        if end == "back":
            accountant.action_return("random act")

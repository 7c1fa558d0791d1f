"""Random acts around plans of instalments: agreed, kept, missed and made void."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from odoo.fields import Command


class InstalmentActs(RuleBasedStateMachine):
    """Acts for a `Machine` with days."""

    @rule(
        index=st.integers(0, 4),
        percent=st.integers(1, 99),
        wait=st.integers(0, 40),
    )
    def agree_on_instalments(self, index, percent, wait):
        """What is open of the bill in two parts, unless a plan runs already."""
        bill = self.get_bill(index % len(self.households))
        cents = round(bill.amount_residual * 100)
        if cents < 2:
            return
        first = max(cents * percent // 100, 1)
        days = (self.day + timedelta(days=wait), self.day + timedelta(days=wait + 30))

        def agree():
            plan = self.as_role("archive_clerk", "heating.instalment.plan").create(
                {
                    "bill_id": bill.id,
                    "reason": "random act",
                    "line_ids": [
                        Command.create({"date": day, "amount": part / 100})
                        for day, part in zip(days, (first, cents - first), strict=True)
                    ],
                }
            )
            self.approve(plan)

        if bill.plan_ids.filtered(lambda plan: plan.state == "approved"):
            self.expect_refusal(agree, "a bill has two plans")
        else:
            agree()

    # === WHAT MUST HOLD === #

    @invariant()
    def plans_are_of_what_is_open(self):
        """A plan that runs is of an open bill, not grown; its next day is payable."""
        for plan in self.env["heating.instalment.plan"].search(
            [("state", "=", "approved")]
        ):
            bill = plan.bill_id
            planned = round(plan.amount_planned * 100)
            left = round(bill.amount_residual * 100)
            if left <= 0:
                raise AssertionError(f"nothing is open, a plan of {planned} runs")
            if left > planned:
                raise AssertionError(f"{left} are open, a plan of {planned} runs")
            paid, due = planned - left, 0
            payable = bill.date_due
            for line in plan.line_ids.sorted("date"):
                due += round(line.amount * 100)
                if due > paid:
                    payable = line.date
                    break
            if bill.date_payable != payable:
                raise AssertionError(f"{bill.date_payable} instead of {payable}")

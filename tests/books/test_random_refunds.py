"""Random acts on money that is given back: every law of the books after every act.

Two households prepay, are charged, change hands and ask for refunds, which are paid out
by card or out of a drawer that is closed now and then.
"""

from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.books.counter_acts import CounterActs
from tests.books.machine import Machine, run_machine
from tests.books.refund_acts import RefundActs
from tests.books.transfer_acts import TransferActs
from tests.common import HeatingCase

FLOAT = 2_000.0


class Refunds(RefundActs, TransferActs, CounterActs, Machine):
    """What may become of a prepayment."""

    @initialize()
    def begin(self):
        self.start(self.case.households, date(2026, 11, 20))
        self.begin_transfers()
        self.open_drawer()

    def open_drawer(self):
        """The drawer that refunds in cash leave, of who took none of the money."""
        self.drawer = self.case.open_shift("head_cashier", self.case.desk_2, FLOAT)
        self.given = 0.0

    @rule(index=st.integers(0, 1), cents=st.integers(1, 60_000))
    def charge(self, index, cents):
        self.make_charge(index, cents, self.day)

    @rule(choice=st.integers(0, 30))
    def hand_out(self, choice):
        """What waits for its payout in cash; refused where the drawer is too empty."""
        waiting = self.env["heating.refund"].search(
            [
                ("state", "in", ("requested", "approved")),
                ("method_id.kind", "=", "cash"),
            ],
            order="id",
        )
        if not waiting:
            return
        refund = waiting[choice % len(waiting)]
        if refund.state == "requested":
            self.decide(refund, ("approver", "manager"))
        cashier = self.as_role("head_cashier", refund)
        if self.attempt(lambda: cashier.action_pay_out(received_by="Customer")):
            self.given += refund.amount
        elif FLOAT - self.given >= refund.amount:
            raise AssertionError(f"{refund.number} was not handed out")
        self.expect_refusal(
            lambda: self.as_role("cashier", refund).action_pay_out(received_by="X"),
            "who took the money gave it back",
        )

    @rule()
    def close_drawer(self):
        """Counted, it holds what was not handed out."""
        self.as_role("head_cashier", self.drawer).action_close(FLOAT - self.given)
        if self.drawer.sudo().cash_difference:
            raise AssertionError(f"{self.drawer.sudo().cash_difference} are missing")
        self.open_drawer()


class TestRandomRefunds(HeatingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.households = cls.env["heating.household"].concat(
            cls.household("900501"), cls.household("900502")
        )
        cls.desk_2 = cls.env["heating.desk"].create(
            {"name": "Desk 2", "code": "E2", "hall_id": cls.place["hall"].id}
        )
        TransferActs.prepare_transfers(cls)

    def test_every_law_holds_after_every_act(self):
        """Any order of prepaying, charging, selling, asking, paying out and voiding."""
        run_machine(Refunds, self)

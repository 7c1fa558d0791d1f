"""Random acts on households that change hands: every law of the books after every act.

They are billed, undone and billed again, charged, waived, measured anew, pay by
instalments and have fapiao, which all meet transfers: those that take debts over, that
split the season's bill by day, and that wait until everything is paid.
"""

from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from tests.books.counter_acts import CounterActs
from tests.books.fapiao_acts import FapiaoActs
from tests.books.instalment_acts import InstalmentActs
from tests.books.machine import Machine, run_machine
from tests.books.refund_acts import RefundActs
from tests.books.season_acts import SeasonActs
from tests.books.transfer_acts import TransferActs
from tests.common import HeatingCase

# cents a m² and season of each household
PRICES = (2_000, 3_000)


class Hands(
    SeasonActs,
    TransferActs,
    FapiaoActs,
    InstalmentActs,
    RefundActs,
    CounterActs,
    Machine,
):
    """Two households that are sold in any state of their debts."""

    @initialize(day=st.sampled_from((date(2026, 11, 20), date(2026, 10, 10))))
    def begin(self, day):
        self.start(self.case.households, day)
        self.begin_season()
        self.begin_transfers()
        self.begin_fapiao()

    def _get_season_cents(self, index):
        return PRICES[index] * self.areas[index]

    def _get_split_cents(self, index, day):
        season = self.case.season
        days = (season.date_end - day).days + 1
        # half a cent is rounded up
        return (2 * self.season_cents[index] * days + season.days) // (2 * season.days)


class TestRandomHands(HeatingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.households = cls.env["heating.household"].concat(
            cls.household("900401"), cls.household("900402", category="business")
        )
        TransferActs.prepare_transfers(cls)

    def test_every_law_holds_after_every_act(self):
        """Any order of billing, undoing, selling, covering, waiving and paying."""
        run_machine(Hands, self)

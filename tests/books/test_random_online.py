"""Random acts of phones and a counter: every law of the books after every act."""

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.books.counter_acts import CounterActs
from tests.books.machine import Machine, run_machine
from tests.books.online_acts import OnlineActs
from tests.common import HeatingCase


class Phones(OnlineActs, CounterActs, Machine):
    """Two households that pay what they are charged by phone, by card, or by both."""

    @initialize()
    def begin(self):
        self.start(self.case.households, date(2026, 11, 20))
        self.begin_online()

    @rule(index=st.integers(0, 1), cents=st.integers(1, 60_000))
    def charge(self, index, cents):
        self.make_charge(index, cents, self.day)

    @rule()
    def next_day(self):
        self.day += timedelta(days=1)


class TestRandomOnline(HeatingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.households = cls.env["heating.household"].concat(
            cls.household("900601"), cls.household("900602")
        )

    def test_every_law_holds_after_every_act(self):
        """Any order of charging, ordering, paying, telling wrongly and booking."""
        run_machine(Phones, self)

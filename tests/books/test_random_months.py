"""Random acts in a company that earns its season by days: the laws after every act.

Households change hands, stop, are measured anew, pay and are voided, while an
accountant recognises one month after the other, or takes the last one back.
"""

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from odoo.addons.heating_billing.assessment import last_day_of_month

from tests.books.counter_acts import CounterActs
from tests.books.machine import Machine, run_machine
from tests.books.transfer_acts import TransferActs
from tests.common import HeatingCase, bill_season, build_tariff

HOUSEHOLDS = st.integers(0, 1)
MONTHS = tuple(
    date(2026 + number // 12, number % 12 + 1, 1) for number in range(10, 15)
)
# an entry has a line for each station, category and account: each is rounded by itself
TOLERANCE = 0.02


class Months(CounterActs, TransferActs, Machine):
    """A season of two households, and the books of its months."""

    @initialize()
    def begin(self):
        self.start(self.case.households, date(2026, 10, 10))
        self.begin_transfers()
        self.months = []
        bill_season(self.env, self.case.season, self.case.users, date=self.day)

    # === ACTS === #

    @rule(days=st.integers(1, 25))
    def days_pass(self, days):
        self.day += timedelta(days=max(days, 0))
        self.env.invalidate_all()

    @rule(index=HOUSEHOLDS, area=st.integers(50, 150))
    def measure_anew(self, index, area):
        self.households[index].space_ids.built_area = area
        self._correct(index)

    @rule(index=HOUSEHOLDS, state=st.sampled_from(("stopped", "supplied")))
    def turn_the_valve(self, index, state):
        household = self.households[index]
        present = household.supply_ids.sorted("date_from")[-1:]
        if not household.supply_ids or (present.date_from or date.min) >= self.day:
            return
        if present.state == state:
            return

        def turn():
            household._change_supply(state, self.day)
            self._correct(index)

        self.attempt(turn)

    @rule()
    def recognise(self):
        """Once the next month is over: its share of all that was billed by then."""
        if len(self.months) == len(MONTHS):
            return
        over = last_day_of_month(MONTHS[len(self.months)])
        self.days_pass((over - self.day).days)
        month = self.env["heating.recognition"].create(
            {
                "season_id": self.case.season.id,
                "month": MONTHS[len(self.months)],
            }
        )
        month = self.as_role("accountant", month)
        if not self.attempt(month.action_post):
            month.unlink()
            return
        self.months.append(month)
        earned = month.amount_before + month.amount
        expected = month.amount_billed * month.days / month.season_days
        if abs(earned - expected) > TOLERANCE:
            raise AssertionError(f"{earned} was earned by {month.date}: {expected}")

    @precondition(lambda self: getattr(self, "months", None))
    @rule()
    def take_the_last_month_back(self):
        self.months.pop().action_reverse()

    # === HELP === #

    def _correct(self, index):
        """What a correction of the archive by hand does."""
        if bill := self.get_bill(index):
            bill._reassess("random act")


class TestRandomMonths(HeatingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.heating_recognise = "by_days"
        cls.tariff.active = False
        build_tariff(
            cls.env,
            cls.season,
            cls.users["approver"],
            name="By days",
            late_fee_daily_rate=0.0005,
            late_fee_cap=0.5,
        )
        cls.households = cls.env["heating.household"].concat(
            *(cls.household(f"90030{number}", supply="supplied") for number in range(2))
        )
        TransferActs.prepare_transfers(cls)

    def test_every_law_holds_after_every_act(self):
        """Any order of recognising, changing hands, stopping, paying and voiding."""
        run_machine(Months, self)

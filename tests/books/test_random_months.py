"""Random acts in a company that earns its season by days: the laws after every act.

Households change hands, stop, are measured anew, pay and are voided, while an
accountant recognises one month after the other, or takes the last one back.
"""

from datetime import date, timedelta
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.heating_billing.assessment import last_day_of_month
from odoo.addons.heating_report.audit import broken_laws

from tests.common import HeatingCase, bill_season, build_tariff

HOUSEHOLDS = st.integers(0, 1)
CENTS = st.integers(1, 250_000)
MONTHS = tuple(
    date(2026 + number // 12, number % 12 + 1, 1) for number in range(10, 15)
)
# an entry has a line for each station, category and account: each is rounded by itself
TOLERANCE = 0.02


class Months(RuleBasedStateMachine):
    """A season of two households, and the books of its months."""

    case = None

    @initialize()
    def begin(self):
        self.env = self.case.env
        self.savepoint = self.env.cr.savepoint(flush=True)
        self.households = self.case.households
        self.day = date(2026, 10, 10)
        self.today = patch.object(
            type(self.case.company), "_heating_today", lambda _company: self.day
        )
        self.today.start()
        self.receipts, self.months, self.acts = [], [], 0
        self.shift = self.case.open_shift()
        bill_season(self.env, self.case.season, self.case.users, date=self.day)

    def teardown(self):
        if hasattr(self, "savepoint"):
            self.today.stop()
            self.env.flush_all()
            self.savepoint.rollback()
            self.savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)
            self.env.transaction.clear()

    # === ACTS === #

    @rule(days=st.integers(1, 25))
    def days_pass(self, days):
        self.day += timedelta(days=max(days, 0))
        self.env.invalidate_all()

    @rule(index=HOUSEHOLDS, area=st.integers(50, 150))
    def measure_anew(self, index, area):
        household = self.households[index]
        household.space_ids.built_area = area
        self._correct(household)

    @rule(index=HOUSEHOLDS, state=st.sampled_from(("stopped", "supplied")))
    def turn_the_valve(self, index, state):
        household = self.households[index]
        present = household.supply_ids.sorted("date_from")[-1:]
        if not household.supply_ids or (present.date_from or date.min) >= self.day:
            return
        if present.state == state:
            return
        try:
            with self.env.cr.savepoint():
                household._change_supply(state, self.day)
                self._correct(household)
        except UserError:
            self.env.invalidate_all()

    @rule(index=HOUSEHOLDS, handling=st.sampled_from(("split", "taken_over")))
    def change_hands(self, index, handling):
        """Sold today; what is refused, such as a second sale of one day, is no act."""
        self.acts += 1
        buyer = self.env["res.partner"].create(
            {"name": f"Buyer {self.acts}", "phone": "13800000000"}
        )
        try:
            with self.env.cr.savepoint():
                self._transfer(self.households[index], buyer, handling)
        except UserError:
            self.env.invalidate_all()

    @rule(index=HOUSEHOLDS, cents=CENTS)
    def pay(self, index, cents):
        self.acts += 1
        counter = self.case.as_role("cashier", self.env["heating.receipt"])
        result = counter.counter_take(
            {
                "key": f"month-{self.acts:06d}",
                "household_ids": self.households[index].ids,
                "surplus": "advance",
                "tenders": [
                    {
                        "method_id": self.case.method("card").id,
                        "amount": cents / 100,
                    }
                ],
            }
        )
        self.receipts.append(counter.sudo().browse(result["id"]))

    @precondition(lambda self: getattr(self, "receipts", None))
    @rule(choice=st.integers(0, 30))
    def void(self, choice):
        receipt = self.receipts.pop(choice % len(self.receipts))
        self.case.as_role("head_cashier", receipt).action_void("random act")

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
        month = self.case.as_role("accountant", month)
        try:
            with self.env.cr.savepoint():
                month.action_post()
        except UserError:
            self.env.invalidate_all()
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

    # === WHAT HOLDS === #

    @invariant()
    def laws_hold(self):
        if not hasattr(self, "shift"):
            return
        self.env.invalidate_all()
        if broken := broken_laws(self.env):
            raise AssertionError(f"broken: {broken}")
        self.env.invalidate_all()

    # === HELPERS === #

    def _correct(self, household):
        """What a correction of the archive by hand does."""
        if bills := household.bill_ids:
            bills._reassess("random act")

    def _transfer(self, household, buyer, handling):
        application = self.case.as_role(
            "archive_clerk", self.env["heating.application"]
        ).create(
            {
                "type_id": self.case.transfer.id,
                "household_id": household.id,
                "date_from": self.day,
                "new_customer_id": buyer.id,
                "debt_handling": handling,
                "advance_handling": "pass",
            }
        )
        application.request_validation()
        self.case.as_role("approver", application).validate_tier()
        application.action_confirm_old()
        application.with_user(self.case.colleague).action_confirm_new()


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
        cls.transfer = cls.env.ref("heating_customer.application_type_transfer")
        cls.transfer.paper_kind_ids = False
        cls.transfer.arrears_cleared = False
        cls.colleague = cls.users["archive_clerk"].copy({"login": "test-colleague"})

    @mute_logger("odoo.addons.queue_job.utils")
    def test_every_law_holds_after_every_act(self):
        """Any order of recognising, changing hands, stopping, paying and voiding."""
        machine = type("MonthsOfThisCase", (Months,), {"case": self})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=12,
                stateful_step_count=14,
                deadline=None,
                print_blob=True,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )

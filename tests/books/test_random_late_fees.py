"""Random acts with late fees and discounts: every law of the books after every act.

What a late fee comes to is the engine's matter (tests/assessment). Here it is charged,
paid, waived and undone in any order, on any day, by three households.
"""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from odoo.fields import Command

from tests.books.counter_acts import CounterActs
from tests.books.instalment_acts import InstalmentActs
from tests.books.machine import Machine, run_machine
from tests.books.refund_acts import RefundActs
from tests.books.transfer_acts import TransferActs
from tests.common import HeatingCase, bill_season, build_tariff

HOUSEHOLDS = st.integers(0, 2)


class Overdue(CounterActs, RefundActs, InstalmentActs, TransferActs, Machine):
    """What becomes of debts that nobody paid in time."""

    @initialize(first=st.booleans())
    def begin(self, first):
        self.start(self.case.households, self.case.season.date_due)
        self.begin_transfers()
        # an approved tariff does not change: as if it had said so from the beginning
        self.env.cr.execute(
            "UPDATE heating_tariff SET late_fee_first = %s",
            ["late_fee" if first else "principal"],
        )
        self.env.invalidate_all()

    # === ACTS === #

    @rule(days=st.integers(1, 60))
    def days_pass(self, days):
        self.day += timedelta(days=days)
        self.env.invalidate_all()

    @rule(index=HOUSEHOLDS, cents=st.integers(1, 90_000))
    def charge(self, index, cents):
        self.make_charge(index, cents, self.day, season_id=self.case.season.id)

    @rule(index=HOUSEHOLDS, cents=st.integers(1, 3_000))
    def pay_little(self, index, cents):
        """Often less than the late fee."""
        self.take_by_card(self.households[index], cents)

    @rule(index=HOUSEHOLDS)
    def use_prepayment(self, index):
        """What a void opened again is paid as far as was said, late fees too."""
        household = self.households[index]
        counter = self.as_role("cashier", "heating.receipt")
        [data] = counter.counter_debts(household.ids)["households"]
        if not data["usable"]:
            return
        used = counter.counter_use_advance(household.ids)["total"]
        if used > data["usable"]:
            raise AssertionError(f"{used} instead of {data['usable']} were used")

    @rule(index=HOUSEHOLDS)
    def pay_all(self, index):
        """What the counter shows, the late fee with it, leaves nothing open."""
        household = self.households[index]
        counter = self.as_role("cashier", "heating.receipt")
        data = counter.counter_debts(household.ids)
        total = sum(each["open"] + each["late_fee"] for each in data["debts"])
        total = round(total - sum(each["discount"] for each in data["early_birds"]), 2)
        if not total:
            return
        self.take_by_card(household, round(total * 100), "refuse")
        if household.amount_due:
            raise AssertionError(f"{household.amount_due} are open after all was paid")

    @rule(index=HOUSEHOLDS, percent=st.integers(1, 100))
    def waive(self, index, percent):
        waiver = self.as_role("archive_clerk", "heating.late.fee.waiver").create(
            {
                "bill_id": self.get_bill(index).id,
                "percent": percent,
                "date_until": self.day,
                "reason": "random act",
            }
        )
        if self.attempt(waiver.request_validation):
            self.decide(waiver, ("approver", "accountant"))

    @rule(index=HOUSEHOLDS, area=st.integers(50, 150))
    def measure_anew(self, index, area):
        self.households[index].space_ids.built_area = area
        self.get_bill(index)._reassess("random act")

    # === WHAT MUST HOLD === #

    @invariant()
    def no_late_fee_is_forgotten(self):
        for debts in (
            self.env["heating.bill"].search([]),
            self.env["heating.charge"].search([("state", "=", "posted")]),
        ):
            for (debt, partner), fee in debts._get_late_fees_by_partner(
                self.day
            ).items():
                if fee.open and not debt._get_open_amount_of(partner):
                    raise AssertionError(f"{fee} of {debt.number} is forgotten")


class TestRandomLateFees(HeatingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff.active = False
        build_tariff(
            cls.env,
            cls.season,
            cls.users["approver"],
            name="With a late fee",
            late_fee_daily_rate=0.001,
            late_fee_cap=0.5,
            # a window that is open while things are late, so that both meet
            discount_ids=[
                Command.create(
                    {
                        "date_from": cls.season.date_due,
                        "date_to": cls.season.date_due + timedelta(days=60),
                        "rate": 0.03,
                    }
                )
            ],
        )
        cls.households = cls.env["heating.household"].concat(
            *(cls.household(f"90010{number}") for number in range(3))
        )
        bill_season(cls.env, cls.season, cls.users)
        TransferActs.prepare_transfers(cls)

    def test_every_law_holds_after_every_act(self):
        """Any order of paying late, voiding, waiving, selling and measuring anew."""
        run_machine(Overdue, self)

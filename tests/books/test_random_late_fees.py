"""Random acts with late fees and discounts: every law of the books after every act.

What a late fee comes to is the engine's matter (tests/assessment). Here it is charged,
paid, waived and undone in any order, on any day, by three households.
"""

from datetime import timedelta
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from odoo.addons.heating_report.audit import broken_laws

from tests.common import HeatingCase, bill_season, build_tariff

HOUSEHOLDS = st.integers(0, 2)


class Overdue(RuleBasedStateMachine):
    """What becomes of debts that nobody paid in time."""

    case = None

    @initialize(first=st.booleans())
    def begin(self, first):
        self.env = self.case.env
        self.savepoint = self.env.cr.savepoint(flush=True)
        self.households = self.case.households
        # an approved tariff does not change: as if it had said so from the beginning
        self.env.cr.execute(
            "UPDATE heating_tariff SET late_fee_first = %s",
            ["late_fee" if first else "principal"],
        )
        self.env.invalidate_all()
        self.receipts, self.acts = [], 0
        self.day = self.case.season.date_due
        self.today = patch.object(
            type(self.case.company), "_heating_today", lambda _company: self.day
        )
        self.today.start()
        self.shift = self.case.open_shift()

    def teardown(self):
        if hasattr(self, "savepoint"):
            self.today.stop()
            self.env.flush_all()
            self.savepoint.rollback()
            self.savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)
            self.env.transaction.clear()

    @rule(days=st.integers(1, 60))
    def days_pass(self, days):
        self.day += timedelta(days=days)
        self.env.invalidate_all()

    @rule(index=HOUSEHOLDS, cents=st.integers(1, 90_000))
    def charge(self, index, cents):
        charge = self.env["heating.charge"].create(
            {
                "household_id": self.households[index].id,
                "season_id": self.case.season.id,
                "amount": cents / 100,
                "date": self.day,
            }
        )
        self.case.as_role("accountant", charge).action_confirm()

    @rule(index=HOUSEHOLDS, cents=st.integers(1, 250_000))
    def pay(self, index, cents):
        self._take(self.households[index], cents / 100)

    @rule(index=HOUSEHOLDS, cents=st.integers(1, 3_000))
    def pay_little(self, index, cents):
        """Often less than the late fee."""
        self._take(self.households[index], cents / 100)

    @rule(index=HOUSEHOLDS)
    def use_prepayment(self, index):
        """What a void opened again is paid as far as was said, late fees too."""
        household = self.households[index]
        counter = self.case.as_role("cashier", self.env["heating.receipt"])
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
        counter = self.case.as_role("cashier", self.env["heating.receipt"])
        data = counter.counter_debts(household.ids)
        total = sum(each["open"] + each["late_fee"] for each in data["debts"])
        total = round(total - sum(each["discount"] for each in data["early_birds"]), 2)
        if not total:
            return
        self._take(household, total, "refuse")
        if household.amount_due:
            raise AssertionError(f"{household.amount_due} are open after all was paid")

    @rule(choice=st.integers(0, 30))
    def void(self, choice):
        if not self.receipts:
            return
        receipt = self.receipts.pop(choice % len(self.receipts))
        self.case.as_role("head_cashier", receipt).action_void("random act")

    @rule(index=HOUSEHOLDS, percent=st.integers(1, 100))
    def waive(self, index, percent):
        bill = self._get_bill(index)
        waiver = self.case.as_role(
            "archive_clerk", self.env["heating.late.fee.waiver"]
        ).create(
            {
                "bill_id": bill.id,
                "percent": percent,
                "date_until": self.day,
                "reason": "random act",
            }
        )
        try:
            with self.env.cr.savepoint():
                waiver.request_validation()
        except UserError:
            self.env.invalidate_all()
            return
        for user in (self.case.users["approver"], self.case.users["accountant"]):
            if waiver.sudo().state == "requested":
                waiver.with_user(user).validate_tier()

    @rule(index=HOUSEHOLDS, area=st.integers(50, 150))
    def measure_anew(self, index, area):
        self.households[index].space_ids.built_area = area
        self._get_bill(index)._reassess("random act")

    @invariant()
    def laws_hold(self):
        if not hasattr(self, "shift"):
            return
        self.env.invalidate_all()
        if broken := broken_laws(self.env):
            raise AssertionError(f"broken: {broken}")
        for debts in (
            self.env["heating.bill"].search([]),
            self.env["heating.charge"].search([("state", "=", "posted")]),
        ):
            for (debt, partner), fee in debts._get_late_fees_by_partner(
                self.day
            ).items():
                if fee.open and not debt._get_open_amount_of(partner):
                    raise AssertionError(f"{fee} of {debt.number} is forgotten")
        self.env.invalidate_all()

    def _get_bill(self, index):
        return self.env["heating.bill"].search(
            [("household_id", "=", self.households[index].id)]
        )

    def _take(self, household, amount, surplus="advance"):
        self.acts += 1
        counter = self.case.as_role("cashier", self.env["heating.receipt"])
        result = counter.counter_take(
            {
                "key": f"late-fee-{self.acts:06d}",
                "household_ids": household.ids,
                "surplus": surplus,
                "tenders": [
                    {"method_id": self.case.method("card").id, "amount": amount}
                ],
            }
        )
        self.receipts.append(counter.sudo().browse(result["id"]))


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

    @mute_logger("odoo.addons.queue_job.utils")
    def test_every_law_holds_after_every_act(self):
        """Any order of paying late, voiding, waiving and measuring anew."""
        machine = type("OverdueOfThisCase", (Overdue,), {"case": self})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=15,
                stateful_step_count=14,
                deadline=None,
                print_blob=True,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )

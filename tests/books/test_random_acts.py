"""Random acts on five households; every law of the books after every act.

Beside the laws, the machine keeps a book by hand (by_hand.py) and compares it with the
ledger: what each household owes and has paid ahead, and what lies in each drawer.
"""

from datetime import date

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.heating_report.audit import broken_laws

from tests.books.by_hand import BookByHand
from tests.books.fapiao_acts import FapiaoActs
from tests.common import HeatingCase, bill_season

KINDS = ("cash", "card", "transfer", "alipay", "wechat")
HOUSEHOLDS = st.integers(0, 4)
CENTS = st.integers(1, 400_000)
HEAD_FLOAT = 300_000
# cents a m² and season of each household; the third is not opened
PRICES = (2_000, 600, 0, 2_000, 3_000)
BILLED = st.sampled_from((0, 1, 3, 4))


class Books(FapiaoActs):
    """What five households, one desk and its cashiers may do."""

    case = None

    @initialize()
    def begin(self):
        case = self.case
        self.env = case.env
        self.savepoint = self.env.cr.savepoint(flush=True)
        self.households = case.households
        self.book = BookByHand(5)
        self.billed = False
        self.receipts = []
        self.acts = 0
        self.areas = [10_000, 10_000, 10_000, 10_001, 10_000]
        self.reductions = []
        self.season_debts = {index: [] for index in range(5)}
        self.charges = []
        self.shifts = [case.open_shift()]
        self.head_shift = case.open_shift("head_cashier", case.desk_2, HEAD_FLOAT / 100)
        self.book.head_drawer = HEAD_FLOAT
        self.begin_fapiao()

    def teardown(self):
        if hasattr(self, "savepoint"):
            self.env.flush_all()
            self.savepoint.rollback()
            self.savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)
            self.env.transaction.clear()

    # === ACTS === #

    @rule()
    def bill(self):
        if self.billed:
            return
        self.billed = True
        season = self.case.season
        bill_season(self.env, season, self.case.users)
        start, due = season.date_start, season.date_due
        # 100 m² at 20 yuan, 30 % of it, nothing, 100.01 m² at 20 and 100 m² at 30 yuan
        # unless something was measured anew or reduced before
        for index in range(5):
            cents = self._get_season_cents(index)
            debt = self.book.owe(index, cents, start, due, of_bill=True)
            self.season_debts[index] += [debt] if debt else []

    @rule(index=HOUSEHOLDS, cents=st.integers(1, 90_000), old=st.booleans())
    def charge(self, index, cents, old):
        day = date(2026, 3, 1) if old else date(2026, 11, 20)
        charge = self.case.as_role("accountant", self.env["heating.charge"]).create(
            {
                "household_id": self.households[index].id,
                "amount": cents / 100,
                "date": day,
            }
        )
        charge.action_confirm()
        debt = self.book.owe(index, cents, day, day)
        self.charges.append([charge, debt, cents])

    @rule(index=BILLED, area=st.integers(50, 200))
    def measure_anew(self, index, area):
        """The area changes; a bill that is there, paid or not, is worked out anew."""
        before = self._get_season_cents(index)
        self.households[index].space_ids.built_area = area
        self.areas[index] = area * 100
        if self.billed:
            self._get_bill(index)._reassess("random act")
        self._season_changed(index, before)

    @rule(index=BILLED, cents=st.integers(1, 90_000))
    def reduce(self, index, cents):
        before = self._get_season_cents(index)
        model = self.case.as_role("archive_clerk", self.env["heating.reduction"])
        reduction = model.create(
            {
                "household_id": self.households[index].id,
                "season_id": self.case.season.id,
                "kind_id": self.env.ref("heating_billing.reduction_kind_goodwill").id,
                "by": "amount",
                "value": cents / 100,
                "reason": "random act",
            }
        )
        if not before:
            try:
                with self.env.cr.savepoint():
                    reduction.request_validation()
            except UserError:
                self.env.invalidate_all()
                return
            raise AssertionError("a reduction of nothing was asked for")
        self._approve(reduction)
        self.reductions.append([index, reduction, cents])
        self._season_changed(index, before)

    @rule(choice=st.integers(0, 30))
    def withdraw_reduction(self, choice):
        if not self.reductions:
            return
        row = self.reductions[choice % len(self.reductions)]
        index, reduction, _cents = row
        before = self._get_season_cents(index)
        action = self.case.as_role("archive_clerk", reduction).action_withdraw()
        self._approve(reduction.browse(action["res_id"]))
        self.reductions.remove(row)
        self._season_changed(index, before)

    @rule(choice=st.integers(0, 30), part=st.integers(1, 100))
    def waive_charge(self, choice, part):
        if not self.charges:
            return
        row = self.charges[choice % len(self.charges)]
        charge, debt, left = row
        cents = max(left * part // 100, 1)
        if left:
            model = self.case.as_role(
                "archive_clerk", self.env["heating.charge.waiver"]
            )
            self._approve(
                model.create(
                    {
                        "charge_id": charge.id,
                        "amount_asked": cents / 100,
                        "reason": "random act",
                    }
                )
            )
            self.book.reduce([debt], cents)
            row[2] -= cents

    def _approve(self, act):
        self.case.as_role("archive_clerk", act).request_validation()
        self.case.as_role("approver", act).validate_tier()
        if act.sudo().state != "approved":
            raise AssertionError(f"{act} is {act.sudo().state}")

    def _get_bill(self, index):
        return self.env["heating.bill"].search(
            [("household_id", "=", self.households[index].id)]
        )

    def _get_season_cents(self, index):
        """What the season comes to by hand."""
        off = sum(cents for i, _reduction, cents in self.reductions if i == index)
        return max(PRICES[index] * self.areas[index] // 100 - off, 0)

    def _season_changed(self, index, before):
        """Book by hand what a bill that is there has become more or less."""
        more = self._get_season_cents(index) - before
        if not self.billed or not more:
            return
        season = self.case.season
        due = max(season.date_due, self.case.company._heating_today())
        if more > 0:
            debt = self.book.owe(index, more, season.date_start, due)
            self.season_debts[index].append(debt)
        else:
            self.book.reduce(self.season_debts[index], -more)

    @rule(
        indexes=st.lists(HOUSEHOLDS, min_size=1, max_size=3, unique=True),
        parts=st.lists(
            st.tuples(st.sampled_from(KINDS), CENTS), min_size=1, max_size=3
        ),
        keep=st.booleans(),
    )
    def pay(self, indexes, parts, keep):
        total = sum(cents for _kind, cents in parts)
        owed = sum(self.book.owed(index) for index in indexes)
        households = self.households.browse(self.households[i].id for i in indexes)
        act = self._act(households, parts, "advance" if keep else "refuse")
        if total > owed and not keep:
            try:
                with self.env.cr.savepoint():
                    self._take(act)
            except UserError:
                self.env.invalidate_all()
                return
            raise AssertionError("more was taken than is owed")
        receipt = self._take(act)
        if self._take(act) != receipt:
            raise AssertionError("the same act made two receipts")
        cash = sum(cents for kind, cents in parts if kind == "cash")
        paying = self.book.pay(indexes, total, cash)
        self.receipts.append((receipt, paying))

    @rule(index=HOUSEHOLDS, cents=CENTS)
    def prepay_or_pay(self, index, cents):
        self.pay([index], [("wechat", cents)], True)

    @rule(index=HOUSEHOLDS)
    def apply_advances(self, index):
        self.env["heating.advance.application"]._apply(self.households[index])
        self.book.apply(index)

    @rule(choice=st.integers(0, 30))
    def void(self, choice):
        if not self.receipts:
            return
        receipt, paying = self.receipts[choice % len(self.receipts)]
        late = receipt.shift_id != self.shifts[-1]
        voider = self.case.as_role("head_cashier", receipt)
        if late and paying.cash > self.book.head_drawer:
            try:
                with self.env.cr.savepoint():
                    voider.action_void("random act")
            except UserError:
                self.env.invalidate_all()
                return
            raise AssertionError("cash was given that is not in the drawer")
        if late and paying.cash and choice % 2:
            # an approver names the drawer that gives the cash
            voider = self.case.as_role("approver", receipt)
            voider.action_void("random act", self.head_shift.id)
        else:
            voider.action_void("random act")
        self.receipts.remove((receipt, paying))
        self.book.void(paying)

    @rule(surplus=st.integers(-500, 500))
    def close_shift(self, surplus):
        shift = self.shifts[-1]
        counted = max(self.book.drawers[-1] + surplus, 0)
        self.case.as_role("cashier", shift).action_close(counted / 100)
        over = round(shift.cash_difference * 100)
        if over != counted - self.book.drawers[-1]:
            raise AssertionError(f"{over} over, {surplus} by hand")
        self.case.as_role("head_cashier", shift).action_confirm("random count")
        # the index on open shifts reads the table
        self.env.flush_all()
        self.shifts.append(self.case.open_shift(opening_float=100.0))
        self.book.close_drawer(10_000)

    @rule(index=HOUSEHOLDS)
    def refuse_undoing_by_accounting(self, index):
        move = self.env["account.move"].search(
            [("heating_household_id", "=", self.households[index].id)], limit=1
        )
        for act in ("button_draft", "button_cancel", "_reverse_moves"):
            if not move:
                return
            try:
                with self.env.cr.savepoint():
                    getattr(self.case.as_role("accountant", move), act)()
            except UserError:
                continue
            raise AssertionError(f"{act} undid a document for heat")

    # === WHAT MUST HOLD === #

    @invariant()
    def laws_hold(self):
        if not hasattr(self, "book"):
            return
        self.env.invalidate_all()
        broken = broken_laws(self.env)
        if broken:
            raise AssertionError(f"broken: {broken}")
        self.env.invalidate_all()
        for what, ledger, hand in (
            ("owed", "amount_due", self.book.owed),
            ("paid ahead", "advance_balance", self.book.prepaid),
        ):
            found = [round(amount * 100) for amount in self.households.mapped(ledger)]
            expected = [hand(index) for index in range(5)]
            if found != expected:
                raise AssertionError(f"{what}: {found} in the ledger, {expected}")
        self.check_coverage()
        shifts = [*self.shifts, self.head_shift]
        drawers = [*self.book.drawers, self.book.head_drawer]
        for shift, cents in zip(shifts, drawers, strict=True):
            found = round(shift.sudo()._get_expected_cash() * 100)
            if found != cents:
                raise AssertionError(f"{found} in the drawer of {shift}, not {cents}")
            if shift.state != "open" and round(shift.expected_cash * 100) != cents:
                raise AssertionError(f"the closed {shift} has changed")

    # === THE COUNTER === #

    def _act(self, households, parts, surplus):
        self.acts += 1
        return {
            "key": f"random-act-{self.acts:06d}",
            "household_ids": households.ids,
            "surplus": surplus,
            "tenders": [
                {"method_id": self.case.method(kind).id, "amount": cents / 100}
                for kind, cents in parts
            ],
        }

    def _take(self, act):
        receipts = self.case.as_role("cashier", self.env["heating.receipt"])
        return receipts.browse(receipts.counter_take(act)["id"])


class TestRandomActs(HeatingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk_2 = cls.env["heating.desk"].create(
            {"name": "Desk 2", "code": "E2", "hall_id": cls.place["hall"].id}
        )
        cls.households = cls.env["heating.household"].concat(
            cls.household("900001"),
            cls.household("900002", supply="stopped"),
            cls.household("900003", supply="not_opened"),
            cls.household("900004", area=100.01),
            cls.household("900005", category="business"),
        )

    @mute_logger("odoo.addons.queue_job.utils")
    def test_every_law_holds_after_every_act(self):
        """Any order of billing, charging, paying, prepaying and voiding."""
        machine = type("BooksOfThisCase", (Books,), {"case": self})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=15,
                stateful_step_count=12,
                deadline=None,
                print_blob=True,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )

"""Random acts on five households; every law of the books after every act.

Beside the laws, the machine keeps a book by hand (by_hand.py) and compares it with the
ledger: what each household owes and has paid ahead, and what lies in each drawer.
"""

from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from tests.books.by_hand import BookByHand
from tests.books.fapiao_acts import FapiaoActs
from tests.books.machine import Machine, run_machine
from tests.common import HeatingCase, bill_season

KINDS = ("cash", "card", "transfer", "alipay", "wechat")
HOUSEHOLDS = st.integers(0, 4)
CENTS = st.integers(1, 400_000)
HEAD_FLOAT = 300_000
# cents a m² and season of each household; the third is not opened
PRICES = (2_000, 600, 0, 2_000, 3_000)
BILLED = st.sampled_from((0, 1, 3, 4))


class Books(FapiaoActs, Machine):
    """What five households, one desk and its cashiers may do."""

    @initialize()
    def begin(self):
        self.start(self.case.households)
        self.begin_fapiao()
        self.book = BookByHand(5)
        # the run that billed the season, unless it was undone
        self.run = None
        self.areas = [10_000, 10_000, 10_000, 10_001, 10_000]
        self.reductions = []
        self.season_debts = {index: [] for index in range(5)}
        self.charges = []
        self.shifts = [self.shift]
        self.head_shift = self.case.open_shift(
            "head_cashier", self.case.desk_2, HEAD_FLOAT / 100
        )
        self.book.head_drawer = HEAD_FLOAT

    # === ACTS === #

    @rule()
    def bill(self):
        if self.run:
            return
        season = self.case.season
        self.run = bill_season(self.env, season, self.case.users)
        start, due = season.date_start, season.date_due
        # 100 m² at 20 yuan, 30 % of it, nothing, 100.01 m² at 20 and 100 m² at 30 yuan
        # unless something was measured anew or reduced before
        for index in range(5):
            cents = self._get_season_cents(index)
            debt = self.book.owe(index, cents, start, due)
            self.season_debts[index] += [debt] if debt else []

    @rule()
    def undo_the_run(self):
        """Refused once money was taken; what prepayments paid is prepaid again."""
        if not self.run:
            return
        reason = "random act"
        ask = self.as_role("accountant", self.run).action_request_undo
        billed = [debt for debts in self.season_debts.values() for debt in debts]
        if any(
            debt in billed
            for receipt, paying in self.receipts
            for debt, _cents in paying.at_once
        ):
            self.expect_refusal(lambda: ask(reason), "a paid bill was undone")
            return
        ask(reason)
        self.as_role("approver", self.run).action_undo()
        self.run = None
        for index in range(5):
            if cents := self._get_season_cents(index):
                self.book.reduce(self.season_debts[index], cents)

    @rule(index=HOUSEHOLDS, cents=st.integers(1, 90_000), old=st.booleans())
    def charge(self, index, cents, old):
        day = date(2026, 3, 1) if old else date(2026, 11, 20)
        charge = self.make_charge(index, cents, day)
        debt = self.book.owe(index, cents, day, day)
        self.charges.append([charge, debt, cents])

    @rule(index=BILLED, area=st.integers(1, 200))
    def measure_anew(self, index, area):
        """The area changes; a bill that is there, paid or not, is worked out anew."""
        before = self._get_season_cents(index)
        self.households[index].space_ids.built_area = area
        self.areas[index] = area * 100
        if self.run:
            self.get_bill(index)._reassess("random act")
        self._season_changed(index, before)

    @rule(index=BILLED, cents=st.integers(1, 90_000))
    def reduce(self, index, cents):
        before = self._get_season_cents(index)
        model = self.as_role("archive_clerk", "heating.reduction")
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
            self.expect_refusal(
                reduction.request_validation, "a reduction of nothing was asked for"
            )
            return
        self.approve(reduction)
        self.reductions.append([index, reduction, cents])
        self._season_changed(index, before)

    @rule(choice=st.integers(0, 30))
    def withdraw_reduction(self, choice):
        if not self.reductions:
            return
        row = self.reductions[choice % len(self.reductions)]
        index, reduction, _cents = row
        before = self._get_season_cents(index)
        action = self.as_role("archive_clerk", reduction).action_withdraw()
        self.approve(reduction.browse(action["res_id"]))
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
            self.waive_part(charge, cents)
            self.book.reduce([debt], cents)
            row[2] -= cents

    def _get_season_cents(self, index):
        """What the season comes to by hand."""
        off = sum(cents for i, _reduction, cents in self.reductions if i == index)
        return max(PRICES[index] * self.areas[index] // 100 - off, 0)

    def _season_changed(self, index, before):
        """Book by hand what a bill that is there has become more or less."""
        more = self._get_season_cents(index) - before
        if not self.run or not more:
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
        act = self.prepare_act(households, parts, "advance" if keep else "refuse")
        if total > owed and not keep:
            self.expect_refusal(lambda: self.take(act), "more was taken than is owed")
            return
        receipt = self.take(act)
        if self.take(act) != receipt:
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
        voider = self.as_role("head_cashier", receipt)
        if late and paying.cash > self.book.head_drawer:
            self.expect_refusal(
                lambda: voider.action_void("random act"),
                "cash was given that is not in the drawer",
            )
            return
        if late and paying.cash and choice % 2:
            # an approver names the drawer that gives the cash
            voider = self.as_role("approver", receipt)
            voider.action_void("random act", self.head_shift.id)
        else:
            voider.action_void("random act")
        self.receipts.remove((receipt, paying))
        self.book.void(paying)

    @rule(surplus=st.integers(-500, 500))
    def close_shift(self, surplus):
        shift = self.shifts[-1]
        counted = max(self.book.drawers[-1] + surplus, 0)
        self.as_role("cashier", shift).action_close(counted / 100)
        over = round(shift.cash_difference * 100)
        if over != counted - self.book.drawers[-1]:
            raise AssertionError(f"{over} over, {surplus} by hand")
        self.as_role("head_cashier", shift).action_confirm("random count")
        # the index on open shifts reads the table
        self.env.flush_all()
        self.shifts.append(self.case.open_shift(opening_float=100.0))
        self.book.close_drawer(10_000)

    @rule(index=HOUSEHOLDS)
    def refuse_undoing_by_accounting(self, index):
        move = self.env["account.move"].search(
            [("heating_household_id", "=", self.households[index].id)], limit=1
        )
        if not move:
            return
        for act in ("button_draft", "button_cancel", "_reverse_moves"):
            self.expect_refusal(
                getattr(self.as_role("accountant", move), act),
                f"{act} undid a document for heat",
            )

    # === WHAT MUST HOLD === #

    @invariant()
    def the_ledger_is_the_book(self):
        for what, ledger, hand in (
            ("owed", "amount_due", self.book.owed),
            ("paid ahead", "advance_balance", self.book.prepaid),
        ):
            found = [round(amount * 100) for amount in self.households.mapped(ledger)]
            expected = [hand(index) for index in range(5)]
            if found != expected:
                raise AssertionError(f"{what}: {found} in the ledger, {expected}")

    @invariant()
    def drawers_are_the_book(self):
        shifts = [*self.shifts, self.head_shift]
        drawers = [*self.book.drawers, self.book.head_drawer]
        for shift, cents in zip(shifts, drawers, strict=True):
            found = round(shift.sudo()._get_expected_cash() * 100)
            if found != cents:
                raise AssertionError(f"{found} in the drawer of {shift}, not {cents}")
            if shift.state != "open" and round(shift.expected_cash * 100) != cents:
                raise AssertionError(f"the closed {shift} has changed")


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

    def test_every_law_holds_after_every_act(self):
        """Any order of billing, undoing, charging, paying, prepaying and voiding."""
        run_machine(Books, self)

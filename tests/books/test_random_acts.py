"""Random acts on five households; every law of the books after every act.

Beside the laws, the machine keeps a book of its own in cents (what each household owes
and has prepaid) by rules of a few lines, and compares it with the ledger.
"""

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
from odoo.tools import mute_logger

from odoo.addons.heating_report.audit import broken_laws

from tests.common import HeatingCase, bill_season

KINDS = ("cash", "card", "transfer", "alipay", "wechat")
HOUSEHOLDS = st.integers(0, 4)
CENTS = st.integers(1, 400_000)


class Books(RuleBasedStateMachine):
    """What five households, one desk and two cashiers may do."""

    case = None

    @initialize()
    def begin(self):
        case = self.case
        self.env = case.env
        self.savepoint = self.env.cr.savepoint(flush=True)
        self.households = case.households
        self.owed = [0] * 5
        self.prepaid = [0] * 5
        self.billed = False
        self.receipts = []
        self.acts = 0
        self.shift = case.open_shift()
        self.drawer = 0

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
        bill_season(self.env, self.case.season, self.case.users)
        for index, cents in enumerate((200_000, 60_000, 0, 200_020, 300_000)):
            self._owe(index, cents)
            self._apply(index)

    @rule(index=HOUSEHOLDS, cents=st.integers(1, 90_000))
    def charge(self, index, cents):
        charge = self.case.as_role("accountant", self.env["heating.charge"]).create(
            {"household_id": self.households[index].id, "amount": cents / 100}
        )
        charge.action_confirm()
        self._owe(index, cents)
        self._apply(index)

    @rule(
        indexes=st.lists(HOUSEHOLDS, min_size=1, max_size=3, unique=True),
        parts=st.lists(
            st.tuples(st.sampled_from(KINDS), CENTS), min_size=1, max_size=3
        ),
        keep=st.booleans(),
    )
    def pay(self, indexes, parts, keep):
        total = sum(cents for _kind, cents in parts)
        owed = sum(self.owed[index] for index in indexes)
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
        paid = self._pay_oldest_first(indexes, min(total, owed))
        if total > owed:
            self.prepaid[indexes[0]] += total - owed
        self.drawer += sum(cents for kind, cents in parts if kind == "cash")
        advance = (indexes[0], max(total - owed, 0))
        self.receipts.append((receipt, paid, advance, parts))

    @rule(index=HOUSEHOLDS, cents=CENTS)
    def prepay_or_pay(self, index, cents):
        self.pay([index], [("wechat", cents)], True)

    @rule(index=HOUSEHOLDS)
    def apply_advances(self, index):
        self.env["heating.advance.application"]._apply(self.households[index])
        self._apply(index)

    @rule(choice=st.integers(0, 30))
    def void(self, choice):
        if not self.receipts:
            return
        receipt, paid, (index, advance), parts = self.receipts.pop(
            choice % len(self.receipts)
        )
        used = self._used_of(receipt)
        self.case.as_role("head_cashier", receipt).action_void("random act")
        for each, cents in paid.items():
            self.owed[each] += cents
        for each, cents in used.items():
            self.owed[each] += cents
        self.prepaid[index] -= advance - sum(used.values())
        self.drawer -= sum(cents for kind, cents in parts if kind == "cash")

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
        if not hasattr(self, "owed"):
            return
        self.env.invalidate_all()
        broken = broken_laws(self.env)
        if broken:
            raise AssertionError(f"broken: {broken}")
        self.env.invalidate_all()
        due = [round(household.amount_due * 100) for household in self.households]
        if due != self.owed:
            raise AssertionError(f"owed {due} in the ledger, {self.owed} by hand")
        left = [round(h.advance_balance * 100) for h in self.households]
        if left != self.prepaid:
            raise AssertionError(f"prepaid {left}, {self.prepaid} by hand")
        drawer = round(self.shift.sudo()._get_expected_cash() * 100)
        if drawer != self.drawer:
            raise AssertionError(f"{drawer} in the drawer, {self.drawer} by hand")

    # === BOOKKEEPING BY HAND === #

    def _owe(self, index, cents):
        self.owed[index] += cents

    def _apply(self, index):
        used = min(self.owed[index], self.prepaid[index])
        self.owed[index] -= used
        self.prepaid[index] -= used

    def _pay_oldest_first(self, indexes, total):
        """Which household's debts were paid: the ledger's own order decides."""
        self.env.invalidate_all()
        paid = {}
        for index in indexes:
            left = round(self.households[index].amount_due * 100)
            paid[index] = self.owed[index] - left
            self.owed[index] = left
        if sum(paid.values()) != total or min(paid.values()) < 0:
            raise AssertionError(f"{total} were taken, {paid} were paid")
        return paid

    def _used_of(self, receipt):
        """Cents of the receipt's advance that have paid debts since."""
        lines = receipt.sudo().tender_ids.payment_id.move_id.line_ids
        applications = self.env["heating.advance.application"].search(
            [("advance_line_id", "in", lines.ids), ("state", "=", "applied")]
        )
        used = {}
        for application in applications:
            index = list(self.households).index(application.household_id)
            used[index] = used.get(index, 0) + round(application.amount * 100)
        return used

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

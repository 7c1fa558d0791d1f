"""Random acts on a bill that two pay: every law of the books after every act.

By hand it is kept, in cents, what the shop and its employer are billed and have paid:
what one of them owes is never the other's, whatever is measured anew or paid too much.
"""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from odoo.fields import Command

from tests.books.machine import Machine, run_machine
from tests.common import HeatingCase, bill_season, build_tariff

# cents a m² of each payer
OWN, THEIRS = 2_300, 700
CENTS = st.integers(1, 250_000)


class Shared(Machine):
    """A shop, and the mill that pays a part for it."""

    @initialize()
    def begin(self):
        self.start(self.case.shop)
        self.shop, self.mill = self.households, self.case.mill.with_env(self.env)
        self.billed = {OWN: 0, THEIRS: 0}
        self.paid = {OWN: 0, THEIRS: 0}

    # === ACTS === #

    @rule()
    def bill(self):
        if self.get_bill(0):
            return
        bill_season(self.env, self.case.season, self.case.users)
        self._note_area()

    @rule(area=st.integers(1, 200))
    def measure_anew(self, area):
        self.shop.space_ids.built_area = area
        if bill := self.get_bill(0):
            bill._reassess("random act")
            self._note_area()

    @rule(cents=CENTS)
    def shop_pays(self, cents):
        """What is too much is its prepayment, and never pays for the mill."""
        self.take_by_card(self.shop, cents)
        self.paid[OWN] += cents

    @rule(cents=CENTS)
    def mill_pays(self, cents):
        owed = self.billed[THEIRS] - self.paid[THEIRS]
        if owed <= 0:
            return
        moves = self.get_bill(0).move_ids.filtered("heating_payer_kind_id")
        self.take_by_card(self.shop, min(cents, owed), "refuse", move_ids=moves.ids)
        self.paid[THEIRS] += min(cents, owed)

    @rule(theirs=st.booleans())
    def cover(self, theirs):
        """A fapiao over all that is free of one payer's part."""
        bill = self.get_bill(0)
        kind = self.case.kind if theirs else self.case.kind.browse()
        rooms = {
            move: room
            for move, room in bill._get_fapiao_room().items()
            if move.heating_payer_kind_id == kind
        }
        if not rooms:
            return
        model = self.as_role("accountant", "heating.fapiao")
        draft = model._create_drafts([{"buyer_title": "Buyer", "phone": "1"}], [rooms])
        draft.action_request()

    # === WHAT MUST HOLD === #

    @invariant()
    def the_ledger_is_the_book(self):
        bill = self.get_bill(0)
        for payer, open_amount, partner in (
            (OWN, bill.amount_own_residual, self.shop.customer_id),
            (THEIRS, bill.part_ids.amount_residual, self.mill),
        ):
            left = self.billed[payer] - self.paid[payer]
            case = self.case
            case.assertEqual(round(open_amount * 100), max(left, 0), payer)
            case.assertEqual(self._get_prepaid(partner), max(-left, 0), payer)
        own = max(self.billed[OWN] - self.paid[OWN], 0)
        self.case.assertEqual(round(self.shop.amount_due * 100), own)

    # === HELP === #

    def _note_area(self):
        area = round(self.shop.space_ids.built_area)
        self.billed = {payer: area * payer for payer in self.billed}

    def _get_prepaid(self, partner):
        """Cents that a partner has paid ahead for the shop."""
        account = self.shop.company_id.heating_advance_account_id
        [(amount,)] = self.env["account.move.line"]._read_group(
            [
                ("heating_household_id", "=", self.shop.id),
                ("account_id", "=", account.id),
                ("partner_id", "=", partner.id),
                ("parent_state", "=", "posted"),
            ],
            aggregates=["balance:sum"],
        )
        return -round((amount or 0) * 100)


class TestRandomParts(HeatingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff.active = False
        cls.kind = cls.env.ref("heating_billing.payer_kind_employer")
        cls.shop = cls.household("900201", category="business")
        cls.mill = cls.kind.partner_id = cls.env["res.partner"].create(
            {"name": "Cotton Mill", "is_company": True}
        )
        build_tariff(
            cls.env,
            cls.season,
            cls.users["approver"],
            name="Of two payers",
            payer_ids=[
                Command.create(
                    {
                        "category_id": cls.shop.space_ids.category_id.id,
                        "payer_id": cls.env.ref(
                            f"heating_billing.payer_kind_{code}"
                        ).id,
                        "part": cents / 100,
                    }
                )
                for code, cents in (("household", OWN), ("employer", THEIRS))
            ],
        )

    def test_every_law_holds_after_every_act(self):
        """Any order of billing, measuring anew, paying and covering by fapiao."""
        run_machine(Shared, self)

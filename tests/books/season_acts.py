"""Random acts on the bills and charges of a season, and what they come to by hand.

By hand one figure is kept for each household, in cents: all that was billed to it less
all that was paid. It is what is owed less what is prepaid, whichever of its customers
owes it or has prepaid it.
"""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.common import bill_season

INDEXES = st.integers(0, 4)


class SeasonActs(RuleBasedStateMachine):
    """Acts for a `Machine` with days.

    The machine says by `_get_season_cents` what a household's season costs now.
    """

    def begin_season(self):
        count = len(self.households)
        self.net = [0] * count
        # what of it is the season's, while it is billed
        self.season_cents = [0] * count
        self.areas = [round(each.built_area) for each in self.households]
        # the run that billed the season, unless it was undone
        self.run = None
        # pairs of a posted charge and the cents that are not waived of it
        self.charges = []
        self.given = {}

    def _get_season_cents(self, index):
        raise NotImplementedError

    # === ACTS === #

    @rule(days=st.integers(1, 40))
    def days_pass(self, days):
        self.day += timedelta(days=days)
        self.env.invalidate_all()

    @precondition(lambda self: not getattr(self, "run", True))
    @rule()
    def bill(self):
        self.run = bill_season(
            self.env, self.case.season, self.case.users, date=self.day
        )
        for index in range(len(self.households)):
            self._season_changed(index)

    @precondition(lambda self: getattr(self, "run", None))
    @rule()
    def undo_the_run(self):
        """Refused once money was taken on one of its bills."""
        run = self.as_role("accountant", self.run)
        if any(receipt.sudo().line_ids.bill_id for receipt in self.receipts):
            self.expect_refusal(
                lambda: run.action_request_undo("random act"), "a paid bill was undone"
            )
            return
        run.action_request_undo("random act")
        self.as_role("approver", self.run).action_undo()
        if self.run.state != "undone":
            raise AssertionError(f"the run is {self.run.state}")
        self.run = None
        for index in range(len(self.households)):
            self._season_changed(index)

    @rule(index=INDEXES, area=st.integers(1, 200))
    def measure_anew(self, index, area):
        """A bill that is there, paid or not, is worked out anew."""
        index %= len(self.households)
        self.households[index].space_ids.built_area = area
        self.areas[index] = area
        if self.run:
            self.get_bill(index)._reassess("random act")
        self._season_changed(index)

    @rule(index=INDEXES, cents=st.integers(1, 90_000))
    def charge(self, index, cents):
        index %= len(self.households)
        self.charges.append([self.make_charge(index, cents, self.day), cents])
        self.net[index] += cents

    @precondition(lambda self: getattr(self, "charges", None))
    @rule(choice=st.integers(0, 30), percent=st.integers(1, 100))
    def waive_charge(self, choice, percent):
        row = self.charges[choice % len(self.charges)]
        charge, left = row
        cents = max(left * percent // 100, 1)
        if not left:
            return
        self.waive_part(charge, cents)
        row[1] -= cents
        self.net[self.households.ids.index(charge.household_id.id)] -= cents

    def take_by_card(self, households, cents, *args, **vals):
        receipt = super().take_by_card(households, cents, *args, **vals)
        index = self.households.ids.index(households.id)
        self.given[receipt] = (index, cents)
        self.net[index] -= cents
        return receipt

    @precondition(lambda self: getattr(self, "receipts", None))
    @rule(choice=st.integers(0, 30))
    def void(self, choice):
        receipt = self.receipts.pop(choice % len(self.receipts))
        self.as_role("head_cashier", receipt).action_void("random act")
        index, cents = self.given[receipt]
        self.net[index] += cents

    # === WHAT MUST HOLD === #

    @invariant()
    def each_household_owes_what_was_billed(self):
        found = [
            round((household.amount_due - household.advance_balance) * 100)
            for household in self.households
        ]
        if found != self.net:
            raise AssertionError(f"{found} in the ledger, {self.net} by hand")

    @invariant()
    def documents_come_to_what_was_billed(self):
        for index, household in enumerate(self.households):
            documents = self.env["account.move"].search(
                [("heating_household_id", "=", household.id)]
            )
            found = round(sum(documents.mapped("amount_total_signed")) * 100)
            charged = sum(
                left
                for charge, left in self.charges
                if charge.household_id == household
            )
            expected = self.season_cents[index] + charged
            if found != expected:
                raise AssertionError(f"{found} were billed, {expected} by hand")

    # === HELP === #

    def _season_changed(self, index):
        """Note by hand what the season's bill comes to now, or that there is none."""
        cents = self._get_season_cents(index) if self.run else 0
        self.net[index] += cents - self.season_cents[index]
        self.season_cents[index] = cents

"""Random acts around fapiao: asked for, before or after the money, and taken back.

By hand it is kept, in cents, what each fapiao takes of each household and what red ones
have taken back; the ledger's coverage must be the sum of it.
"""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from odoo.exceptions import UserError

HOUSEHOLDS = st.integers(0, 4)


class FapiaoActs(RuleBasedStateMachine):
    """Acts for a machine that has `env`, `case`, `households` and a `book` by hand."""

    def begin_fapiao(self):
        # pairs of an issued blue fapiao and what it takes: cents by household
        self.fapiao = []
        self.numbers = 0

    @rule(
        indexes=st.lists(HOUSEHOLDS, min_size=1, max_size=3, unique=True),
        percent=st.integers(1, 100),
    )
    def ask_for_fapiao(self, indexes, percent):
        """Over all that is free of several households, or a part of one's."""
        rooms = {
            move: room
            for index in indexes
            for move, room in self._get_rooms(index).items()
        }
        total = round(sum(rooms.values()) * 100)
        if len(indexes) == 1:
            total = total * percent // 100
        if not total:
            return
        model = self.case.as_role("accountant", self.env["heating.fapiao"])
        # one cent more than is free is refused, however it is asked for
        try:
            with self.env.cr.savepoint():
                model._fill_up(rooms, [sum(rooms.values()) + 0.01])
        except UserError:
            pass
        else:
            raise AssertionError("more was covered than there is")
        (parts,) = model._fill_up(rooms, [total / 100])
        draft = model._create_drafts([{"buyer_title": "Buyer", "phone": "1"}], [parts])
        draft.action_request()
        self._issue(draft)
        taken = {}
        for move, amount in parts.items():
            index = self.households.ids.index(move.heating_household_id.id)
            taken[index] = taken.get(index, 0) + round(amount * 100)
        self.fapiao.append((draft, taken))

    @rule(choice=st.integers(0, 30), percent=st.sampled_from((1, 50, 100)))
    def take_fapiao_back(self, choice, percent):
        """A red fapiao over a part of the lines, or over all that is left."""
        live = [pair for pair in self.fapiao if pair[0].state == "issued"]
        if not live:
            return
        blue, taken = live[choice % len(live)]
        amounts = {}
        for line in blue.line_ids:
            left = round((line.amount - line.amount_reversed) * 100)
            cents = left * percent // 100
            amounts[line] = cents / 100
            taken[self.households.ids.index(line.household_id.id)] -= cents
        if not any(amounts.values()):
            return
        self._issue(blue._create_red(amounts, "random act"))

    @rule(choice=st.integers(0, 30))
    def correct_a_title(self, choice):
        live = [pair for pair in self.fapiao if pair[0].state == "issued"]
        if not live:
            return
        blue, taken = live[choice % len(live)]
        red, new = blue._correct({"buyer_title": "Other", "phone": "1"}, "random act")
        self._issue(red)
        if new.state == "draft":
            # less is left of the bill by now than the fapiao said
            new.action_cancel()
            taken.update(dict.fromkeys(taken, 0))
            return
        self._issue(new)
        self.fapiao.append((new, dict(taken)))
        taken.update(dict.fromkeys(taken, 0))

    @rule(index=HOUSEHOLDS, area=st.integers(1, 99))
    def measure_again(self, index, area):
        """A smaller area: a credit note on a bill of which nothing is paid yet."""
        household = self.households[index]
        bill = self.env["heating.bill"].search([("household_id", "=", household.id)])
        debts = [d for d in self.book.debts if d.household == index and d.of_bill]
        if not bill or not debts or household.built_area <= area:
            return
        before = round(bill.amount_total * 100)
        if debts[0].left != before:
            return
        household.space_ids.built_area = area
        bill._reassess("random act")
        debts[0].left += round(bill.amount_total * 100) - before

    # === WHAT MUST HOLD === #

    def check_coverage(self):
        """What invoices say they are covered by is what was kept by hand."""
        for index, household in enumerate(self.households):
            moves = self.env["account.move"].search(
                [("heating_household_id", "=", household.id)]
            )
            found = round(sum(moves.mapped("heating_covered")) * 100)
            expected = sum(taken.get(index, 0) for _fapiao, taken in self.fapiao)
            if found != expected:
                raise AssertionError(f"{found} of {index} covered, {expected} by hand")

    # === HELPERS === #

    def _get_rooms(self, index):
        domain = [("household_id", "=", self.households[index].id)]
        return {
            **self.env["heating.bill"].search(domain)._get_fapiao_room(),
            **self.env["heating.charge"].search(domain)._get_fapiao_room(),
        }

    def _issue(self, fapiao):
        self.numbers += 1
        fapiao._issue(f"{self.numbers:020d}", self.case.company._heating_today())

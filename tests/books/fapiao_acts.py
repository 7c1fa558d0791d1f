"""Random acts around fapiao: asked for, before or after the money, and taken back.

By hand it is kept, in cents, what each fapiao takes of each household and what red ones
have taken back; the ledger's coverage must be the sum of it.
"""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule


class FapiaoActs(RuleBasedStateMachine):
    """Acts for a `Machine`."""

    def begin_fapiao(self):
        # blue fapiao that were asked for, and what each takes: cents by household
        self.fapiao = []
        # red ones that wait for the tax office, and what each is to take back
        self.reds = []
        self.numbers = 0

    @rule(
        indexes=st.lists(st.integers(0, 4), min_size=1, max_size=3, unique=True),
        percent=st.integers(1, 100),
        at_once=st.booleans(),
    )
    def ask_for_fapiao(self, indexes, percent, at_once):
        """Over all that is free of several households, or a part of one's.

        It is issued at once, or covers its invoices and waits.
        """
        rooms = {
            move: room
            for index in sorted({index % len(self.households) for index in indexes})
            for move, room in self._get_rooms(index).items()
        }
        total = round(sum(rooms.values()) * 100)
        if len({move.heating_household_id for move in rooms}) == 1:
            total = total * percent // 100
        if not total:
            return
        model = self.as_role("accountant", "heating.fapiao")
        # one cent more than is free is refused, however it is asked for
        self.expect_refusal(
            lambda: model._fill_up(rooms, [sum(rooms.values()) + 0.01]),
            "more was covered than there is",
        )
        (parts,) = model._fill_up(rooms, [total / 100])
        draft = model._create_drafts([{"buyer_title": "Buyer", "phone": "1"}], [parts])
        draft.action_request()
        if at_once:
            self._issue(draft)
        taken = {}
        for move, amount in parts.items():
            index = self.households.ids.index(move.heating_household_id.id)
            taken[index] = taken.get(index, 0) + round(amount * 100)
        self.fapiao.append((draft, taken))

    @rule(choice=st.integers(0, 30), cancel=st.booleans())
    def answer_of_the_tax_office(self, choice, cancel):
        """What waits is issued, or cancelled, and then nothing has happened."""
        waiting = [
            pair for pair in (*self.fapiao, *self.reds) if pair[0].state == "requested"
        ]
        if not waiting:
            return
        fapiao, amounts = waiting[choice % len(waiting)]
        if cancel:
            fapiao.action_cancel()
        else:
            self._issue(fapiao)
        if fapiao.color == "red":
            self.reds.remove((fapiao, amounts))
            if not cancel:
                self._take_back(fapiao.origin_id, amounts)
        elif cancel:
            amounts.clear()

    @rule(
        choice=st.integers(0, 30),
        percent=st.sampled_from((1, 50, 100)),
        at_once=st.booleans(),
    )
    def take_fapiao_back(self, choice, percent, at_once):
        """A red fapiao over a part of the lines, or over all that is left."""
        blue, left = self._choose_issued(choice)
        amounts = {line: cents * percent // 100 for line, cents in left.items()}
        if not any(amounts.values()):
            return
        red = blue._create_red(
            {line: cents / 100 for line, cents in amounts.items()}, "random act"
        )
        if at_once:
            self._issue(red)
            self._take_back(blue, amounts)
        else:
            self.reds.append((red, amounts))

    @rule(choice=st.integers(0, 30))
    def correct_a_title(self, choice):
        """What is left of a fapiao, under another title."""
        blue, left = self._choose_issued(choice)
        if not any(left.values()):
            return
        red, new = blue._correct({"buyer_title": "Other", "phone": "1"}, "random act")
        self._issue(red)
        self._take_back(blue, left)
        if new.state == "draft":
            # less is left of the bill by now than the fapiao said
            new.action_cancel()
            return
        self._issue(new)
        taken = {}
        self.fapiao.append((new, taken))
        self._note(taken, left)

    # === WHAT MUST HOLD === #

    @invariant()
    def coverage_is_the_book(self):
        """What invoices say they are covered by is what was kept by hand."""
        for index, household in enumerate(self.households):
            moves = self.env["account.move"].search(
                [("heating_household_id", "=", household.id)]
            )
            found = round(sum(moves.mapped("heating_covered")) * 100)
            expected = sum(taken.get(index, 0) for _fapiao, taken in self.fapiao)
            if found != expected:
                raise AssertionError(f"{found} of {index} covered, {expected} by hand")

    # === HELP === #

    def _choose_issued(self, choice):
        """One of the issued blue fapiao, and what red ones may still take back of it.

        :return: pair of the fapiao, if there is one, and a dict of line → cents
        """
        live = [fapiao for fapiao, _taken in self.fapiao if fapiao.state == "issued"]
        if not live:
            return self.env["heating.fapiao"], {}
        blue = live[choice % len(live)]
        return blue, {
            line: round((line.amount - line.amount_reversed) * 100)
            for line in blue.line_ids
        }

    def _take_back(self, blue, amounts):
        """Note by hand what a red fapiao has taken back: cents by line."""
        [taken] = [taken for fapiao, taken in self.fapiao if fapiao == blue]
        self._note(taken, {line: -cents for line, cents in amounts.items()})

    def _note(self, taken, amounts):
        for line, cents in amounts.items():
            index = self.households.ids.index(line.household_id.id)
            taken[index] = taken.get(index, 0) + cents

    def _get_rooms(self, index):
        domain = [("household_id", "=", self.households[index].id)]
        return {
            **self.env["heating.bill"].search(domain)._get_fapiao_room(),
            **self.env["heating.charge"].search(domain)._get_fapiao_room(),
        }

    def _issue(self, fapiao):
        self.numbers += 1
        fapiao._issue(f"{self.numbers:020d}", self.case.company._heating_today())

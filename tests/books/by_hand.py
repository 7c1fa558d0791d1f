"""A book kept by hand, in cents: what the ledger must agree with.

It knows nothing of Odoo. Debts are paid oldest first: by the start of their season (or
their own day), then by when they are due, then by when they came up. What is over stays
as the household's prepayment, which pays its next debts in the order it came in.
"""

from dataclasses import dataclass, field


@dataclass
class Debt:
    """What a household came to owe by one bill or charge."""

    household: int
    order: tuple
    left: int


@dataclass
class Paying:
    """One act of paying: which debts it paid, and what is left of it as prepayment.

    What it paid when it was taken, and not as a prepayment later, is `at_once`, too.
    """

    household: int
    shift: int
    cash: int
    paid: list = field(default_factory=list)
    at_once: tuple = ()
    prepaid: int = 0


class BookByHand:
    """Debts, prepayments and drawers of a few households."""

    def __init__(self, size):
        self.size = size
        self.debts = []
        self.payings = []
        self.drawers = [0]
        self.head_drawer = 0

    def owed(self, household):
        """Cents that the household owes."""
        return sum(d.left for d in self.debts if d.household == household)

    def prepaid(self, household):
        """Cents that the household has paid ahead."""
        return sum(p.prepaid for p in self.payings if p.household == household)

    def owe(self, household, cents, start, due):
        """A bill or charge of *cents*, and the prepayments that pay it at once.

        :return: the debt; none where nothing is owed
        """
        debt = None
        if cents:
            order = (start, due, len(self.debts))
            debt = Debt(household, order, cents)
            self.debts.append(debt)
        self.apply(household)
        return debt

    def apply(self, household):
        """Pay what is open from what was paid ahead, either oldest first."""
        for paying in self.payings:
            if paying.household == household:
                paying.prepaid -= self._pay(paying, [household], paying.prepaid)

    def pay(self, households, cents, cash):
        """*cents* given for debts of *households*, *cash* of them in cash."""
        paying = Paying(households[0], len(self.drawers) - 1, cash)
        paying.prepaid = cents - self._pay(paying, households, cents)
        paying.at_once = tuple(paying.paid)
        self.drawers[-1] += cash
        self.payings.append(paying)
        return paying

    def reduce(self, debts, cents):
        """Take *cents* off debts of one document, oldest first.

        What was paid of them already is the household's prepayment from now on.
        """
        for debt in sorted(debts, key=lambda debt: debt.order):
            off = min(cents, debt.left)
            debt.left -= off
            cents -= off
        if cents:
            self.payings.append(Paying(debts[0].household, -1, 0, prepaid=cents))

    def void(self, paying):
        """Everything that this act paid is open again.

        Its cash leaves the drawer that took it while that is open, else the head
        cashier's.
        """
        for debt, cents in paying.paid:
            debt.left += cents
        self.payings.remove(paying)
        if paying.shift == len(self.drawers) - 1:
            self.drawers[-1] -= paying.cash
        else:
            self.head_drawer -= paying.cash

    def close_drawer(self, opening_float=0):
        """End a shift and begin the next one."""
        self.drawers.append(opening_float)

    def _pay(self, paying, households, cents):
        debts = [d for d in self.debts if d.household in households and d.left]
        rest = cents
        for debt in sorted(debts, key=lambda debt: debt.order):
            part = min(rest, debt.left)
            debt.left -= part
            rest -= part
            if part:
                paying.paid.append((debt, part))
        return cents - rest

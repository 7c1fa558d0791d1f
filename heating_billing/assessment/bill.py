"""A bill while its lines are added: the lines, and their sums in whole cents."""

from .exact import yuan
from .facts import HOUSEHOLD
from .results import Assessment
from .rounding import apportion, to_unit


class OpenBill:
    """The lines so far, their sum and what each payer pays of it.

    Payers stand in the order in which the lines first name them.
    """

    __slots__ = ("season_days", "heated_days", "lines", "cents", "by_payer")

    def __init__(self, season_days, heated_days):
        self.season_days = season_days
        self.heated_days = heated_days
        self.lines = []
        self.cents = 0
        self.by_payer = {}

    def charge(self, cents, split):
        """Add an amount to the sums.

        :param split: the `PayerSplit` of its category, None: the household pays it
        :return: the amount in yuan, and by payer
        """
        self.cents += cents
        amount = yuan(cents)
        by_payer = self.by_payer
        if split is None:
            by_payer[HOUSEHOLD] = by_payer.get(HOUSEHOLD, 0) + cents
            return amount, {HOUSEHOLD: amount}
        payers = {}
        for payer, part in split.divide(cents).items():
            by_payer[payer] = by_payer.get(payer, 0) + part
            payers[payer] = yuan(part)
        return amount, payers

    def reduce(self, cents):
        """Take an amount off the sums, in the ratio of what each payer still pays.

        That ratio keeps every payer at or above 0 however many reductions there are.

        :param cents: at most the sum so far
        :return: minus the amount in yuan, and by payer
        """
        self.cents -= cents
        payers = {}
        parts = apportion(cents, list(self.by_payer.values()))
        for payer, part in zip(self.by_payer, parts, strict=True):
            self.by_payer[payer] -= part
            payers[payer] = yuan(-part)
        return yuan(-cents), payers

    def close(self, unit):
        """Return the `Assessment`, its total rounded to `unit` cents.

        The rounding is the household's.
        """
        total = to_unit(self.cents, unit)
        rounding = total - self.cents
        by_payer = self.by_payer
        if rounding or not by_payer:
            by_payer[HOUSEHOLD] = by_payer.get(HOUSEHOLD, 0) + rounding
        return Assessment(
            self.season_days,
            tuple(self.lines),
            yuan(total),
            yuan(rounding),
            {payer: yuan(cents) for payer, cents in by_payer.items()},
        )

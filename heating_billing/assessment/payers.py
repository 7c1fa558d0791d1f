"""Who pays what: dividing a line among the payers of its category."""

from math import lcm

from .errors import AssessmentError
from .exact import ratio
from .facts import HOUSEHOLD
from .rounding import apportion


class PayerSplit:
    """The payers of one category's price and the ratio in which they pay it.

    Shenyang's price without subsidy of 26 yuan is 23.3 from the household and 2.7 from
    the government.

    :param parts: by payer, yuan of the price, in order; they must add up to `price`
    :raise AssessmentError: `payers_sum`, `negative`, `not_exact`
    """

    __slots__ = ("names", "_weights")

    def __init__(self, category, price, parts):
        ratios = [
            ratio(part, "payer's part", category=category, payer=payer)
            for payer, part in parts.items()
        ]
        price_numerator, price_denominator = ratio(price, "price")
        scale = lcm(price_denominator, *(denominator for _, denominator in ratios))
        self.names = tuple(parts)
        self._weights = [
            numerator * (scale // denominator) for numerator, denominator in ratios
        ]
        if sum(self._weights) != price_numerator * (scale // price_denominator):
            raise AssessmentError(
                "payers_sum",
                category=category,
                parts=" + ".join(str(part) for part in parts.values()) or "0",
                price=price,
            )

    def divide(self, cents):
        """Return the cents of each payer by largest remainder, the earlier first."""
        return dict(zip(self.names, apportion(cents, self._weights), strict=True))


def payer_splits(payers, prices):
    """Return the `PayerSplit` of each category that has payers of its own.

    A category without any is the household's, as it is where the tariff names no
    payers for it.

    :param payers: by category, the yuan of its price by payer
    :param prices: by category, its `Price`
    :raise AssessmentError: `payers_without_price`, and as `PayerSplit`
    """
    splits = {}
    for category, parts in payers.items():
        if category not in prices:
            raise AssessmentError("payers_without_price", category=category)
        split = PayerSplit(category, prices[category].price, parts)
        if parts and tuple(parts) != (HOUSEHOLD,):
            splits[category] = split
    return splits

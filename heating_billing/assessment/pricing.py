"""The tariff's prices, prepared once for all households of a season."""

from .errors import AssessmentError
from .exact import ratio
from .facts import BUILT, INNER, PER_DAY, PER_SEASON


class Rate:
    """What one m² costs for one day in one supply state, as two whole numbers.

    The cents of a line are its days × the area's numerator × `numerator` over the
    area's denominator × `denominator`.
    """

    __slots__ = ("share", "numerator", "denominator")

    def __init__(self, share, price, per, season_days):
        share_numerator, share_denominator = share.as_integer_ratio()
        price_numerator, price_denominator = price.as_integer_ratio()
        self.share = share
        self.numerator = 100 * price_numerator * share_numerator
        self.denominator = price_denominator * share_denominator
        if per == PER_SEASON:
            self.denominator *= season_days


class CategoryPrice:
    """A `Price`, its `Rate` in each supply state and who pays it."""

    __slots__ = ("category", "basis", "price", "per", "energy_price", "rates", "split")

    def __init__(self, price, shares, season_days, split):
        self.category = price.category
        self.basis = price.basis
        self.price = price.price
        self.per = price.per
        self.energy_price = price.energy_price
        self.rates = {
            state: Rate(share, price.price, price.per, season_days)
            for state, share in shares.items()
        }
        self.split = split


def prices_by_category(prices):
    """Return the `Price` of each category, checked.

    Dezhou's notice prices resident, low-income and other heat apart, for one household
    too; Zhengzhou's gives a price for the day.

    :raise AssessmentError: `priced_twice`, `unknown_choice`, `negative`, `not_exact`
    """
    found = {}
    for price in prices:
        if price.category in found:
            raise AssessmentError("priced_twice", category=price.category)
        _check_choice(price, price.basis, "basis of a price", (BUILT, INNER))
        _check_choice(price, price.per, "time of a price", (PER_SEASON, PER_DAY))
        ratio(price.price, "price", category=price.category)
        if price.energy_price is not None:
            ratio(price.energy_price, "energy price", category=price.category)
        found[price.category] = price
    return found


def _check_choice(price, value, what, choices):
    if value not in choices:
        raise AssessmentError(
            "unknown_choice",
            what=what,
            value=value,
            choices=", ".join(choices),
            category=price.category,
        )

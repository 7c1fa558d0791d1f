"""What heat used without right costs: theft, secret reopening, unreported area."""

from .exact import fraction
from .results import BackCharge
from .rounding import to_yuan
from .season import count_days


def back_charge(area, price_per_day, start, found, daily_rate):
    """Return the `BackCharge` from the first day to the day found, both counted.

    principal = area × price × days, rounded; late charge = that principal × rate × the
    same days, as city measures on theft have it.

    :param area: m²
    :param price_per_day: yuan per m² and day
    :param daily_rate: share of the principal for each day
    :raise AssessmentError: `ends_before_start`, `negative`, `not_exact`
    """
    days = count_days(start, found, "use without right")
    cost = fraction(area, "area") * fraction(price_per_day, "price of a day") * days
    principal = to_yuan(cost)
    charge = fraction(principal, "principal") * fraction(daily_rate, "daily rate")
    return BackCharge(days, principal, to_yuan(charge * days))

"""Which area of a space is priced, and how many m² a household has."""

from fractions import Fraction

from .errors import AssessmentError
from .exact import fraction, multiply, ratio
from .facts import INNER
from .season import day_range, window


def priced_area(space, basis, inner_fallback, key):
    """Return the m² that the price is for: a Decimal and its `ratio`.

    Zhengzhou prices the inner area; where the deed does not tell it, 90 % of the built
    one. The product is not rounded.

    :param basis: `built` or `inner`
    :param inner_fallback: share of the built area, None where the tariff has none
    :param key: the key of the space, for the error
    :raise AssessmentError: `no_inner_area`, `negative`, `not_exact`
    """
    if basis != INNER:
        area = space.built
        return area, ratio(area, "built area", space=key)
    if space.inner is not None:
        area = space.inner
        return area, ratio(area, "inner area", space=key)
    if inner_fallback is None:
        raise AssessmentError("no_inner_area", space=key, category=space.category)
    ratio(space.built, "built area", space=key)  # refuses what cannot be multiplied
    area = multiply(space.built, inner_fallback)
    return area, area.as_integer_ratio()


def area_in_season(spaces, season):
    """Return the built m² on file: the mean of the season's days, a Fraction.

    The area billed is the area on file on each day. So a space that replaces another
    in mid-season counts for its days, and not both in full, and the area times a
    price by the season is the fee of a household that is supplied all the time.

    :param spaces: the household's `Space`s
    :param season: the `Season`
    :raise AssessmentError: `ends_before_start`, `negative`, `not_exact`
    """
    days = day_range(season.start, season.end, "season")
    total = Fraction(0)
    for space in spaces:
        first, last = window(space.start, space.end, days, "space", space=space.key)
        area = fraction(space.built, "built area", space=space.key)
        total += area * max(last - first + 1, 0)
    return total / (days[1] - days[0] + 1)

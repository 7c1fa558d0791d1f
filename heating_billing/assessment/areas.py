"""Which area of a space is priced, and how many m² it has."""

from .errors import AssessmentError
from .exact import multiply, ratio
from .facts import INNER


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

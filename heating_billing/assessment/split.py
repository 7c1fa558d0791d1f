"""One household on several invoices (一户开多票)."""

from .errors import AssessmentError
from .exact import fraction, yuan
from .results import Split, SplitAmount
from .rounding import apportion, to_cents


def split_amount(total, weights):
    """Divide a total among parts in the ratio of their weights (areas, amounts).

    The parts add up to the total to the cent: cents go by largest remainder, of equal
    ones to the earlier part.

    :param Decimal total: yuan
    :param weights: exact numbers, not negative
    :return: list of Decimal yuan, in the order of the weights
    :raise AssessmentError: `negative`, `not_exact`; `not_positive` where nothing has a
        weight
    """
    shares = [fraction(weight, "weight of a part") for weight in weights]
    whole = fraction(total, "total")
    if whole and not sum(shares):
        raise AssessmentError("not_positive", what="weight of the parts", value=0)
    return [yuan(cents) for cents in apportion(to_cents(whole), shares)]


def split_by_area(area, price, parts):
    """Return the `Split` of area × price among parts of the area.

    The amounts add up to the whole amount to the cent: cents go by largest remainder,
    of equal ones to the earlier part.

    :param area: m²
    :param price: yuan per m²
    :param parts: `SplitPart`s; their areas must add up to `area` exactly
    :raise AssessmentError: `split_sum`, `negative`, `not_exact`
    """
    whole = fraction(area, "area")
    shares = [fraction(part.area, "area of a part") for part in parts]
    if sum(shares) != whole:
        together = " + ".join(str(part.area) for part in parts) or "0"
        raise AssessmentError("split_sum", parts=together, area=area)
    total = to_cents(whole * fraction(price, "price"))
    amounts = apportion(total, shares)
    return Split(
        yuan(total),
        tuple(
            SplitAmount(part.title, part.area, yuan(cents))
            for part, cents in zip(parts, amounts, strict=True)
        ),
    )

"""Rounding half-up, and dividing a whole number of cents without losing one."""

from .exact import yuan


def half_up(numerator, denominator):
    """Return numerator ÷ denominator rounded half-up to a whole number.

    Both are whole numbers, the numerator not negative, the denominator positive; so a
    line's cents are `half_up(100 × its exact numerator, its denominator)`. This is the
    only rounding of the engine, the one that the worked cases prescribe.
    """
    return (2 * numerator + denominator) // (2 * denominator)


def to_cents(amount):
    """Return an exact amount in yuan (Fraction, not negative) as whole cents."""
    return half_up(100 * amount.numerator, amount.denominator)


def to_yuan(amount):
    """Return an exact amount in yuan rounded half-up: a Decimal with two decimals."""
    return yuan(to_cents(amount))


def to_unit(cents, unit):
    """Return `cents` rounded half-up to a multiple of `unit` cents.

    The Fanshi judgment has a bill of 1,698.84 yuan asked for as 1,699: its unit is one
    yuan, 100 cents.
    """
    return half_up(cents, unit) * unit


def apportion(total, weights):
    """Divide `total` cents in the ratio of `weights`, by largest remainder.

    Each part is first its exact quota rounded down; the cents then left over go one
    each to the parts with the largest remainders, of equal ones to the earlier part.
    The parts always add up to the total.

    :param total: whole number of cents, not negative
    :param weights: exact numbers (int, Fraction), not negative; not all 0 unless the
        total is 0
    :return: list of whole cents, in the order of the weights
    """
    if not total:
        return [0] * len(weights)
    whole = sum(weights)
    parts, remainders = [], []
    for weight in weights:
        part, remainder = divmod(total * weight, whole)
        parts.append(part)
        remainders.append(remainder)
    left = total - sum(parts)
    if left:
        # sorted() is stable: of equal remainders the earlier part comes first.
        largest = sorted(range(len(parts)), key=remainders.__getitem__, reverse=True)
        for index in largest[:left]:
            parts[index] += 1
    return parts

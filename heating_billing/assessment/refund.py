"""What is given back for cold rooms and for outages."""

from decimal import Decimal

from .errors import AssessmentError
from .exact import fraction, ratio
from .results import Refund
from .rounding import to_yuan


def temperature_refund(fee_per_day, days, measured, ladder):
    """Return the `Refund` for rooms below temperature: fee × days × share.

    The lowest limit that the reading is below decides; below none, nothing is given
    back. Xuzhou measure 2025 art. 27: 20 % below 18 °C, 50 % below 16, all below 14;
    Henan measure: half below 18, all below 14. A reading of just 16.0 is not below 16.

    :param fee_per_day: yuan
    :param days: how many days count, by the city's own rule
    :param measured: °C, may be below 0
    :param ladder: `LadderStep`s in any order
    :raise AssessmentError: `limit_twice` where one limit has two shares, `negative`,
        `not_exact`
    """
    steps = {}
    for step in ladder:
        ratio(step.share, "share of the ladder")
        limit = fraction(step.below, "limit of the ladder", signed=True)
        known = steps.setdefault(limit, step)
        if known.share != step.share:
            raise AssessmentError(
                "limit_twice", below=step.below, first=known.share, second=step.share
            )
    reading = fraction(measured, "measured temperature", signed=True)
    below = [limit for limit in steps if reading < limit]
    step = steps[min(below)] if below else None
    share = step.share if step else Decimal(0)
    return Refund(_refunded(fee_per_day, days, share), days, share, step)


def outage_refund(fee_per_day, hours, more_than_hours, days):
    """Return the `Refund` for an outage: fee × days if it was long enough.

    The outage must have been longer than the limit: more than 12 h in Henan, 24 h in
    Xuzhou; one of just 24 h gives nothing there.

    :param fee_per_day: yuan
    :param days: how many days count, by the city's own rule
    :raise AssessmentError: `negative`, `not_exact`
    """
    lasted = fraction(hours, "length of an outage")
    limit = fraction(more_than_hours, "limit of an outage")
    share = Decimal(1) if lasted > limit else Decimal(0)
    return Refund(_refunded(fee_per_day, days, share), days, share)


def _refunded(fee_per_day, days, share):
    fee = fraction(fee_per_day, "fee of a day")
    return to_yuan(fee * fraction(days, "days") * fraction(share, "share"))

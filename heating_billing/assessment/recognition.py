"""Revenue by the days of the season: what of a bill belongs to which month."""

from calendar import monthrange

from .errors import AssessmentError
from .exact import fraction, yuan
from .rounding import half_up
from .season import count_days


def heated_days_until(start, end, day):
    """Return how many days of a season have passed by the end of a day.

    :param date start: first heated day
    :param date end: last heated day
    :param date day: any day, before, in or after the season
    :raise AssessmentError: `ends_before_start`
    """
    whole = count_days(start, end, "season")
    return min(max((day - start).days + 1, 0), whole)


def last_day_of_month(day):
    """Return the last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def recognised_until(amount, days, season_days):
    """Return what of an amount has been earned once so many days have passed.

    Each day earns the same. The last day earns whatever is left, so months add up to
    the amount to the cent, and each month is the difference of two such figures:
    never negative where the amount is not.

    :param Decimal amount: yuan, negative for credit notes
    :param int days: heated days that have passed
    :param int season_days: heated days of the season
    :return: Decimal yuan
    :raise AssessmentError: `not_positive`, `not_exact`
    """
    if season_days < 1:
        raise AssessmentError("not_positive", what="days of the season", value=0)
    days = min(max(days, 0), season_days)
    earned = fraction(amount, "amount", signed=True) * 100 * days / season_days
    cents = half_up(abs(earned.numerator), earned.denominator)
    return yuan(cents if earned > 0 else -cents)


def recognise_month(amount, before, days, season_days):
    """Return what a month earns: the days so far, less what was earned before.

    What was billed or credited after a month was closed is caught up here.

    :param Decimal amount: yuan billed so far, less credit notes
    :param Decimal before: yuan recognised in earlier months
    :param int days: heated days that have passed by the month's end
    :param int season_days: heated days of the season
    :return: Decimal yuan
    :raise AssessmentError: `not_positive`, `not_exact`
    """
    return recognised_until(amount, days, season_days) - before

"""Days: ranges of dates as pairs of ordinals, both ends included."""

from .errors import AssessmentError
from .exact import positive_ratio


def day_range(start, end, what):
    """Return the ordinals of the first and the last day.

    :param what: the name of the range, for the error
    :raise AssessmentError: `ends_before_start`
    """
    if end < start:
        raise AssessmentError("ends_before_start", what=what, start=start, end=end)
    return start.toordinal(), end.toordinal()


def count_days(start, end, what):
    """Return how many days a range has: 120 in a common winter from 15 November to
    14 March, 121 with a 29 February inside (Zhengzhou price notice).

    :raise AssessmentError: `ends_before_start`
    """
    first, last = day_range(start, end, what)
    return last - first + 1


def priced_days(season):
    """Return the days that a price of the season is for.

    :param season: the `Season`
    :raise AssessmentError: `ends_before_start`, `not_positive`, `not_exact`
    """
    if season.days is None:
        return count_days(season.start, season.end, "season")
    positive_ratio(season.days, "days of the season")
    return season.days


def window(start, end, season, what, **where):
    """Return the days of a range within the season, as a pair of ordinals.

    The pair's last day is before its first where the range is outside the season.

    :param start: a date, None where the range has no start
    :param end: a date, None where it has no end
    :param season: the season's pair of ordinals
    :param what: the name of the range, for the error
    :param where: further facts for the error
    :raise AssessmentError: `ends_before_start`
    """
    first, last = season
    if start is not None and end is not None and end < start:
        raise AssessmentError(
            "ends_before_start", what=what, start=start, end=end, **where
        )
    if start is not None:
        first = max(first, start.toordinal())
    if end is not None:
        last = min(last, end.toordinal())
    return first, last

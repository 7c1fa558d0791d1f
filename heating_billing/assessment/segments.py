"""The days of a space in each supply state."""

from operator import attrgetter, itemgetter

from .errors import AssessmentError
from .facts import SUPPLIED
from .season import day_range

_start = attrgetter("start")


def supply_in_season(supply, season, shares, **place):
    """Return the supply ranges cut to the season, in the order of their days.

    Ranges outside the season are checked like the others, then left out.

    :param supply: `SupplyRange`s in any order
    :param season: the season's pair of ordinals
    :param shares: the states that have a share
    :param place: facts for errors, such as the space whose ranges they are
    :return: list of (state, first ordinal, last ordinal)
    :raise AssessmentError: `ends_before_start`, `supply_overlap`, and `no_share` where
        a state without a share covers a day of the season
    """
    ranges = []
    season_first, season_last = season
    previous, previous_last = None, 0
    for item in sorted(supply, key=_start):
        first, last = day_range(item.start, item.end, "supply range")
        if first <= previous_last:
            raise AssessmentError(
                "supply_overlap",
                first_state=previous.state,
                first_end=previous.end,
                second_state=item.state,
                second_start=item.start,
                **place,
            )
        previous, previous_last = item, last
        first, last = max(first, season_first), min(last, season_last)
        if first <= last:
            if item.state not in shares:
                raise AssessmentError(
                    "no_share",
                    state=item.state,
                    start=item.start,
                    end=item.end,
                    **place,
                )
            ranges.append((item.state, first, last))
    return ranges


def ranges_of_space(household, own):
    """Return the ranges of a space that has states of its own.

    The household goes first: where it is stopped, so is each of its spaces. The space's
    own states hold on the days on which the household is supplied.

    :param household: what `supply_in_season` returns for the household
    :param own: the same for the space
    """
    stopped = [item for item in household if item[0] != SUPPLIED]
    ranges = list(stopped)
    for state, first, last in own:
        for _state, stop_first, stop_last in stopped:
            if stop_last < first:
                continue
            if stop_first > last:
                break
            if first < stop_first:
                ranges.append((state, first, stop_first - 1))
            first = stop_last + 1
        if first <= last:
            ranges.append((state, first, last))
    return sorted(ranges, key=itemgetter(1))


def days_by_state(first, last, ranges):
    """Return how many days from `first` to `last` each supply state has.

    Days that no range covers are `supplied`, which comes first; states without a day
    are left out. A household stopped, restored and stopped again has one entry for
    both stops: a line sums the days of a state before it is rounded.

    :param first: ordinal; no days at all where `last` is before it
    :param ranges: what `supply_in_season` or `ranges_of_space` returns
    """
    days = {}
    supplied = last - first + 1
    for state, range_first, range_last in ranges:
        covered = min(last, range_last) - max(first, range_first) + 1
        if covered > 0:
            supplied -= covered
            days[state] = days.get(state, 0) + covered
    if SUPPLIED in days:
        supplied += days.pop(SUPPLIED)
    return {SUPPLIED: supplied, **days} if supplied > 0 else days

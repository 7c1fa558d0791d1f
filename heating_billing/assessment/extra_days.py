"""Days that the government adds to a season: it starts early or is extended.

Whether they are charged is a setting (domain.md, Season). They cost as the season's
first day, or its last: who was stopped then stays stopped, and who left does not come
back, so that nobody has to write a range for days that nobody foresaw.
"""

from dataclasses import replace

from .facts import Season


def with_extra_days(season, first, last):
    """Return a season that is heated longer than its price is for.

    :param season: the `Season` that the price is for
    :param first: the first heated day, at most the season's
    :param last: the last heated day, at least the season's
    """
    if (first, last) == (season.start, season.end):
        return season
    days = (season.end - season.start).days + 1
    return Season(min(first, season.start), max(last, season.end), days)


def supply_with_extra_days(supply, season, heated):
    """Return supply ranges that hold on the days added, too.

    :param supply: `SupplyRange`s cut to *season*
    :param season: the `Season` that the price is for
    :param heated: the `Season` that is heated
    :return: a tuple, in the order given
    """
    return tuple(
        replace(
            item,
            start=heated.start if item.start <= season.start else item.start,
            end=heated.end if item.end >= season.end else item.end,
        )
        for item in supply
    )

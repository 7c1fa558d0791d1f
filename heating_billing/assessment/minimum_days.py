"""Stops and late starts that are too short to lower the fee."""

from .facts import SUPPLIED


def without_short_ranges(supply, season, minimum):
    """Return the supply ranges that count, each day of the others being `supplied`.

    Some cities charge a mid-season stop or a late start by its days only from a least
    number of days on. Adjoining ranges of one state are one stop; one that covers the
    whole season is no mid-season stop and always counts.

    :param supply: `SupplyRange`s in any order that do not overlap
    :param season: the `Season`; only its days are counted
    :param minimum: by state, the least number of days; 0 or no entry: each day counts
    :return: a tuple, in the order given
    """
    short = set()
    for state, least in minimum.items():
        if state == SUPPLIED or not least:
            continue
        for run in _runs(supply, state):
            first = max(min(item.start for item in run), season.start)
            last = min(max(item.end for item in run), season.end)
            days = (last - first).days + 1
            whole = first == season.start and last == season.end
            if not whole and days < least:
                short.update(map(id, run))
    return tuple(item for item in supply if id(item) not in short)


def _runs(supply, state):
    """Yield lists of ranges of a state that follow each other without a gap."""
    run = []
    for item in sorted(
        (item for item in supply if item.state == state), key=lambda item: item.start
    ):
        if run and (item.start - run[-1].end).days > 1:
            yield run
            run = []
        run.append(item)
    if run:
        yield run

"""Facts as they are kept with a bill: what it was made from, to work it out once more.

Decimals are kept as text and dates as ISO text, so that what is read again is what was
written, to the last digit. The keys are those of the case format; `key`, the caller's
name for a space or a reduction, and the states of a space are kept beside them.
"""

from datetime import date
from decimal import Decimal

from .facts import Household, Meter, Reduction, Season, Space, SupplyRange


def store_facts(season, household):
    """Return a season's and a household's facts as plain JSON values.

    :param season: `Season`
    :param household: `Household`; its keys must be numbers, text or None
    :rtype: dict
    """
    return {
        "season": _without_nothing(
            {
                "start": _day(season.start),
                "end": _day(season.end),
                "days": season.days,
            }
        ),
        "household": _without_nothing(
            {
                "spaces": [_store_space(space) for space in household.spaces],
                "supply": _store_supply(household.supply),
                "energy": _number(household.energy),
                "meter": _store_meter(household.meter),
                "reductions": [
                    {"by": each.by, "value": _number(each.value), "key": each.key}
                    for each in household.reductions
                ],
            }
        ),
    }


def read_stored_facts(stored):
    """Return the `Season` and the `Household` that `store_facts` was given."""
    season, household = stored["season"], stored["household"]
    return (
        Season(
            _read_day(season["start"]), _read_day(season["end"]), season.get("days")
        ),
        Household(
            spaces=tuple(_read_space(space) for space in household["spaces"]),
            supply=_read_supply(household.get("supply", ())),
            energy=_read_number(household.get("energy")),
            meter=_read_meter(household.get("meter")),
            reductions=tuple(
                Reduction(each["by"], _read_number(each["value"]), each["key"])
                for each in household.get("reductions", ())
            ),
        ),
    )


def _store_space(space):
    return _without_nothing(
        {
            "category": space.category,
            "built": _number(space.built),
            "inner": _number(space.inner),
            "height": _number(space.height),
            "from": _day(space.start),
            "to": _day(space.end),
            "key": space.key,
            "supply": _store_supply(space.supply),
        }
    )


def _read_space(stored):
    return Space(
        category=stored["category"],
        built=_read_number(stored["built"]),
        inner=_read_number(stored.get("inner")),
        height=_read_number(stored.get("height")),
        start=_read_day(stored.get("from")),
        end=_read_day(stored.get("to")),
        key=stored.get("key"),
        supply=_read_supply(stored.get("supply", ())),
    )


def _store_meter(meter):
    if meter is None:
        return None
    return {"state": meter.state, "megajoules": _number(meter.megajoules)}


def _read_meter(stored):
    if stored is None:
        return None
    return Meter(stored["state"], _read_number(stored["megajoules"]))


def _store_supply(ranges):
    return [
        {"state": each.state, "from": _day(each.start), "to": _day(each.end)}
        for each in ranges
    ]


def _read_supply(stored):
    return tuple(
        SupplyRange(each["state"], _read_day(each["from"]), _read_day(each["to"]))
        for each in stored
    )


def _without_nothing(values):
    return {key: value for key, value in values.items() if value not in (None, [])}


def _number(value):
    return None if value is None else str(value)


def _read_number(text):
    return None if text is None else Decimal(text)


def _day(value):
    return None if value is None else value.isoformat()


def _read_day(text):
    return None if text is None else date.fromisoformat(text)

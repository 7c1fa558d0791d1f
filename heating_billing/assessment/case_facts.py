"""The facts of a worked case: season, tariff, household, as tests/cases has them."""

from . import facts
from .strict import (
    Malformed,
    Record,
    choice,
    count,
    day,
    flag,
    mapping,
    measure,
    number,
    text,
)


def read_season(value, path="season"):
    """Return the `Season` of a case.

    :raise Malformed: not of the format
    """
    record = Record(value, path, ("start", "end"), ("days",))
    return facts.Season(
        record.get("start", day), record.get("end", day), record.get("days", count)
    )


def read_tariff(value, path="tariff"):
    """Return the `Tariff` of a case.

    :raise Malformed: not of the format
    """
    record = Record(
        value,
        path,
        ("prices",),
        ("inner_fallback", "over_height", "shares", "payers", "rounding"),
    )
    unit = record.get("rounding", _rounding)
    return facts.Tariff(
        prices=record.list("prices", _price),
        inner_fallback=record.get("inner_fallback", number),
        over_height=record.get("over_height", _over_height),
        shares=record.object("shares", number),
        payers=record.object("payers", _payers),
        **({} if unit is None else {"rounding": unit}),
    )


def read_household(value, path="household"):
    """Return the `Household` of a case.

    :raise Malformed: not of the format
    """
    record = Record(value, path, ("spaces",), ("supply", "energy", "reductions"))
    return facts.Household(
        spaces=record.list("spaces", _space),
        supply=record.list("supply", _supply_range),
        energy=record.get("energy", number),
        reductions=record.list("reductions", _reduction),
    )


def read_day_range(value, path):
    """Return a `DayRange`.

    :raise Malformed: not of the format
    """
    record = Record(value, path, ("from", "to"))
    return facts.DayRange(record.get("from", day), record.get("to", day))


def read_payment(value, path):
    """Return a `Payment`.

    :raise Malformed: not of the format
    """
    record = Record(value, path, ("on", "amount"))
    return facts.Payment(record.get("on", day), record.get("amount", number))


def read_window(value, path):
    """Return a `DiscountWindow`.

    :raise Malformed: not of the format
    """
    record = Record(value, path, ("from", "to", "rate"))
    return facts.DiscountWindow(
        record.get("from", day), record.get("to", day), record.get("rate", number)
    )


def read_ladder_step(value, path):
    """Return a `LadderStep`.

    :raise Malformed: not of the format
    """
    record = Record(value, path, ("below", "share"))
    return facts.LadderStep(
        record.get("below", number, negative=True), record.get("share", number)
    )


def read_split_part(value, path):
    """Return a `SplitPart`.

    :raise Malformed: not of the format
    """
    record = Record(value, path, ("title", "area"))
    return facts.SplitPart(record.get("title", text), record.get("area", number))


def _price(value, path):
    record = Record(
        value, path, ("category", "basis", "price", "per"), ("energy_price",)
    )
    return facts.Price(
        category=record.get("category", text),
        basis=record.get("basis", choice, choices=(facts.BUILT, facts.INNER)),
        price=record.get("price", number),
        per=record.get("per", choice, choices=(facts.PER_SEASON, facts.PER_DAY)),
        energy_price=record.get("energy_price", number),
    )


def _over_height(value, path):
    steps = ("step", "rate_per_step")
    record = Record(
        value, path, ("threshold",), (*steps, "proportional", "negotiate_above")
    )
    proportional = record.get("proportional", flag, default=False)
    given = [key for key in steps if key in value]
    if given != ([] if proportional else list(steps)):
        raise Malformed(
            f"{path}: expected either step and rate_per_step, or proportional true, "
            f"got {', '.join([*given, *(['proportional'] * proportional)]) or 'none'}"
        )
    return facts.OverHeight(
        threshold=record.get("threshold", number),
        step=record.get("step", number),
        rate_per_step=record.get("rate_per_step", number),
        proportional=proportional,
        negotiate_above=record.get("negotiate_above", number),
    )


def _payers(value, path):
    return {
        payer: number(part, f"{path}.{payer}")
        for payer, part in mapping(value, path).items()
    }


def _rounding(value, path):
    return Record(value, path, (), ("total",)).get("total", number)


def _space(value, path):
    record = Record(
        value, path, ("category", "built"), ("inner", "height", "from", "to")
    )
    return facts.Space(
        category=record.get("category", text),
        built=record.get("built", number),
        inner=record.get("inner", number),
        height=record.get("height", number),
        start=record.get("from", day),
        end=record.get("to", day),
    )


def _supply_range(value, path):
    record = Record(value, path, ("state", "from", "to"))
    return facts.SupplyRange(
        record.get("state", text), record.get("from", day), record.get("to", day)
    )


def _reduction(value, path):
    record = Record(value, path, ("by", "value"))
    by = record.get(
        "by",
        choice,
        choices=(facts.PERCENT, facts.AMOUNT, facts.AREA, facts.DAYS),
    )
    # Days are a count, which the format writes as an integer.
    return facts.Reduction(
        by, record.get("value", measure if by == facts.DAYS else number)
    )

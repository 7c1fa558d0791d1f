"""Worked cases whose rules stand elsewhere: in a tariff, or in a city's rule pack.

Such a case gives facts and what is expected, and leaves out the keys that are rules
(`RULE_KEYS`). `complete` puts them in, so that `cases.check_case` works it out by the
same engine; another price makes it fail. Beside the keys of the case format a case may
have a few facts that only rules give a meaning to (`FACT_KEYS`).

Rules are plain JSON values in the shape that `rule_packs` describes.
"""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from .case_facts import read_household, read_season
from .facts import PER_DAY, PER_SEASON
from .late_fee import daily_rate
from .minimum_days import without_short_ranges
from .season import count_days
from .strict import Malformed, choice, count, day, flag, number, text

# What a case of each kind leaves out.
RULE_KEYS = {
    "assess": ("tariff",),
    "late_fee": ("daily_rate", "cap"),
    "early_discount": ("windows",),
    "temperature_refund": ("ladder",),
    "outage_refund": ("more_than_hours",),
    "split": ("price",),
    "back_charge": ("price_per_day", "daily_rate"),
}
# What a case of each kind may say beside the keys of the format.
FACT_KEYS = {
    "late_fee": ("part",),
    "temperature_refund": ("room_share", "hours"),
    "split": ("category",),
    "back_charge": ("category",),
}
FREEZING = ("disputed", "cut_off", "outage")
# A price of a day that has no end as a decimal: 20 places never move a cent.
PLACES = Decimal(1).scaleb(-20)
# Where nothing is given back however long an outage lasts.
NEVER = 10**9


def complete(case, rules, season):
    """Return a case of the format, the rules put in.

    :param case: the case's JSON value, without the keys of `RULE_KEYS`
    :param rules: the rules' JSON value
    :param season: `{"start": …, "end": …}` for a bill that names no season itself
    :raise Malformed: the case has rules of its own, or a fact is not of the format
    """
    kind = case.get("kind")
    if kind not in RULE_KEYS:
        return case
    for key in RULE_KEYS[kind]:
        if key in case:
            raise Malformed(f"{key}: expected no rule, the tariff has it")
    return _COMPLETE[kind](dict(case), rules, season)


def _assess(case, rules, season):
    keys = ("prices", "inner_fallback", "over_height", "shares", "payers")
    case["tariff"] = {key: rules[key] for key in keys if key in rules}
    if "total" in rules.get("rounding", {}):
        case["tariff"]["rounding"] = {"total": rules["rounding"]["total"]}
    case.setdefault("season", season)
    if isinstance(case.get("household"), dict):
        case["household"] = _supply(dict(case["household"]), case["season"], rules)
    return case


def _supply(household, season, rules):
    """The household with the supply states that count under the rules."""
    silent = flag(household.pop("silent", False), "household.silent")
    if silent and rules.get("silent_household") == "stopped":
        days = {"from": season["start"], "to": season["end"]}
        household["supply"] = [{"state": "stopped", **days}]
    if minimum := rules.get("minimum_days"):
        supply = read_household(household).supply
        counted = without_short_ranges(supply, read_season(season), minimum)
        household["supply"] = [
            item
            for item, facts in zip(household.get("supply", []), supply, strict=True)
            if facts in counted
        ]
    return household


def _late_fee(case, rules, season):
    late_fee = rules.get("late_fee", {})
    rate = daily_rate(Decimal(late_fee.get("rate", 0)), late_fee.get("per", PER_DAY))
    case["daily_rate"] = f"{rate:f}"
    if "cap" in late_fee:
        case["cap"] = late_fee["cap"]
    if grace := late_fee.get("start_days"):
        due = day(case.get("due"), "due") + timedelta(days=grace)
        case["due"] = due.isoformat()
    if isinstance(case.get("frozen"), list):
        case["frozen"] = [
            days
            for reason, days in map(_frozen, case["frozen"])
            if reason is None or reason in late_fee.get("frozen", ())
        ]
    # a part that is paid, on which alone or on all of the debt the fee is asked
    part = case.pop("part", None)
    if part is not None:
        number(part, "part")
        if late_fee.get("asked_on", "paid") == "paid":
            case["principal"] = part
    return case


def _frozen(item):
    """A range of days, and why the fee is frozen then: None where that is not said.

    :return: the reason, the range
    """
    if not isinstance(item, dict) or "reason" not in item:
        return None, item
    days = {key: value for key, value in item.items() if key != "reason"}
    return choice(item["reason"], "frozen.reason", FREEZING), days


def _early_discount(case, rules, season):
    case["windows"] = rules.get("discount_windows", [])
    return case


def _temperature_refund(case, rules, season):
    temperature = rules.get("temperature", {})
    case["ladder"] = temperature.get("ladder", [])
    share = case.pop("room_share", None)
    if share is not None and number(share, "room_share") > 1:
        raise Malformed("room_share: expected a share of at most 1")
    if share is not None and temperature.get("of") == "room":
        fee = number(case.get("fee_per_day"), "fee_per_day")
        case["fee_per_day"] = f"{fee * Decimal(share):f}"
    hours = case.pop("hours", None)
    if hours is not None and count(hours, "hours") <= temperature.get("after_hours", 0):
        case["days"] = 0
    return case


def _outage_refund(case, rules, season):
    case["more_than_hours"] = rules.get("outage", {}).get("more_than_hours", NEVER)
    return case


def _split(case, rules, season):
    case["price"] = _price(case, rules)["price"]
    return case


def _back_charge(case, rules, season):
    price = _price(case, rules)
    yuan = Decimal(price["price"])
    if price["per"] == PER_SEASON:
        days = read_season(season)
        yuan = (yuan / count_days(days.start, days.end, "season")).quantize(
            PLACES, ROUND_HALF_UP
        )
    case["price_per_day"] = f"{yuan:f}"
    case["daily_rate"] = rules.get("back_charge_rate", "0")
    return case


def _price(case, rules):
    """The price of the category that the case names."""
    if "category" not in case:
        raise Malformed("expected the key category, got none")
    category = text(case.pop("category"), "category")
    for price in rules.get("prices", ()):
        if price["category"] == category:
            return price
    raise Malformed(f"category: expected one with a price, got {category!r}")


_COMPLETE = {
    "assess": _assess,
    "late_fee": _late_fee,
    "early_discount": _early_discount,
    "temperature_refund": _temperature_refund,
    "outage_refund": _outage_refund,
    "split": _split,
    "back_charge": _back_charge,
}

"""Rule packs: a city's rules and their worked examples as data (rule_packs/README.md).

Reading is strict: what is not of the format is named by its place, and a pack whose
rules the engine cannot compute with, or whose examples do not come out, is told so by
`check_pack`.
"""

from dataclasses import dataclass

from .assess import Assessor
from .case_facts import read_season, read_tariff, read_window
from .case_rules import FREEZING, RULE_KEYS
from .cases import check_example
from .errors import AssessmentError
from .facts import PER_DAY, PER_SEASON
from .metered import BY_AREA, FIXED, GJ, KWH
from .strict import (
    Malformed,
    Record,
    choice,
    count,
    day,
    flag,
    load,
    mapping,
    number,
    text,
)

LANGUAGES = ("en_US", "zh_CN")
_BILL = ("prices", "inner_fallback", "over_height", "shares", "payers")


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that has been read.

    :param name: by language, as are `legal_basis` and `notes`
    :param season: JSON value of the season that the days of its rules are of
    :param categories: by code, the names of price categories that it needs
    :param rules: JSON value
    :param examples: JSON values: name and source by language, kind, facts, expect
    """

    name: dict
    legal_basis: dict
    notes: dict
    season: dict
    categories: dict
    rules: dict
    examples: tuple

    def case(self, example, language):
        """Return an example as a case without rules."""
        return {
            **example["facts"],
            "name": example["name"][language],
            "source": example["source"][language],
            "kind": example["kind"],
            "expect": example["expect"],
        }


def read_pack(source):
    """Return the `Pack` of a JSON text.

    :raise Malformed: not of the format
    """
    record = Record(
        load(source),
        "",
        ("name", "legal_basis", "notes", "season", "rules", "examples"),
        ("categories",),
    )
    season = record.get("season", _raw)
    read_season(season)
    return Pack(
        name=record.get("name", _words),
        legal_basis=record.get("legal_basis", _words),
        notes=record.get("notes", _words),
        season=season,
        categories=record.object("categories", _words),
        rules=record.get("rules", _rules),
        examples=record.list("examples", _example),
    )


def check_pack(pack):
    """Return what is wrong with a pack, a sentence a fault: none for a sound one."""
    faults = []
    if pack.rules["prices"]:
        bill = {key: pack.rules[key] for key in _BILL if key in pack.rules}
        try:
            Assessor(read_season(pack.season), read_tariff(bill))
        except AssessmentError as error:
            faults.append(f"rules: {error}")
    for example in pack.examples:
        verdict = check_example(pack.case(example, "en_US"), pack.rules, pack.season)
        if not verdict.passed:
            faults.append(f"{example['name']['en_US']}: {verdict}")
    return faults


def _raw(value, path):
    return value


def _words(value, path):
    """Return a text in each language."""
    record = Record(value, path, LANGUAGES)
    return {language: record.get(language, text) for language in LANGUAGES}


def _example(value, path):
    record = Record(value, path, ("name", "source", "kind", "facts", "expect"))
    return {
        "name": record.get("name", _words),
        "source": record.get("source", _words),
        "kind": record.get("kind", choice, choices=tuple(RULE_KEYS)),
        "facts": record.get("facts", mapping),
        "expect": record.get("expect", mapping),
    }


def _rules(value, path):
    """Return the rules, every one of which has been read."""
    record = Record(
        value,
        path,
        ("prices",),
        (
            "inner_fallback",
            "over_height",
            "shares",
            "payers",
            "rounding",
            "late_fee",
            "back_charge_rate",
            "discount_windows",
            "temperature",
            "outage",
            "minimum_days",
            "metered",
            "silent_household",
            "refund_until",
        ),
    )
    read_tariff({key: value[key] for key in _BILL if key in value}, path)
    record.get("rounding", _rounding)
    record.get("late_fee", _late_fee)
    record.get("back_charge_rate", number)
    record.list("discount_windows", read_window)
    record.get("temperature", _temperature)
    record.get("outage", _outage)
    record.get("minimum_days", _minimum_days)
    record.get("metered", _metered)
    record.get("silent_household", choice, choices=("full", "stopped"))
    record.get("refund_until", day)
    return value


def _rounding(value, path):
    record = Record(value, path, (), ("total", "cash"))
    for key in ("total", "cash"):
        record.get(key, choice, choices=("0.01", "0.1", "1"))


def _late_fee(value, path):
    record = Record(
        value,
        path,
        ("rate", "per"),
        ("start_days", "cap", "frozen", "first", "asked_on"),
    )
    record.get("rate", number)
    record.get("per", choice, choices=("day", "year"))
    record.get("start_days", count)
    record.get("cap", number)
    record.list("frozen", _freezing)
    record.get("first", choice, choices=("principal", "late_fee"))
    record.get("asked_on", choice, choices=("paid", "all"))


def _freezing(value, path):
    return choice(value, path, FREEZING)


def _temperature(value, path):
    record = Record(value, path, ("ladder",), ("of", "after_hours"))
    limits = [step["below"] for step in record.list("ladder", _step)]
    if len(set(limits)) < len(limits):
        raise Malformed(f"{path}.ladder: expected each limit once")
    record.get("of", choice, choices=("fee", "room"))
    record.get("after_hours", count)


def _step(value, path):
    record = Record(value, path, ("below", "share"))
    share = record.get("share", number)
    if share > 1:
        raise Malformed(f"{path}.share: expected a share of at most 1, got {share}")
    return {"below": record.get("below", number), "share": share}


def _outage(value, path):
    Record(value, path, ("more_than_hours",)).get("more_than_hours", count)


def _minimum_days(value, path):
    record = Record(value, path, (), ("late_start", "stopped"))
    for key in ("late_start", "stopped"):
        record.get(key, count)


def _metered(value, path):
    record = Record(
        value, path, (), ("unit", "before", "capped", "refunded", "area", "advance")
    )
    record.get("unit", choice, choices=(KWH, GJ))
    record.get("before", choice, choices=(BY_AREA, FIXED))
    for key in ("capped", "refunded"):
        record.get(key, flag)
    record.list("area", _area_price)
    record.list("advance", _advance)


def _area_price(value, path):
    record = Record(value, path, ("category", "price", "per"))
    record.get("category", text)
    record.get("price", number)
    record.get("per", choice, choices=(PER_SEASON, PER_DAY))


def _advance(value, path):
    record = Record(value, path, ("category", "price"))
    record.get("category", text)
    record.get("price", number)

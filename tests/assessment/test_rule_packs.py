"""Rule packs: each is of the format, can be computed with, and proves itself."""

import copy
import json
from pathlib import Path

import pytest
from assessment.cases import check_example
from assessment.rule_pack import LANGUAGES, check_pack, read_pack
from assessment.strict import Malformed

FOLDER = Path(__file__).resolve().parents[2] / "heating_billing" / "rule_packs"
PACKS = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.json"))}
CITIES = {
    "henan",
    "zhengzhou",
    "dezhou",
    "beijing",
    "tianjin",
    "shenyang",
    "xuzhou",
    "heilongjiang",
}


def test_every_city_has_a_pack():
    assert set(PACKS) >= CITIES


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_proves_itself(name):
    pack = read_pack(PACKS[name])
    assert len(pack.examples) >= 2
    assert check_pack(pack) == []
    names = [example["name"]["zh_CN"] for example in pack.examples]
    assert len(set(names)) == len(names)
    for language in LANGUAGES:
        for example in pack.examples:
            assert pack.case(example, language)["name"]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("beijing", lambda rules: rules["prices"][0].update(price="25")),
        ("beijing", lambda rules: rules["shares"].update(stopped="0.2")),
        ("zhengzhou", lambda rules: rules.update(inner_fallback="0.8")),
        ("zhengzhou", lambda rules: rules.update(silent_household="stopped")),
        ("dezhou", lambda rules: rules.update(silent_household="full")),
        ("tianjin", lambda rules: rules["late_fee"].update(rate="0.001")),
        ("tianjin", lambda rules: rules["late_fee"].update(frozen=["disputed"])),
        ("tianjin", lambda rules: rules["late_fee"].update(start_days=3)),
        ("heilongjiang", lambda rules: rules["late_fee"].update(per="day")),
        ("shenyang", lambda rules: rules["over_height"].update(step="0.4")),
        ("shenyang_two_payers", lambda rules: rules.pop("payers")),
        ("xuzhou", lambda rules: rules["temperature"]["ladder"].pop()),
        ("xuzhou", lambda rules: rules["outage"].update(more_than_hours=12)),
    ],
)
def test_another_rule_makes_an_example_fail(name, change):
    value = json.loads(PACKS[name])
    change(value["rules"])
    assert check_pack(read_pack(json.dumps(value)))


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda pack: pack.pop("rules"), "the key rules"),
        (lambda pack: pack.update(extra=1), "unknown key 'extra'"),
        (lambda pack: pack["name"].pop("zh_CN"), "name.zh_CN"),
        (lambda pack: pack["season"].update(end="2025-02-30"), "season.end"),
        (
            lambda pack: pack["rules"]["prices"][0].update(price="-1"),
            "rules.prices[0].price",
        ),
        (
            lambda pack: pack["rules"]["prices"][0].update(price=24),
            "rules.prices[0].price",
        ),
        (lambda pack: pack["rules"].update(colour="red"), "rules.colour"),
        (
            lambda pack: pack["rules"].update(rounding={"total": "0.3"}),
            "rules.rounding.total",
        ),
        (
            lambda pack: pack["rules"].update(late_fee={"rate": "0.002"}),
            "rules.late_fee.per",
        ),
        (
            lambda pack: pack["rules"].update(
                temperature={"ladder": [{"below": "18", "share": "1.2"}]}
            ),
            "rules.temperature.ladder[0].share",
        ),
        (
            lambda pack: pack["rules"].update(
                temperature={"ladder": [{"below": "18", "share": "0.2"}] * 2}
            ),
            "rules.temperature.ladder",
        ),
        (
            lambda pack: pack["rules"].update(minimum_days={"stopped": -1}),
            "rules.minimum_days.stopped",
        ),
        (
            lambda pack: pack["rules"].update(silent_household="shy"),
            "rules.silent_household",
        ),
        (lambda pack: pack["examples"][0].update(kind="magic"), "examples[0].kind"),
    ],
)
def test_a_malformed_pack_is_refused_with_its_place(change, where):
    value = json.loads(PACKS["beijing"])
    change(value)
    with pytest.raises(Malformed, match=where.replace("[", r"\[")):
        read_pack(json.dumps(value))


def test_rules_that_contradict_each_other_are_told():
    value = json.loads(PACKS["shenyang_two_payers"])
    value["rules"]["payers"]["resident"]["government"] = "3"
    faults = check_pack(read_pack(json.dumps(value)))
    assert faults[0].startswith("rules: the payers of 'resident' pay")


# === EXAMPLES WHOSE RULES STAND ELSEWHERE === #

SEASON = {"start": "2025-11-15", "end": "2026-03-14"}
RULES = {
    "prices": [
        {"category": "resident", "basis": "built", "price": "24", "per": "season"}
    ],
    "shares": {"stopped": "0.3", "late_start": "0"},
}


def example(kind="assess", expect=None, **facts):
    return {
        "name": "An example",
        "source": "worked example",
        "kind": kind,
        **facts,
        "expect": expect or {"total": "2400.00"},
    }


def flat(*supply, **more):
    household = {"spaces": [{"category": "resident", "built": "100"}], **more}
    if supply:
        household["supply"] = [
            {"state": state, "from": start, "to": end} for state, start, end in supply
        ]
    return household


def verdict(case, **rules):
    return check_example(copy.deepcopy(case), RULES | rules, SEASON)


def test_the_season_of_the_tariff_holds_unless_the_example_names_one():
    case = example(household=flat(), expect={"days": 120})
    assert verdict(case).passed
    own = {"start": "2027-11-15", "end": "2028-03-14"}
    assert not verdict(case | {"season": own}).passed


@pytest.mark.parametrize(
    ("supply", "least", "total"),
    [
        # 20 of 120 days at 30 %: 2000 + 120
        ((("stopped", "2025-12-01", "2025-12-20"),), 0, "2120.00"),
        ((("stopped", "2025-12-01", "2025-12-20"),), 20, "2120.00"),
        ((("stopped", "2025-12-01", "2025-12-20"),), 21, "2400.00"),
        # adjoining ranges are one stop
        (
            (
                ("stopped", "2025-12-01", "2025-12-10"),
                ("stopped", "2025-12-11", "2025-12-20"),
            ),
            20,
            "2120.00",
        ),
        # the whole season is no stop in mid-season
        ((("stopped", "2025-11-15", "2026-03-14"),), 200, "720.00"),
    ],
)
def test_a_short_stop_does_not_lower_the_fee(supply, least, total):
    case = example(household=flat(*supply), expect={"total": total})
    assert str(verdict(case, minimum_days={"stopped": least})) == ""


def test_a_late_start_has_its_own_least_days():
    case = example(household=flat(("late_start", "2025-11-15", "2025-11-24")))
    assert verdict(case, minimum_days={"late_start": 11}).passed
    assert not verdict(case, minimum_days={"late_start": 10, "stopped": 99}).passed


@pytest.mark.parametrize(
    ("asked_on", "amount"), [("paid", "10.00"), ("all", "20.00"), (None, "10.00")]
)
def test_the_fee_of_a_part_payment_is_asked_on_it_or_on_all(asked_on, amount):
    case = example(
        "late_fee",
        {"amount": amount},
        principal="1000",
        part="500",
        due="2025-12-31",
        on="2026-01-10",
    )
    late_fee = {"rate": "0.002", "per": "day"}
    if asked_on:
        late_fee["asked_on"] = asked_on
    assert str(verdict(case, late_fee=late_fee)) == ""


@pytest.mark.parametrize(
    ("case", "rules"),
    [
        # 365 days of a yearly rate are the year's rate, to the cent
        (
            example(
                "late_fee",
                {"amount": "390.00"},
                principal="10000",
                due="2025-12-31",
                on="2026-12-31",
            ),
            {"late_fee": {"rate": "0.039", "per": "year"}},
        ),
        (
            example(
                "late_fee",
                {"amount": "0.00"},
                principal="10000",
                due="2025-12-31",
                on="2026-12-31",
            ),
            {},
        ),
        (
            example(
                "late_fee",
                {"amount": "100.00"},
                principal="100",
                due="2020-12-31",
                on="2026-12-31",
            ),
            {"late_fee": {"rate": "0.002", "per": "day", "cap": "1"}},
        ),
        (
            example(
                "early_discount",
                {"discount": "44.00", "due": "2156.00"},
                principal="2200",
                paid_on="2025-10-31",
                paid="2156",
            ),
            {
                "discount_windows": [
                    {"from": "2025-10-01", "to": "2025-10-31", "rate": "0.02"}
                ]
            },
        ),
        (
            example(
                "temperature_refund",
                {"amount": "8.00"},
                fee_per_day="20",
                days=4,
                measured="17",
                room_share="0.2",
            ),
            {
                "temperature": {
                    "ladder": [{"below": "18", "share": "0.5"}],
                    "of": "room",
                }
            },
        ),
        (
            example(
                "temperature_refund",
                {"amount": "0.00"},
                fee_per_day="20",
                days=4,
                measured="17",
                hours=48,
            ),
            {
                "temperature": {
                    "ladder": [{"below": "18", "share": "0.5"}],
                    "after_hours": 48,
                }
            },
        ),
        (
            example(
                "outage_refund",
                {"amount": "0.00"},
                fee_per_day="20",
                hours="99",
                days=1,
            ),
            {},
        ),
        (
            example(
                "split",
                {"parts": {"employer": "1440.00", "owner": "960.00"}},
                category="resident",
                area="100",
                parts=[
                    {"title": "employer", "area": "60"},
                    {"title": "owner", "area": "40"},
                ],
            ),
            {},
        ),
        # 24 yuan a season of 120 days are 0.2 a day
        (
            example(
                "back_charge",
                {"principal": "180.00", "late_fee": "24.30"},
                category="resident",
                area="20",
                found="2025-12-29",
                **{"from": "2025-11-15"},
            ),
            {"back_charge_rate": "0.003"},
        ),
    ],
)
def test_examples_of_each_kind_take_the_rules(case, rules):
    assert str(verdict(case, **rules)) == ""


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        (example(household=flat(), tariff=RULES), "the tariff has it"),
        (
            example("late_fee", {"amount": "1"}, principal="1", due="soon", on="soon"),
            "due: expected a date",
        ),
        (example("split", {"parts": {"a": "1"}}, area="1"), "the key category"),
        (
            example("split", {"parts": {"a": "1"}}, area="1", category="palace"),
            "one with a price",
        ),
        (example(household=flat(silent="yes")), "true or false"),
        (example("magic"), "one of"),
        (
            example(
                "temperature_refund",
                {"amount": "1"},
                fee_per_day="20",
                days=4,
                measured="17",
                room_share="2",
            ),
            "at most 1",
        ),
        (
            example(
                "late_fee",
                {"amount": "1"},
                principal="1",
                due="2025-12-31",
                on="2026-01-01",
                frozen=[{"from": "2026-01-01", "to": "2026-01-01", "reason": "rain"}],
            ),
            "frozen.reason",
        ),
    ],
)
def test_a_malformed_example_says_what_is_wrong(case, problem):
    rules = {
        "late_fee": {"rate": "0.002", "per": "day", "start_days": 1},
        "minimum_days": {"stopped": 5},
    }
    found = verdict(case, **rules)
    assert not found.passed
    assert problem in found.malformed

"""Worked cases: those of tests/cases, and what a case must be to count at all."""

import copy
import json
from pathlib import Path

import pytest
from assessment.cases import check_case, check_text

FOLDER = Path(__file__).resolve().parent.parent / "cases"
CASES = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.json"))}

ASSESS = {
    "name": "A flat",
    "source": "worked example",
    "kind": "assess",
    "season": {"start": "2025-11-15", "end": "2026-03-14"},
    "tariff": {
        "prices": [
            {
                "category": "resident",
                "basis": "inner",
                "price": "24",
                "per": "season",
                "energy_price": "0.2",
            }
        ],
        "inner_fallback": "0.9",
        "over_height": {
            "threshold": "3.5",
            "step": "0.3",
            "rate_per_step": "0.1",
            "negotiate_above": "6",
        },
        "shares": {"stopped": "0.3"},
        "payers": {"resident": {"household": "20", "government": "4"}},
        "rounding": {"total": "0.1"},
    },
    "household": {
        "spaces": [
            {
                "category": "resident",
                "built": "100",
                "inner": "90",
                "height": "3.6",
                "from": "2025-11-15",
                "to": "2026-03-14",
            }
        ],
        "supply": [{"state": "stopped", "from": "2025-11-15", "to": "2025-12-14"}],
        "energy": "10",
        "reductions": [{"by": "days", "value": 12}],
    },
    # 1620 + 162, 162 + 16.20 and 2, less a tenth: 1766.00
    "expect": {
        "total": "1766.0",
        "lines": {
            "heat": "1620",
            "basic": "162.00",
            "over_height": "178.20",
            "energy": "2",
            "reduction": "-196.22",
        },
        "payers": {"household": "1472.50", "government": "293.50"},
        "days": 120,
    },
}


def changed(case, path, value):
    """Return a copy of a case with another value at a path of keys and indexes."""
    case = copy.deepcopy(case)
    place = case
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return case


def without(case, path):
    """Return a copy of a case without the key or item at a path."""
    case = copy.deepcopy(case)
    place = case
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return case


def leaves(value, path=()):
    """Yield (path, value) of everything in a case that is no object and no list."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from leaves(inner, (*path, key))
    else:
        yield path, value


def objects(value, path=()):
    """Yield the path of every object in a case."""
    if isinstance(value, dict):
        yield path
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from objects(inner, (*path, key))


def refused(case):
    """Assert that a case is malformed, also when it expects an error."""
    for tried in (case, {**case, "expect": {"error": "any"}}):
        verdict = check_case(tried)
        assert verdict.malformed, tried
        assert not verdict.passed
    return verdict.malformed


def all_cases():
    """Return every case of the folder, and one with all the optional keys."""
    return [json.loads(text) for text in CASES.values()] + [ASSESS]


def test_the_cases_are_there():
    assert len(CASES) >= 32


@pytest.mark.parametrize("name", CASES)
def test_case(name):
    verdict = check_text(CASES[name])
    assert verdict.passed, str(verdict)
    assert verdict.name == json.loads(CASES[name])["name"]
    assert verdict.comparisons


def test_a_case_with_every_key():
    verdict = check_case(ASSESS)
    assert verdict.passed, str(verdict)
    assert len(verdict.comparisons) == 9


def test_amounts_compare_by_value_and_only_what_is_expected():
    for total in ("1766", "1766.0", "1766.00", "1766.000", "01766"):
        assert check_case({**ASSESS, "expect": {"total": total}}).passed
    assert not check_case({**ASSESS, "expect": {"total": "1766.001"}}).passed
    assert check_case({**ASSESS, "expect": {"payers": {"employer": "0"}}}).passed


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        ({"total": "1"}, "expected total 1, got 1766.00"),
        (
            {"days": 121, "lines": {"energy": "2", "basic": "3"}},
            "expected days 121, got 120; expected lines.basic 3, got 162.00",
        ),
        ({"payers": {"school": "1"}}, "expected payers.school 1, got 0.00"),
    ],
)
def test_a_wrong_amount_is_named(expect, said):
    assert str(check_case({**ASSESS, "expect": expect})) == said


def test_an_error_that_was_not_expected():
    case = changed(ASSESS, ("household", "spaces", 0, "category"), "shop")
    assert str(check_case(case | {"expect": {"total": "1", "days": 2}})) == (
        "expected total 1, days 2, "
        "got the error: space 0 is 'shop', which has no price in the tariff"
    )
    assert check_case(case | {"expect": {"error": "whatever"}}).passed


def test_an_expected_error_that_did_not_come():
    verdict = check_case({**ASSESS, "expect": {"error": "no price"}})
    assert not verdict.passed
    assert str(verdict).startswith("expected error no price, got total 1766.00, ")


def test_titles_that_are_the_same_are_summed_and_others_are_missing():
    case = {
        "name": "Two parts of one title",
        "source": "worked example",
        "kind": "split",
        "area": "3",
        "price": "1",
        "parts": [{"title": "a", "area": "1"}, {"title": "a", "area": "2"}],
        "expect": {"parts": {"a": "3.00"}},
    }
    assert check_case(case).passed
    case["expect"] = {"parts": {"b": "0.00"}}
    assert str(check_case(case)) == "expected parts.b 0.00, got nothing"


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case["name"])
def test_no_leaf_can_be_of_another_type(case):
    for path, value in leaves(case):
        if path[0] == "expect":
            wrong = [1.5, None, True]
        elif isinstance(value, bool):
            wrong = [1, "true", None]
        elif isinstance(value, int):
            wrong = [1.0, True, -1, None]
        else:
            wrong = [1.5, 1, True, None, "", [], {}]
        if path[-1] in ("hours", "more_than_hours"):
            wrong.remove(1)
        for other in wrong:
            verdict = check_case(changed(case, path, other))
            assert verdict.malformed, (path, other)


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case["name"])
def test_no_object_takes_an_unknown_key(case):
    free = {"shares", "payers", "parts"}
    for path in objects(case):
        if not free & {key for key in path if isinstance(key, str)}:
            assert check_case(changed(case, (*path, "nmae"), "1")).malformed


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case["name"])
def test_no_key_of_the_case_can_be_missing(case):
    for key in case:
        if key in ("cap", "frozen", "payments"):
            continue
        if key == "expect":
            assert check_case(without(case, (key,))).malformed
        else:
            refused(without(case, (key,)))


@pytest.mark.parametrize(
    "path",
    [
        ("season", "start"),
        ("season", "end"),
        ("tariff", "prices"),
        ("tariff", "prices", 0, "category"),
        ("tariff", "prices", 0, "basis"),
        ("tariff", "prices", 0, "price"),
        ("tariff", "prices", 0, "per"),
        ("tariff", "over_height", "threshold"),
        ("tariff", "over_height", "step"),
        ("tariff", "over_height", "rate_per_step"),
        ("household", "spaces"),
        ("household", "spaces", 0, "category"),
        ("household", "spaces", 0, "built"),
        ("household", "supply", 0, "state"),
        ("household", "supply", 0, "from"),
        ("household", "supply", 0, "to"),
        ("household", "reductions", 0, "by"),
        ("household", "reductions", 0, "value"),
    ],
)
def test_no_inner_key_can_be_missing(path):
    assert path[-1] in refused(without(ASSESS, path))


@pytest.mark.parametrize(
    "text",
    [
        "1e3",
        "NaN",
        "Infinity",
        "-Infinity",
        "sNaN",
        "+1",
        "-1",
        "-0",
        ".5",
        "5.",
        " 5",
        "5 ",
        "5\n",
        "1,000",
        "1_000",
        "٣",
        "１",
        "0x10",
        "1.2.3",
        "",
        "9" * 31,
        "0." + "1" * 31,
    ],
)
def test_a_number_is_a_plain_decimal_string(text):
    refused(changed(ASSESS, ("household", "spaces", 0, "built"), text))
    refused(changed(ASSESS, ("tariff", "shares", "stopped"), text))
    refused(changed(ASSESS, ("tariff", "payers", "resident", "household"), text))
    assert check_case(changed(ASSESS, ("expect", "total"), text)).malformed


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-29",
        "2025-13-01",
        "2025-1-1",
        "20251115",
        "2025-W46-6",
        "2025-11-15T00:00",
        "15.11.2025",
        "0000-01-01",
        "today",
        "２０２５-11-15",
    ],
)
def test_a_date_is_an_iso_date(text):
    refused(changed(ASSESS, ("season", "start"), text))
    refused(changed(ASSESS, ("household", "spaces", 0, "to"), text))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("kind",), "asses"),
        (("name",), " "),
        (("tariff", "prices"), {}),
        (("tariff", "prices", 0), "24"),
        (("tariff", "prices", 0, "basis"), "gross"),
        (("tariff", "prices", 0, "per"), "month"),
        (("tariff", "shares"), ["0.3"]),
        (("tariff", "payers", "resident"), "20"),
        (("tariff", "over_height", "proportional"), True),
        (("tariff", "over_height", "proportional"), "true"),
        (("tariff", "over_height", "proportional"), 1),
        (("tariff", "over_height"), {"threshold": "3"}),
        (("tariff", "over_height"), {"threshold": "3", "proportional": False}),
        (("household", "spaces"), None),
        (("household", "reductions", 0, "by"), "weeks"),
        (("household", "reductions", 0, "value"), 1.5),
        (("household", "reductions", 0), {"by": "percent", "value": 10}),
    ],
)
def test_what_the_format_does_not_know(path, value):
    refused(changed(ASSESS, path, value))


@pytest.mark.parametrize(
    "expect",
    [
        {},
        None,
        [],
        {"amount": "1.00"},
        {"lines": {}},
        {"payers": {}},
        {"lines": {"heating": "1.00"}},
        {"lines": {"heat": "-1.00"}},
        {"lines": {"reduction": 1}},
        {"total": "-1.00"},
        {"days": "120"},
        {"days": 120.0},
        {"days": True},
        {"error": ""},
        {"error": 3},
        {"error": "no price", "total": "1.00"},
    ],
)
def test_what_cannot_be_expected(expect):
    assert check_case({**ASSESS, "expect": expect}).malformed


def test_without_steps_false_is_the_same_as_not_proportional():
    case = changed(ASSESS, ("tariff", "over_height", "proportional"), False)
    assert check_case(case).passed


def test_temperatures_and_nothing_else_can_be_below_zero():
    case = json.loads(CASES["21-henan-13-9-degrees-is-free"])
    assert check_case({**case, "measured": "-13.9"}).passed
    refused({**case, "fee_per_day": "-20"})
    refused({**case, "days": -5})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "expected JSON"),
        ("{", "expected JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("9" * 5000, "expected JSON"),
        ("[]", "expected an object"),
        ("null", "expected an object"),
        ("{}", "expected the key kind"),
        ('{"kind": "assess"}', "expected the key name"),
        ('{"kind": ["assess"]}', "kind: expected one of"),
        ('{"kind": "split", "kind": "split"}', "'kind' twice"),
        ('{"kind": NaN}', "got NaN"),
        ('{"kind": -Infinity}', "got -Infinity"),
    ],
)
def test_what_is_no_case_says_why(text, said):
    verdict = check_text(text)
    assert said in verdict.malformed
    assert said in str(verdict)
    assert not verdict.passed


def test_a_malformed_case_still_has_its_name():
    assert check_case({"name": "A flat"}).name == "A flat"
    assert check_case({"name": 5}).name is None

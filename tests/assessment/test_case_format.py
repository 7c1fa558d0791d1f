"""What a worked case must be to count at all: all else fails, whatever it expects."""

import json

import pytest
from assessment.cases import check_case, check_text
from worked import ASSESS, CASES, all_cases, changed, leaves, objects, without


def refused(case):
    """Assert that a case is malformed, also when it expects an error."""
    for tried in (case, {**case, "expect": {"error": "any"}}):
        verdict = check_case(tried)
        assert verdict.malformed, tried
        assert not verdict.passed
    return verdict.malformed


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

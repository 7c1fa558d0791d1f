"""Worked cases: those of tests/cases, and what is said of one that fails."""

import json

import pytest
from assessment.cases import check_case, check_text
from worked import ASSESS, CASES, changed


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

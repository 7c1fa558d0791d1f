"""The refusals themselves."""

import ast
import pickle
from pathlib import Path

import assessment
import pytest
from assessment.errors import MESSAGES, NAMES, AssessmentError

SOURCES = [
    ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(Path(assessment.__file__).parent.glob("*.py"))
]


def calls(*names):
    """Yield every call of one of these functions in the engine."""
    for tree in SOURCES:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
                yield node


def test_every_code_is_raised_and_every_raised_code_has_its_sentence():
    raised = {call.args[0].value for call in calls("AssessmentError")}
    assert raised == set(MESSAGES)


def test_every_refusal_gives_the_facts_of_its_sentence():
    for call in calls("AssessmentError"):
        given = {keyword.arg for keyword in call.keywords}
        facts = dict.fromkeys(given - {None}, "fact")
        assert MESSAGES[call.args[0].value].format(**facts)


def test_every_fact_that_can_be_wrong_has_its_name():
    used = {
        node.value
        for name, position in (
            ("ratio", 1),
            ("positive_ratio", 1),
            ("fraction", 1),
            ("day_range", 2),
            ("count_days", 2),
            ("window", 3),
            ("_check_choice", 2),
        )
        for call in calls(name)
        if isinstance(node := call.args[position], ast.Constant)
    }
    used |= {
        keyword.value.value
        for call in calls("AssessmentError")
        for keyword in call.keywords
        if keyword.arg == "what" and isinstance(keyword.value, ast.Constant)
    }
    # Where a rule's threshold is read in two ways, its name stands in a variable.
    assert used | {"over-height threshold"} == set(NAMES)
    assert len(set(NAMES)) == len(NAMES)


def test_the_sentence_names_the_facts():
    error = AssessmentError("no_price", space="S1", category="shop")
    assert str(error) == "space S1 is 'shop', which has no price in the tariff"
    assert (error.code, error.space, error.category) == ("no_price", "S1", "shop")


def test_facts_beyond_the_sentence_stand_after_it():
    error = AssessmentError("negative", what="built area", value=-1, space="S1")
    assert str(error) == (
        "the built area is -1, and it cannot be negative (space 'S1')"
    )


def test_a_refusal_survives_the_way_between_processes():
    error = pickle.loads(
        pickle.dumps(AssessmentError("no_share", state="x", start=1, end=2))
    )
    assert (error.code, error.state) == ("no_share", "x")
    assert "'x'" in str(error)


def test_the_engine_knows_no_odoo():
    imported = {
        alias.name if isinstance(node, ast.Import) else node.module or ""
        for tree in SOURCES
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        or (isinstance(node, ast.ImportFrom) and not node.level)
        for alias in node.names
    }
    assert not [
        name for name in imported if name.split(".")[0] in {"odoo", "assessment"}
    ]


@pytest.mark.parametrize("name", assessment.__all__)
def test_the_public_names_are_there_and_explained(name):
    assert getattr(assessment, name).__doc__

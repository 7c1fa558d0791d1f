"""Worked cases: what one expects, beside what this engine answers.

The format is tests/cases/README.md. `make cases` and the worked examples of a rule
pack come through here, and so through the same functions that bill households.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .case_kinds import KINDS
from .case_rules import complete
from .errors import AssessmentError
from .strict import Malformed, Record, choice, load, text


@dataclass(frozen=True, slots=True)
class Comparison:
    """One key that a case expects, and what the engine has there.

    :param what: the key in `expect`, such as `total`, `lines.heat` or `error`
    :param same: whether both are the same by value, as 720.0 and 720.00 are
    """

    what: str
    expected: str
    got: str
    same: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a case.

    :param name: the case's own name, None where none can be read
    :param comparisons: one for each expected key, in the order of the case
    :param malformed: what is wrong with the case itself, None where nothing is
    :param refusal: the engine's `AssessmentError`, None where it gave an answer
    """

    name: str | None
    comparisons: tuple[Comparison, ...] = ()
    malformed: str | None = None
    refusal: AssessmentError | None = None

    @property
    def passed(self):
        """Whether the case is of the format and all that it expects is so."""
        return self.malformed is None and all(item.same for item in self.comparisons)

    def __str__(self):
        """What is wrong, on one line; empty where nothing is."""
        if self.malformed is not None:
            return f"malformed case, {self.malformed}"
        # Grouped by what came instead: one refusal stands for every amount expected.
        wrong = {}
        for item in self.comparisons:
            if not item.same:
                wrong.setdefault(item.got, []).append(f"{item.what} {item.expected}")
        return "; ".join(
            f"expected {', '.join(wanted)}, got {got}" for got, wanted in wrong.items()
        )


def check_text(source):
    """Return the `Verdict` on a case given as JSON text."""
    try:
        case = load(source)
    except Malformed as error:
        return Verdict(None, malformed=str(error))
    return check_case(case)


def check_case(case):
    """Return the `Verdict` on a case given as the value of its JSON."""
    name = case.get("name") if isinstance(case, dict) else None
    if not isinstance(name, str) or not name.strip():
        name = None
    try:
        answer, expected = _parse(case)
    except Malformed as error:
        return Verdict(name, malformed=str(error))
    try:
        got, refusal = dict(_flat(answer())), None
    except AssessmentError as error:
        got, refusal = {}, error
    said = None if refusal is None else f"the error: {refusal}"
    comparisons = tuple(_comparisons(expected, got, said))
    return Verdict(name, comparisons, refusal=refusal)


def _parse(case):
    """Return what answers the case, and what it expects.

    :raise Malformed: the case is not of the format
    """
    if not isinstance(case, dict):
        raise Malformed("expected an object")
    if "kind" not in case:
        raise Malformed("expected the key kind, got none")
    kind = KINDS[choice(case["kind"], "kind", tuple(KINDS))]
    required = ("name", "source", "kind", *kind.required, "expect")
    record = Record(case, "", required, kind.optional)
    record.get("name", text)
    record.get("source", text)
    return kind.read(record), record.get("expect", _expected, answers=kind.answers)


def _expected(value, path, answers):
    """Return what is expected, by the keys and readers of the kind's answers."""
    record = Record(value, path, (), ("error", *answers))
    if not value:
        raise Malformed(f"{path}: expected an answer, got none")
    if "error" in value:
        if len(value) > 1:
            raise Malformed(f"{path}: expected an error or amounts, got both")
        return {"error": record.get("error", text)}
    return {key: record.get(key, answers[key]) for key in value}


def _comparisons(expected, got, refusal):
    """Yield a `Comparison` for each expected key.

    :param got: the engine's answers by key
    :param refusal: the engine's error where it gave one, else None
    """
    if "error" in expected:
        answers = ", ".join(f"{key} {value}" for key, value in got.items())
        yield Comparison(
            "error", expected["error"], refusal or answers, refusal is not None
        )
        return
    for key, value in _flat(expected):
        # Who is not named pays nothing; an invoice that is not named is not there.
        default = Decimal("0.00") if key.startswith("payers.") else "nothing"
        actual = refusal or got.get(key, default)
        yield Comparison(key, str(value), str(actual), actual == value)


def _flat(answers):
    """Yield (key, value), the keys of an inner mapping as `outer.inner`."""
    for key, value in answers.items():
        if isinstance(value, Mapping):
            for name, inner in value.items():
                yield f"{key}.{name}", inner
        else:
            yield key, value


def check_example(case, rules, season):
    """Return the `Verdict` on a case whose rules stand elsewhere (`case_rules`).

    :param case: the case's JSON value without rules
    :param rules: the rules' JSON value
    :param season: the JSON value of the season that bills are for
    """
    try:
        return check_case(complete(case, rules, season))
    except Malformed as error:
        return Verdict(case.get("name"), malformed=str(error))

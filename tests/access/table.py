"""The table role × model, method and route, read from its three files.

The rows stand in ``models.csv``, ``methods.csv`` and ``routes.csv`` beside this file:
they are what was reviewed, the tests compare the running system with them, and
docs/security.md is made from them. No Odoo is needed to read them.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent

ROLES = (
    "archive_clerk",
    "approver",
    "cashier",
    "head_cashier",
    "accountant",
    "service_agent",
    "field_worker",
    "inspector",
    "manager",
    "administrator",
)
OUTSIDERS = ("public", "householder", "neighbour", "employee")
PERSONAS = OUTSIDERS + ROLES

# words that stand for several personas in a cell
GROUPS = {
    "everyone": PERSONAS,
    "nobody": (),
    "staff": ROLES,
    "employees": ("employee", *ROLES),
    "people": ("householder", "neighbour", "employee", *ROLES),
}
LETTERS = {"c": "create", "r": "read", "u": "write", "d": "unlink"}
CHECKS = ("works", "no AccessError", "fails")


class TableError(Exception):
    """A row of the table that cannot be understood."""


def read_personas(cell):
    """The personas that a cell names.

    :param str cell: names of personas or of `GROUPS`, with blanks between
    :rtype: frozenset[str]
    :raise TableError: for a word that is neither
    """
    personas = set()
    for word in cell.split():
        if word in GROUPS:
            personas.update(GROUPS[word])
        elif word in PERSONAS:
            personas.add(word)
        else:
            raise TableError(f"“{word}” is neither a persona nor a group of them")
    return frozenset(personas)


@dataclass(frozen=True)
class ModelRow:
    """What each persona may do with the records of a model."""

    model: str
    rights: dict  # persona → letters of LETTERS, “” for none
    elsewhere: frozenset  # roles of another branch that read the first one's records
    own: str  # what householders read: “none”, “own” or “all”
    partly: frozenset  # roles that read part of their branch's records only
    note: str

    def may(self, persona, letter):
        """Whether *persona* has the right of *letter* on the model."""
        who = "householder" if persona == "neighbour" else persona
        return letter in self.rights[who]


@dataclass(frozen=True)
class MethodRow:
    """Who may call a public method, in one case where the arguments decide."""

    model: str
    method: str
    case: str
    allowed: frozenset
    elsewhere: str | frozenset  # “own”, or roles of another branch that may call it
    check: str
    note: str

    @property
    def key(self):
        return self.model, self.method, self.case

    def __str__(self):
        return f"{self.model}.{self.method}" + (self.case and f" ({self.case})")


@dataclass(frozen=True)
class RouteRow:
    """What a route answers to outsiders."""

    route: str
    verb: str
    auth: str
    answers: dict  # persona of OUTSIDERS → what `test_routes` says of the answer
    note: str


def _read(name):
    with open(HERE / name, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def read_models():
    """The rows of models.csv.

    :return: dict of model → ModelRow
    """
    rows = {}
    for line in _read("models.csv"):
        model = line["model"]
        if model in rows:
            raise TableError(f"models.csv: {model} stands twice")
        rights = {
            persona: line[persona].strip("-")
            for persona in PERSONAS
            if persona != "neighbour"
        }
        if wrong := set("".join(rights.values())) - set(LETTERS):
            raise TableError(f"models.csv: {model}: unknown letters {wrong}")
        if line["own"] not in ("none", "own", "all", ""):
            raise TableError(f"models.csv: {model}: own is “{line['own']}”")
        rows[model] = ModelRow(
            model,
            rights,
            read_personas(line["elsewhere"]),
            line["own"] or "none",
            read_personas(line["partly"]),
            line["note"],
        )
    return rows


def read_methods():
    """The rows of methods.csv.

    :return: dict of (model, method, case) → MethodRow
    """
    rows = {}
    for line in _read("methods.csv"):
        allowed = read_personas(line["allowed"])
        words = line["elsewhere"]
        if words == "own":
            elsewhere = words
        elif words == "same":
            elsewhere = allowed.intersection(ROLES)
        else:
            elsewhere = read_personas(words or "nobody")
        row = MethodRow(
            line["model"],
            line["method"],
            line["case"],
            allowed,
            elsewhere,
            line["check"] or "works",
            line["note"],
        )
        if row.check not in CHECKS and "::" not in row.check:
            raise TableError(f"methods.csv: {row}: check is “{row.check}”")
        if row.key in rows:
            raise TableError(f"methods.csv: {row} stands twice")
        rows[row.key] = row
    return rows


def read_routes():
    """The rows of routes.csv.

    :return: dict of (route, verb) → RouteRow
    """
    rows = {}
    for line in _read("routes.csv"):
        key = line["route"], line["verb"]
        if key in rows:
            raise TableError(f"routes.csv: {line['verb']} {line['route']} stands twice")
        rows[key] = RouteRow(
            line["route"],
            line["verb"],
            line["auth"],
            {persona: line[persona] for persona in OUTSIDERS},
            line["note"],
        )
    return rows

"""Write the table role × model, method and route into docs/security.md.

usage: security_table.py [--check]

The rows come from tests/access/*.csv, which the tests compare with the running
system. With --check nothing is written; the exit code is 1 where the document is old.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.access.table import (  # noqa: E402 - found only from here on
    GROUPS,
    OUTSIDERS,
    PERSONAS,
    ROLES,
    read_methods,
    read_models,
    read_routes,
)

DOCUMENT = ROOT / "docs" / "security.md"
BEGIN = "<!-- from here to the end: written by scripts/security_table.py -->\n"
TITLES = {
    "public": "stranger",
    "householder": "householder",
    "neighbour": "another householder",
    "employee": "employee without role",
}
# the widest first, so that the shortest list of words is found
WORDS = ("everyone", "people", "employees", "staff")


def name(persona):
    """A persona in words."""
    return TITLES.get(persona, persona.replace("_", " "))


def list_personas(personas):
    """Personas in as few words as possible."""
    if not personas:
        return "nobody"
    words = []
    rest = set(personas)
    for word in WORDS:
        if set(GROUPS[word]) <= rest:
            words.append({"people": "whoever is signed in"}.get(word, word))
            rest -= set(GROUPS[word])
    words += [name(persona) for persona in PERSONAS if persona in rest]
    return ", ".join(words)


def escape(text):
    """Text that a cell of a table can hold."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("_", "\\_")


def make_table(header, rows):
    """A Markdown table, as lines."""
    yield "| " + " | ".join(header) + " |"
    yield "|" + "---|" * len(header)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def make_model_rows(rows):
    personas = [persona for persona in PERSONAS if persona != "neighbour"]
    for row in rows:
        rights = (row.rights[persona] or "–" for persona in personas)
        if row.elsewhere == frozenset(ROLES):
            elsewhere = "all"
        else:
            elsewhere = list_personas(row.elsewhere) if row.elsewhere else "–"
        own = {"none": "–", "own": "own", "all": "all"}[row.own]
        yield [f"`{row.model}`", *rights, elsewhere, own, escape(row.note)]


def make_method_rows(rows):
    for row in rows:
        call = f"`{row.model}.{row.method}`"
        if row.elsewhere == "own":
            elsewhere = "of their own"
        elif row.elsewhere == row.allowed.intersection(ROLES) and row.elsewhere:
            elsewhere = "the same"
        else:
            elsewhere = list_personas(row.elsewhere)
        yield [
            call + (f" – {escape(row.case)}" if row.case else ""),
            list_personas(row.allowed),
            elsewhere if row.allowed else "–",
            escape(row.note),
        ]


def make_route_rows(rows):
    for row in rows:
        answers = (escape(row.answers[persona]) for persona in OUTSIDERS)
        yield [f"{row.verb} `{row.route}`", row.auth, *answers, escape(row.note)]


def make_sections():
    """The generated part of the document, as lines."""
    models, methods, routes = read_models(), read_methods(), read_routes()
    ours = [row for row in models.values() if row.model.startswith("heating.")]
    others = [row for row in models.values() if not row.model.startswith("heating.")]
    columns = [name(p) for p in PERSONAS if p != "neighbour"]
    header = ["model", *columns, "of another branch", "householders see", "note"]
    yield "## The table"
    yield ""
    yield (
        f"{len(models)} models, {len(methods)} calls of "
        f"{len({row[:2] for row in methods})} methods, {len(routes)} routes."
    )
    for title, rows in (
        ("Models of the suite", ours),
        ("Models of OCA's addons and of Odoo", others),
    ):
        yield from ("", f"### {title}", "")
        yield (
            "c: create, r: read, u: change, d: delete. “Of another branch”: which "
            "roles also read the records of a branch that is not theirs."
        )
        yield ""
        yield from make_table(header, make_model_rows(rows))
    yield from ("", "### Methods", "")
    yield (
        "Everybody else is refused. Each call is tried on records of the first branch "
        "as every persona, and as each role of another branch."
    )
    yield ""
    header = ["method", "who may call it", "of another branch", "note"]
    yield from make_table(header, make_method_rows(methods.values()))
    yield from ("", "### Routes", "")
    yield (
        "What is answered: a status, “login” for a redirect to the login page, “to …” "
        "for another redirect; for JSON “ok” or the error. Householder: the one whose "
        "household, bill or ticket is asked for."
    )
    yield ""
    header = ["route", "auth", *(name(p) for p in OUTSIDERS), "note"]
    yield from make_table(header, make_route_rows(routes.values()))


def main(arguments):
    """Write or check the document; return the exit code."""
    old = DOCUMENT.read_text(encoding="utf-8")
    head, begin, _rest = old.partition(BEGIN)
    if not begin:
        print(f"{DOCUMENT} has no line: {BEGIN}", file=sys.stderr)
        return 1
    new = head + BEGIN + "\n" + "\n".join(make_sections()) + "\n"
    if "--check" in arguments:
        if new != old:
            print("docs/security.md is old: run scripts/security_table.py")
        return int(new != old)
    DOCUMENT.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

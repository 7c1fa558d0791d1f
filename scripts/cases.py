#!/usr/bin/env python3
"""Run worked cases through the billing engine: scripts/cases.py FOLDER.

Runs every .json file in FOLDER and below and prints a line for each. Exits 0 only when
there was a case and none failed. The format is tests/cases/README.md.
"""

import os
import sys
from pathlib import Path

# The engine alone: importing it through its addon would need Odoo.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "heating_billing"))

from assessment.cases import Verdict, check_text  # noqa: E402


def find_cases(folder):
    """Return the .json files in a folder and below, sorted by path."""
    found = []
    for place, _folders, names in os.walk(folder):
        found += [Path(place, name) for name in names if name.endswith(".json")]
    return sorted(found)


def check_file(path):
    """Return the `Verdict` on the case in a file."""
    try:
        source = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        return Verdict(None, malformed=f"expected a file, got {error.strerror}")
    except UnicodeDecodeError:
        return Verdict(None, malformed="expected JSON in UTF-8, got other bytes")
    return check_text(source)


def main(arguments):
    """Check the cases of a folder; return the exit code."""
    if len(arguments) != 1:
        print("usage: cases.py FOLDER", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    if not folder.is_dir():
        print(f"cases.py: no such folder: {folder}", file=sys.stderr)
        return 2
    paths = find_cases(folder)
    if not paths:
        print(f"cases.py: no .json file in {folder} or below", file=sys.stderr)
    failed = 0
    for path in paths:
        verdict = check_file(path)
        place = path.relative_to(folder)
        # A name or a message with line breaks in it must not break the report's lines.
        name = " ".join((verdict.name or str(place)).split())
        if verdict.passed:
            print(f"pass {name}")
        else:
            failed += 1
            print(f"FAIL {name}: {' '.join(str(verdict).split())} [{place}]")
    print(f"{len(paths) - failed} passed, {failed} failed")
    return 0 if paths and not failed else 1


if __name__ == "__main__":
    # Names are Chinese as often as not; no terminal may stop the run.
    sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))

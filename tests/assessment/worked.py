"""The worked cases of the repository, one with every key, and ways to change a case."""

import copy
import json
from pathlib import Path

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
    # Supplied 1620 and a tenth for the height, stopped 162 and a tenth, energy 2; less
    # a tenth of all 1962.20. The household pays 1635.50 of it, and 2 cents of rounding.
    "expect": {
        "total": "1766.0",
        "lines": {
            "heat": "1620",
            "basic": "162.00",
            "over_height": "178.20",
            "energy": "2",
            "reduction": "-196.22",
        },
        "payers": {"household": "1471.97", "government": "294.03"},
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


def all_cases():
    """Return every case of the folder, and one with all the optional keys."""
    return [json.loads(text) for text in CASES.values()] + [ASSESS]

"""Rooms as they are written on ledgers: their floors, places and order."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_SPEC = importlib.util.spec_from_file_location(
    "rooms", ROOT / "heating_customer" / "rooms.py"
)
rooms = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(rooms)


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        ("302", (3, "02")),
        ("1203", (12, "03")),
        ("0302", (3, "02")),
        ("302室", (3, "02")),
        ("３０２ 号", (3, "02")),
        ("302A", (3, "02A")),
        ("302-1", (3, "02-1")),
        ("302甲", (3, "02甲")),
        ("A1203", (12, "A03")),
        ("b1203", (12, "B03")),
        ("1-2-302", (3, "02")),
        ("3单元502", (5, "02")),
        ("12号楼1单元1102", (11, "02")),
        ("12层03", (12, "03")),
        ("12楼3室", (12, "3")),
        ("12F-03", (12, "03")),
        ("负101", (-1, "01")),
        ("地下201", (-2, "01")),
        ("-101", (-1, "01")),
        ("5", None),
        ("12", None),
        ("003", None),
        ("10203", None),
        ("底商", None),
        ("", None),
        (None, None),
    ],
)
def test_floor_and_place(room, expected):
    assert rooms.parse_room(room) == expected


def test_people_count_two_before_ten():
    names = ["10号楼", "2号楼", "1号楼", "A座", "", "2号楼甲"]
    assert sorted(names, key=rooms.natural_key) == [
        "",
        "1号楼",
        "2号楼",
        "2号楼甲",
        "10号楼",
        "A座",
    ]

"""Reading room numbers (房号): which floor, which place, which comes after which.

Plain Python, without Odoo.
"""

import re
import unicodedata

# “12层03”, “12楼03室”, “12F-03”: the floor is said
_SAID = re.compile(
    r"(?P<floor>\d{1,2})\s*(?:层|楼|F)\s*-?\s*(?P<place>\d{1,2}(?!\d).*)"
)
# “302”, “1203”, “1-2-302”: the last two digits are the place on the floor
_NUMBER = re.compile(
    r"(?P<letter>[A-Z]*)(?<!\d)(?P<floor>\d{1,2})(?P<place>\d{2})(?!\d)"
)
_BASEMENT = re.compile(r"\s*(?:地下|负|-)")
_ROOM_WORDS = re.compile(r"[室号房\s]+$")
_PARTS = re.compile(r"(\d+)")


def parse_room(room):
    """The floor of a room and its place on the floor.

    Basements (负101, 地下101, -101) have negative floors. Numbers of one, two or more
    than four digits say no floor. A letter in front stays with the place, since towers
    A and B may have the same numbers.

    :param room: the room as it is on file, or nothing
    :return: floor and place, such as (12, “03”), or None where the floor is unknown
    :rtype: tuple[int, str] | None
    """
    text = unicodedata.normalize("NFKC", room or "").upper()
    sign = -1 if _BASEMENT.match(text) else 1
    if match := _SAID.search(text):
        place, letter = match["place"], ""
    elif matches := list(_NUMBER.finditer(text)):
        match = matches[-1]
        # “302-1” is a part of 302
        place, letter = match["place"] + text[match.end() :], match["letter"]
    else:
        return None
    floor = int(match["floor"])
    if not floor:
        return None
    return sign * floor, letter + _ROOM_WORDS.sub("", place)


def natural_key(text):
    """A key that sorts names as people do: building 2 before building 10.

    :param text: any text, or nothing
    :rtype: tuple
    """
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part)
        for part in _PARTS.split(unicodedata.normalize("NFKC", text or ""))
        if part
    )

"""Reading one cell: text, number, date, phone, household number.

Each reader takes what the spreadsheet holds (text, float, bool, date, time) and gives
the value a person meant, a blank (``""`` or ``None``), or raises `Unreadable`. Nothing
is guessed: what can be read in two ways is not read.
"""

import datetime
import math
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from .errors import Unreadable

TEXT_LIMIT = 200
SHOWN_LIMIT = 80

# From here on a spreadsheet's number no longer holds every digit that was typed.
EXACT_LIMIT = 1e15

# Day 0 of a spreadsheet's calendar. The usual one counts a 29 February 1900 that never
# was; with this day 0 it is right from 1 March 1900 on.
EPOCH_1900 = datetime.date(1899, 12, 30)
EPOCH_1904 = datetime.date(1904, 1, 1)
# A bare number is a day within these: 3 October 1954 up to 9 January 2119.
SERIAL_DAYS = (20000, 80000)

# The hyphen comes first: in a class of characters it would mean a range elsewhere.
DASHES = "-\u2010-\u2015\u2212"
# What people write to say that there is nothing to write.
_PLACEHOLDER = re.compile(rf"[{DASHES}_/\\.·]+|无")

# What may follow a number, after normalisation and in lower case.
UNITS = {
    "area": ("m2", "m^2", "米2", "平方米", "平米", "平方", "平"),
    "length": ("m", "米"),
    "money": ("元", "元整", "圆", "圆整", "yuan", "rmb", "cny"),
    # of a thing that has its own unit, such as what a meter shows
    "count": (),
}
_PREFIXES = {"money": ("¥", "rmb", "cny", "人民币")}


def _number_pattern(kind: str) -> re.Pattern:
    prefix = "|".join(_PREFIXES.get(kind, ()))
    unit = "|".join(re.escape(word) for word in UNITS[kind])
    return re.compile(
        rf"(?:{prefix})?\s?([+-]?)([1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+|[0-9]+)"
        rf"(\.[0-9]+)?\s?(?:{unit})?"
    )


_NUMBERS = {kind: _number_pattern(kind) for kind in UNITS}
_TIME = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_DATES = (
    re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}"),
    re.compile(r"([0-9]{4}) ?(年) ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?[日号]"),
    re.compile(r"([0-9]{4})()([0-9]{2})([0-9]{2})"),
)
# 2601000001.0 and 2.6E+09 as text: a program has been at a number before us.
_MANGLED_NUMBER = re.compile(r"[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE]\+[0-9]+")
_PHONE = re.compile(r"\+?[0-9]{3,20}")
_PHONE_SEPARATORS = re.compile(r"[/、,;|]")
_PHONE_NOISE = re.compile(rf"[{DASHES}\s()]")
_ANY_DASH = re.compile(rf"[{DASHES}]")
# NFKC makes plain digits of these and so would change a number: 66² → 662.
_FORGED_DIGITS = ("<super>", "<sub>", "<circle>", "<fraction>")


def normalise(text: str) -> str:
    """Full-width and compatibility characters made plain, blanks trimmed and single.

    Line breaks and tabs become a blank, other control and invisible formatting
    characters go.
    """
    if not text.isprintable():
        text = "".join(
            " " if char.isspace() else char
            for char in text
            if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
        )
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.split())


def shown(cell) -> str:
    """A cell as a message quotes it, short and on one line."""
    if isinstance(cell, float) and math.isfinite(cell):
        text = format(_decimal_from_float(cell), "f")
    elif isinstance(cell, datetime.datetime):
        text = cell.isoformat(" ")
    else:
        text = normalise(str(cell))
    return text if len(text) <= SHOWN_LIMIT else text[: SHOWN_LIMIT - 1] + "…"


def text_of(cell) -> str:
    """Text, empty where the cell is blank or holds only a dash or the like.

    :raise Unreadable: ``too_long``; ``date_in_text`` where the spreadsheet has made a
        date of something like 3-2; ``digits_lost``
    """
    if type(cell) is not str:
        return _text_from_value(cell)
    text = normalise(cell)
    if len(text) > TEXT_LIMIT:
        raise Unreadable("too_long", length=len(text), limit=TEXT_LIMIT)
    return "" if _PLACEHOLDER.fullmatch(text) else text


def remark_of(cell) -> str:
    """Text like `text_of`, for a column where a date is as good as any other word."""
    if isinstance(cell, datetime.date):
        return str(cell)
    return text_of(cell)


def decimal_of(cell, kind: str) -> Decimal | None:
    """The number a person typed, exactly; units and thousands commas are dropped.

    :param kind: a key of `UNITS`, which says what units may be glued on
    :return: None for a blank cell
    :raise Unreadable: ``not_a_number``
    """
    if isinstance(cell, float) and math.isfinite(cell):
        return _decimal_from_float(cell)
    if type(cell) is int:
        return Decimal(cell)
    if type(cell) is not str:
        raise Unreadable("not_a_number")
    text = _plain_digits(cell, "not_a_number").lower()
    if not text or _PLACEHOLDER.fullmatch(text):
        return None
    match = _NUMBERS[kind].fullmatch(_ANY_DASH.sub("-", text))
    if not match:
        raise Unreadable("not_a_number")
    sign, whole, fraction = match.groups(default="")
    return Decimal(sign + whole.replace(",", "") + fraction)


def date_of(cell, epoch: datetime.date = EPOCH_1900) -> datetime.date | None:
    """A day, from a date cell, a text in one of the usual forms, or a day number.

    :param epoch: day 0 of the workbook's calendar
    :return: None for a blank cell
    :raise Unreadable: ``unreadable_date``
    """
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    if type(cell) is str:
        text = _plain_digits(cell, "unreadable_date")
        if not text or _PLACEHOLDER.fullmatch(text):
            return None
        return _date_from_text(text)
    if type(cell) in (int, float) and math.isfinite(cell):
        if SERIAL_DAYS[0] <= cell < SERIAL_DAYS[1]:
            return epoch + datetime.timedelta(days=int(cell))
        if float(cell).is_integer():
            return _date_from_text(str(int(cell)))
    raise Unreadable("unreadable_date")


def phone_of(cell) -> str:
    """One or several phones, joined by ``/``; empty where there is none.

    What is no phone (a name in brackets, an extension) is kept as it was written: a
    household is not refused for it, and nothing is lost.
    """
    text = text_of(cell)
    if not text.strip("0"):
        return ""
    phones = []
    for piece in _PHONE_SEPARATORS.split(text):
        phones += _phones_in(piece.strip())
    return "/".join(phones)


def number_of(cell) -> str:
    """A household's number as text, leading zeros of a text kept, without blanks.

    :raise Unreadable: ``bad_number``, ``digits_lost``, ``too_long``
    """
    if type(cell) is str:
        text = _plain_digits(cell, "bad_number").replace(" ", "")
        if not text or _PLACEHOLDER.fullmatch(text):
            return ""
        if len(text) > TEXT_LIMIT:
            raise Unreadable("too_long", length=len(text), limit=TEXT_LIMIT)
        if _MANGLED_NUMBER.fullmatch(text) or not any(map(str.isalnum, text)):
            raise Unreadable("bad_number")
        return text
    if type(cell) not in (int, float) or cell < 0 or not float(cell).is_integer():
        raise Unreadable("bad_number")
    return _text_from_value(cell)


def _plain_digits(text: str, code: str) -> str:
    """`normalise` for what holds figures: a raised or circled figure is no figure."""
    if not text.isascii():
        text = re.sub("(?<=[mMｍＭ米])²", "2", text)
        for char in text:
            if unicodedata.decomposition(char).startswith(_FORGED_DIGITS):
                raise Unreadable(code)
    return normalise(text)


def _decimal_from_float(value: float) -> Decimal:
    # 15 digits are what a spreadsheet keeps and shows: 60.79, not 60.789999999999999.
    return Decimal(format(value, ".15g"))


def _text_from_value(cell) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if not isinstance(cell, (int, float)):
        raise Unreadable("date_in_text")
    if not abs(cell) < EXACT_LIMIT:
        raise Unreadable("digits_lost")
    if float(cell).is_integer():
        return str(int(cell))
    return format(_decimal_from_float(cell), "f")


@lru_cache(maxsize=8192)  # A ledger has few days, each many times.
def _date_from_text(text: str) -> datetime.date:
    text = _ANY_DASH.sub("-", text)
    for pattern in _DATES:
        match = pattern.fullmatch(text)
        if match:
            year, _separator, month, day = match.groups()
            try:
                return datetime.date(int(year), int(month), int(day))
            except ValueError:
                break
    raise Unreadable("unreadable_date")


def _phones_in(piece: str) -> list[str]:
    """The phones in a piece of text that has no separator but blanks."""
    if not piece:
        return []
    parts = piece.split(" ")
    # Two whole phones with a blank between, not one that is written in groups.
    if len(parts) > 1 and all(len(_PHONE_NOISE.sub("", part)) >= 7 for part in parts):
        return [phone for part in parts for phone in _phones_in(part)]
    bare = _PHONE_NOISE.sub("", piece)
    return [bare if _PHONE.fullmatch(bare) else piece]

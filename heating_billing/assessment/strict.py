"""Reading JSON strictly: what is not of the format is named, never guessed at."""

import json
import re
from datetime import date
from decimal import Decimal

# Digits are bounded so that no case can make the engine work on megabytes of them.
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MISSING = object()


class Malformed(Exception):
    """A case that is not of the format; the message says where and what."""


def load(text):
    """Return the value of a JSON text.

    :raise Malformed: not JSON, a key twice in an object, NaN or Infinity
    """
    try:
        return json.loads(
            text, object_pairs_hook=_without_twins, parse_constant=_no_constant
        )
    except RecursionError:
        raise Malformed("expected a case, got JSON nested too deeply") from None
    except ValueError as error:
        raise Malformed(f"expected JSON, got {error}") from None


def _without_twins(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twin = next(key for key in keys if keys.count(key) > 1)
        raise Malformed(f"expected each key once in an object, got {twin!r} twice")
    return found


def _no_constant(name):
    raise Malformed(f"expected JSON, got {name}")


def _shown(value):
    """Return a value as a message shows it: short, on one line."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."


def refuse(path, expected, value):
    """Raise `Malformed`: at `path` stands `value` where `expected` should."""
    raise Malformed(f"{path}: expected {expected}, got {_shown(value)}")


def number(value, path, negative=False):
    """Return a decimal string as a Decimal.

    :param negative: whether it may be below 0
    :raise Malformed: a JSON number, an exponent, NaN, too many digits, …
    """
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        refuse(path, "a decimal string", value)
    if value.startswith("-") and not negative:
        refuse(path, "a decimal string that is not negative", value)
    return Decimal(value)


def count(value, path):
    """Return a whole number that is not negative; `true` is none.

    :raise Malformed: anything else
    """
    if type(value) is not int or value < 0:
        refuse(path, "an integer that is not negative", value)
    if value > 10**30:
        refuse(path, "an integer of at most 30 digits", value)
    return value


def measure(value, path):
    """Return a decimal string or a whole number, for counts that can be parts too.

    :raise Malformed: anything else
    """
    return number(value, path) if isinstance(value, str) else count(value, path)


def flag(value, path):
    """Return true or false.

    :raise Malformed: anything else
    """
    if not isinstance(value, bool):
        refuse(path, "true or false", value)
    return value


def text(value, path):
    """Return a string that is not empty.

    :raise Malformed: anything else
    """
    if not isinstance(value, str) or not value.strip():
        refuse(path, "a text", value)
    return value


def day(value, path):
    """Return an ISO date, YYYY-MM-DD, as a date.

    :raise Malformed: anything else, such as 30 February
    """
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            refuse(path, "a date that exists", value)
    refuse(path, "a date as YYYY-MM-DD", value)


def mapping(value, path):
    """Return an object whose keys are free, each not empty.

    :raise Malformed: anything else
    """
    if not isinstance(value, dict):
        refuse(path, "an object", value)
    for key in value:
        text(key, f"a key of {path}")
    return value


def choice(value, path, choices):
    """Return one of a few words.

    :raise Malformed: anything else
    """
    if not isinstance(value, str) or value not in choices:
        refuse(path, f"one of {', '.join(choices)}", value)
    return value


class Record:
    """An object with the keys that the format gives it, and no others.

    :param required: names of the keys it must have
    :param optional: names of the keys it may have
    :raise Malformed: not an object, a key missing or unknown
    """

    def __init__(self, value, path, required, optional=()):
        if not isinstance(value, dict):
            refuse(path or "the case", "an object", value)
        self._value = value
        self._path = path
        for key in required:
            if key not in value:
                raise Malformed(f"expected the key {self.path(key)}, got none")
        for key in value:
            if key not in required and key not in optional:
                raise Malformed(
                    f"expected no key {self.path(key)}, got the unknown key {key!r}"
                )

    def path(self, key):
        """Return the place of a key in the case."""
        return f"{self._path}.{key}" if self._path else key

    def get(self, key, read, default=None, **options):
        """Return the key's value as `read` reads it, the default where missing."""
        value = self._value.get(key, _MISSING)
        if value is _MISSING:
            return default
        return read(value, self.path(key), **options)

    def list(self, key, read):
        """Return a tuple of the items of a list, () where the key is missing."""
        value = self._value.get(key, [])
        if not isinstance(value, list):
            refuse(self.path(key), "a list", value)
        return tuple(
            read(item, f"{self.path(key)}[{index}]") for index, item in enumerate(value)
        )

    def object(self, key, read):
        """Return an object with free keys, its values read; {} where it is missing."""
        value = self._value.get(key, {})
        place = self.path(key)
        return {
            name: read(item, f"{place}.{name}")
            for name, item in mapping(value, place).items()
        }

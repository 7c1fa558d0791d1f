"""Numbers, times and texts as both platforms accept them."""

import json
import re
from datetime import datetime, timedelta, timezone

# Both platforms reckon in Beijing time, whatever the server's clock is set to.
BEIJING = timezone(timedelta(hours=8))

# What both accept: WeChat allows 6–32 of [0-9A-Za-z_-|*], Alipay letters, digits and
# underscores.
_OWN_NUMBER = re.compile(r"[0-9A-Za-z_]{6,32}")
_REFUND_NUMBER = re.compile(r"[0-9A-Za-z_]{1,64}")
_ALIPAY_TIME = "%Y-%m-%d %H:%M:%S"


def utc_now():
    """Return the moment, aware: the default clock of the clients."""
    return datetime.now(timezone.utc)


def order_number(number):
    """Return our number of an order if both platforms accept it.

    :raise ValueError: otherwise
    """
    if not isinstance(number, str) or not _OWN_NUMBER.fullmatch(number):
        raise ValueError("an order number is 6 to 32 of 0-9, A-Z, a-z and _")
    return number


def refund_number(number):
    """Return our number of a refund if both platforms accept it.

    :raise ValueError: otherwise
    """
    if not isinstance(number, str) or not _REFUND_NUMBER.fullmatch(number):
        raise ValueError("a refund number is 1 to 64 of 0-9, A-Z, a-z and _")
    return number


def cut(text, size):
    """Return the text shortened to so many bytes of UTF-8, no character broken.

    WeChat's pages count now characters, now bytes: bytes satisfy both.
    """
    return text.encode()[:size].decode(errors="ignore")


def alipay_time(moment):
    """Return an aware moment as Alipay writes it, in Beijing time."""
    return moment.astimezone(BEIJING).strftime(_ALIPAY_TIME)


def parse_alipay_time(text):
    """Return the aware moment of Alipay's text, or None for no text.

    :raise ValueError: another form
    """
    if not text:
        return None
    # newer answers add milliseconds
    return datetime.strptime(text[:19], _ALIPAY_TIME).replace(tzinfo=BEIJING)


def wechat_time(moment):
    """Return an aware moment as RFC 3339 in Beijing time, to the second."""
    return moment.astimezone(BEIJING).isoformat(timespec="seconds")


def parse_wechat_time(text):
    """Return the aware moment of WeChat's RFC 3339 text, or None for no text.

    :raise ValueError: another form, or no offset
    """
    if not text:
        return None
    if not isinstance(text, str):
        raise ValueError("not a time")
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        raise ValueError("a time without offset")
    return moment


def read_object(data):
    """Return the dict of a JSON object, bytes or text.

    :raise ValueError: no JSON, no object, a key twice in one object, NaN
    """
    try:
        if isinstance(data, bytes):
            data = data.decode("utf-8")
        found = json.loads(data, object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(found, dict):
        raise ValueError("not a JSON object")
    return found


def _once(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_constant(name):
    raise ValueError(f"{name} is no JSON")

"""Yuan and fen, without a float in between.

Alipay speaks of yuan as text with two decimals (`0.01` to `100000000`), WeChat Pay of
whole fen as JSON integers. Here everything is yuan in `Decimal`.
"""

import re
from decimal import Decimal

LARGEST = Decimal("100000000.00")
_CENT = Decimal("0.01")
_YUAN = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")


def check_yuan(amount, smallest=_CENT):
    """Return the amount with exactly two decimals.

    :param amount: yuan, Decimal: no float, no int, no text
    :param smallest: the least that is allowed, Decimal
    :raise ValueError: not a Decimal, more than two decimals, or out of range
    """
    if not isinstance(amount, Decimal) or not amount.is_finite():
        raise ValueError("an amount is a finite Decimal in yuan")
    if not smallest <= amount <= LARGEST:
        raise ValueError("an amount lies between 0.01 and 100000000.00 yuan")
    exact = amount.quantize(_CENT)
    if exact != amount:
        raise ValueError("an amount has two decimals at most")
    return exact


def yuan_to_fen(amount):
    """Return whole fen, int, of yuan, Decimal.

    :raise ValueError: as `check_yuan`
    """
    return int(check_yuan(amount).scaleb(2))


def fen_to_yuan(fen):
    """Return yuan, Decimal with two decimals, of whole fen.

    :raise ValueError: not an int (a bool is none), negative or too large
    """
    if isinstance(fen, bool) or not isinstance(fen, int):
        raise ValueError("fen are a whole number")
    if not 0 <= fen <= int(LARGEST * 100):
        raise ValueError("fen out of range")
    return Decimal(fen).scaleb(-2).quantize(_CENT)


def yuan_text(amount):
    """Return the text that Alipay wants of an amount in yuan: two decimals always.

    :raise ValueError: as `check_yuan`
    """
    return format(check_yuan(amount), "f")


def parse_yuan(text):
    """Return yuan, Decimal with two decimals, of a platform's text such as `2356.80`.

    :raise ValueError: anything but plain digits with up to two decimals
    """
    if not isinstance(text, str) or not _YUAN.fullmatch(text):
        raise ValueError("not an amount in yuan")
    return check_yuan(Decimal(text), Decimal(0))

"""Tax numbers of buyers (纳税人识别号) and numbers of fapiao."""

import re
import unicodedata

# GB 32100-2015: the characters of a unified social credit code by their value, which
# leave out what looks like a digit, and the weights 3^i mod 31 of the first 17 of them
CREDIT_CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_CODE_WEIGHTS = [pow(3, position, 31) for position in range(17)]

# before 2015: region (6 digits) and organisation code (9 characters)
_OLD_NUMBER = re.compile(r"[0-9]{6}[0-9A-Z]{9}")
_FAPIAO_NUMBER = re.compile(r"[0-9]{20}")


def normalise_tax_number(text):
    """A tax number as it is kept: no blanks, no wide characters, capital letters.

    :param text: what somebody typed, or nothing
    :rtype: str
    """
    return "".join(unicodedata.normalize("NFKC", text or "").split()).upper()


def is_tax_number(number):
    """Whether *number* is a unified social credit code or a number of the old kind.

    A code of 18 characters must have the right check character; a number of 15 has
    none.

    :param str number: as `normalise_tax_number` gives it
    """
    if len(number) == 18:
        return _get_check_character(number[:17]) == number[17]
    return bool(_OLD_NUMBER.fullmatch(number))


def is_fapiao_number(number):
    """Whether *number* is one of a fapiao: 20 digits."""
    return bool(_FAPIAO_NUMBER.fullmatch(number or ""))


def _get_check_character(body):
    """The last character of a credit code whose first 17 are *body*, or None."""
    if any(character not in CREDIT_CODE_CHARACTERS for character in body):
        return None
    total = sum(
        CREDIT_CODE_CHARACTERS.index(character) * weight
        for character, weight in zip(body, CREDIT_CODE_WEIGHTS, strict=True)
    )
    return CREDIT_CODE_CHARACTERS[-total % 31]

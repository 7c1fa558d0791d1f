"""What the protocols say of keys that cannot be used, in the language of the user."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

UNREADABLE = _lt("one of the keys cannot be read: paste it whole, as it was given")
# the package speaks English, and knows no Odoo
KEY_WORDS = {
    "the app's number has 16 digits": _lt("the app number has 16 digits"),
    "the seller's number has 16 digits": _lt("the seller number has 16 digits"),
    "the merchant's number has digits only, the app's begins wx": _lt(
        "the merchant number has digits only, and the account number begins with wx"
    ),
    "the serial of the API certificate is hexadecimal": _lt(
        "the serial of the certificate has the digits 0-9 and A-F only"
    ),
    "the id of a WeChat Pay public key begins with PUB_KEY_ID_": _lt(
        "the number of WeChat's key begins with PUB_KEY_ID_"
    ),
    "the API v3 key has exactly 32 characters": _lt("the APIv3 key has 32 characters"),
    "neither a WeChat Pay public key nor a certificate is set": _lt(
        "WeChat's public key or certificate is missing"
    ),
}


def get_key_words(env, error):
    """What is wrong with the settings of a platform, as a part of a sentence.

    :param BadKey error: of the protocol package
    :rtype: str
    """
    return env._(KEY_WORDS.get(str(error), UNREADABLE))

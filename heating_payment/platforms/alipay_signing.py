"""Which bytes Alipay signs, and where its signatures stand (RSA2 only).

Rules from Alipay's open platform, “sign and verify by yourself”:

- a request signs all parameters that are not empty, except `sign`, sorted by name and
  joined as `k=v&k=v`, in the request's charset;
- an answer is JSON with a node `<method>_response` and a `sign` over the **text** of
  that node as it stands;
- a notification signs all parameters received except `sign` and `sign_type`, decoded.
"""

import json
from urllib.parse import unquote_to_bytes, urlencode

from . import keys
from .errors import BadSignature

# The charsets that Alipay lets one choose from, and what reads each of them.
_CHARSETS = {"utf-8": "utf-8", "gbk": "gb18030", "gb2312": "gb18030"}
NOTIFICATION_LIMIT = 64 * 1024
_SPACE = " \t\r\n"


def request_text(params):
    """Return the text that a request's signature covers.

    :param params: dict of texts
    """
    return "&".join(
        f"{name}={params[name]}"
        for name in sorted(params)
        if name != "sign" and params[name] not in ("", None)
    )


def sign_request(params, private_key):
    """Return the parameters that are not empty, with their `sign`."""
    sent = {name: value for name, value in params.items() if value not in ("", None)}
    sent["sign"] = keys.sign(private_key, request_text(sent).encode())
    return sent


def encode_form(pairs):
    """Return the body of a form from its decoded pairs, as UTF-8.

    For a caller whose web framework took the body apart already.
    """
    return urlencode(list(pairs)).encode()


def verify_form(body, public_key):
    """Return the fields of a notification, a dict of texts, if Alipay signed it.

    The signature is checked over the bytes as received, whatever their charset, and
    only what it covers is returned. Values that came empty are covered, too.

    :param body: bytes of the form as posted
    :raise BadSignature: `too_large`, `not_readable`, `wrong_type`, or as `keys.verify`
    """
    if len(body) > NOTIFICATION_LIMIT:
        raise BadSignature("too_large")
    params = _take_apart(body)
    signature = params.pop(b"sign", None)
    label = params.pop(b"sign_type", None)
    if signature is None:
        raise BadSignature("missing_header")
    if label != b"RSA2":
        raise BadSignature("wrong_type")
    covered = b"&".join(name + b"=" + params[name] for name in sorted(params))
    keys.verify(public_key, covered, signature.decode("ascii", "replace"))
    charset = params.get(b"charset", b"utf-8").decode("ascii", "replace").lower()
    try:
        reader = _CHARSETS[charset]
        return {
            name.decode("ascii"): value.decode(reader) for name, value in params.items()
        }
    except (KeyError, UnicodeDecodeError):
        raise BadSignature("not_readable") from None


def _take_apart(body):
    """Return the form's names and values as bytes, each name once."""
    params = {}
    for part in body.split(b"&"):
        name, equals, value = part.partition(b"=")
        name = unquote_to_bytes(name.replace(b"+", b" "))
        if not equals or not name or name in params:
            raise BadSignature("not_readable")
        params[name] = unquote_to_bytes(value.replace(b"+", b" "))
    return params


def verify_answer(text, node, public_key):
    """Return the dict of the answer's node if Alipay signed its text.

    :param text: the whole answer
    :param node: e.g. `alipay_trade_query_response`
    :raise BadSignature: `not_readable`, `missing_header` (no `sign`, or the node is not
        there), or as `keys.verify`
    """
    parts = _spans(text)
    signature = read_part(text, "sign", parts)
    if node not in parts or not isinstance(signature, str):
        raise BadSignature("missing_header")
    start, end = parts[node]
    keys.verify(public_key, text[start:end].encode(), signature)
    fields = json.loads(text[start:end])
    if not isinstance(fields, dict):
        raise BadSignature("not_readable")
    return fields


def read_part(text, name, parts=None):
    """Return the value under a name of the answer, None if absent; proves nothing."""
    parts = _spans(text) if parts is None else parts
    if name not in parts:
        return None
    start, end = parts[name]
    return json.loads(text[start:end])


def _spans(text):
    """Return where the values of a JSON object's names begin and end in its text.

    The decoder finds the end of a value; counting braces would stumble over a `}` in
    a text.
    """
    decoder = json.JSONDecoder()
    spans = {}
    try:
        at = _expect(text, _skip(text, 0), "{")
        while True:
            name, at = decoder.raw_decode(text, _skip(text, at))
            start = _skip(text, _expect(text, _skip(text, at), ":"))
            _value, at = decoder.raw_decode(text, start)
            if not isinstance(name, str) or name in spans:
                raise BadSignature("not_readable")
            spans[name] = (start, at)
            at = _skip(text, at)
            if text[at : at + 1] != ",":
                break
            at += 1
        at = _skip(text, _expect(text, at, "}"))
    except (ValueError, RecursionError):
        raise BadSignature("not_readable") from None
    if at != len(text):
        raise BadSignature("not_readable")
    return spans


def _skip(text, at):
    while text[at : at + 1] and text[at] in _SPACE:
        at += 1
    return at


def _expect(text, at, mark):
    if text[at : at + 1] != mark:
        raise BadSignature("not_readable")
    return at + 1

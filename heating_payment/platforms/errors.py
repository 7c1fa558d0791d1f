"""What can go wrong between us and a payment platform.

The texts name what happened and never carry a key, a payment code or a signature, so
that they may be shown and logged.
"""


class PlatformError(Exception):
    """The common ancestor: catch it where any failure means the same."""


class BadKey(PlatformError):
    """A key, certificate or number of the settings cannot be used."""


class Refused(PlatformError):
    """The platform said no, in an answer that it signed: this call did nothing.

    An earlier one may have: after `ORDERPAID` or `ACQ.TRADE_HAS_SUCCESS`, query.

    :ivar code: the platform's error code, e.g. `ACQ.TRADE_HAS_SUCCESS`, `NOT_ENOUGH`
    :ivar message: the platform's words, mostly Chinese
    """

    def __init__(self, code, message=""):
        super().__init__(f"{code}: {message}" if message else code)
        self.code = code
        self.message = message


class NotReady(Refused):
    """The platform is still making the file that was asked for: ask again later."""


class ResultUnknown(PlatformError):
    """Nobody can say whether the platform did what was asked: query, never guess.

    Time-outs, lost connections, 5xx answers, the platforms' own “system error” and
    every answer whose signature does not prove it end here. Repeat the call with the
    same numbers, or query; never take a new number before the old one is settled.

    :ivar reason: `no_answer`, `http_…`, `unsigned`, `bad_signature`, `not_readable`,
        `mismatch`, or the platform's code
    :ivar message: the platform's words where it gave some; **not proven to be its own**
    """

    def __init__(self, reason, message=""):
        super().__init__(f"{reason}: {message}" if message else reason)
        self.reason = reason
        self.message = message


class BadSignature(PlatformError):
    """What came in is not proven to be the platform's: refuse it, write nothing.

    :ivar reason: `missing_header`, `stale`, `signtest`, `unknown_serial`,
        `expired_certificate`, `bad_base64`, `wrong_signature`, `wrong_type`,
        `too_large`, `not_readable`
    """

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class BadNotification(PlatformError):
    """The platform's own message, which must not be booked: keep it and look at it.

    :ivar reason: `wrong_merchant`, `wrong_app`, `wrong_seller`, `wrong_currency`,
        `bad_amount`, `bad_field`, `undecryptable`, `not_readable`
    :ivar fields: what the message said as far as it could be read, a dict
    """

    def __init__(self, reason, fields=None):
        super().__init__(reason)
        self.reason = reason
        self.fields = dict(fields or {})

"""Switches: what goes wrong on demand, and how often.

Where: the call's name (`wechatpay.native`, `alipay.trade.query`) or the notification's
(`wechatpay.notify`, `alipay.notify`), with `*` for any part.

Kinds that concern an answer only:

- `delay` seconds: works, answers late
- `lost`: works, then cuts the line without an answer
- `refused_line`: cuts the line before working
- `status` code: answers an HTML page with that status and does not work
- `status_after` code: works, then the same
- `refuse` code, message, status: answers the platform's signed error, does not work

Kinds that concern a notification only: `delay` seconds, `repeat` times more, `drop`,
`hold` (until `release`, which may turn the order round).

Kinds that concern both: `change` fields (a dict, dotted names) or `amount` (fen) or
`merchant`, all signed rightly; `tamper` (the signed text is altered), `unsigned`,
`broken_signature`, `wrong_key`, `sha1`, `signtest`, `stale`, `unknown_serial`,
`certificate` (signed by the other pair of keys, rightly).
"""

import fnmatch
import threading
from dataclasses import dataclass, field

SEALS = {
    "tamper",
    "unsigned",
    "broken_signature",
    "wrong_key",
    "sha1",
    "signtest",
    "stale",
    "unknown_serial",
    "certificate",
}
ANSWERS = {"delay", "lost", "refused_line", "status", "status_after", "refuse"}
NOTICES = {"delay", "repeat", "drop", "hold"}
CONTENTS = {"change", "amount", "merchant"}
KINDS = SEALS | ANSWERS | NOTICES | CONTENTS


@dataclass
class Fault:
    """One switch that is on."""

    where: str
    kind: str
    times: int = 1
    options: dict = field(default_factory=dict)


class Faults:
    """The switches that are on."""

    def __init__(self):
        self._lock = threading.Lock()
        self._faults = []

    def add(self, where, kind, times=1, **options):
        """Switch a fault on for so many times.

        :raise ValueError: no such kind
        """
        if kind not in KINDS:
            raise ValueError(f"no fault is called {kind}")
        with self._lock:
            self._faults.append(Fault(where, kind, times, options))

    def clear(self):
        """Switch all off."""
        with self._lock:
            self._faults.clear()

    def take(self, where):
        """Return a dict kind → options of the faults for this event, each used once."""
        taken = {}
        with self._lock:
            for fault in self._faults:
                if fault.kind not in taken and fnmatch.fnmatch(where, fault.where):
                    taken[fault.kind] = fault.options
                    fault.times -= 1
            self._faults = [fault for fault in self._faults if fault.times > 0]
        return taken


def change(fields, changes):
    """Return a copy of nested dicts with dotted names set to other values.

    None as a value takes the name out.
    """
    copy = dict(fields)
    for dotted, value in changes.items():
        name, _dot, rest = dotted.partition(".")
        if rest:
            copy[name] = change(copy.get(name) or {}, {rest: value})
        elif value is None:
            copy.pop(name, None)
        else:
            copy[name] = value
    return copy

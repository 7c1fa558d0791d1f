"""One HTTP call with a limit on everything: connecting, waiting, size, redirects."""

import time
from dataclasses import dataclass, field

import requests

from .errors import ResultUnknown

USER_AGENT = "heating-suite/1.0"
# Seconds to connect, and seconds from one piece of the answer to the next.
TIMEOUT = (5, 15)
ANSWER_LIMIT = 1 << 20
FILE_LIMIT = 200 << 20


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers without regard to case, bytes of the body."""

    status: int
    headers: dict = field(repr=False)
    body: bytes = field(repr=False)


def call(method, url, *, body=None, headers=None, timeout=TIMEOUT, limit=ANSWER_LIMIT):
    """Send one request and return its `Answer`, whatever its status.

    A connection of its own for each call: a kept one that the platform closed in the
    meantime would look like a lost answer. Redirects are not followed, and a password
    in a machine's `.netrc` is not sent along.

    :param body: bytes, sent as they are
    :param headers: dict, or a function that makes it of the path with query as it
        will be sent, which is what WeChat wants signed
    :param timeout: (connect, read) in seconds
    :param limit: bytes that the answer may have
    :raise ResultUnknown: `no_answer`, `too_large`
    """
    failed = ""
    try:
        with requests.Session() as session:
            request = session.prepare_request(
                requests.Request(method, url, data=body, auth=_as_it_is)
            )
            given = headers(request.path_url) if callable(headers) else headers
            request.headers["User-Agent"] = USER_AGENT
            request.headers.update(given or {})
            settings = session.merge_environment_settings(
                request.url, {}, True, None, None
            )
            with session.send(
                request, timeout=timeout, allow_redirects=False, **settings
            ) as response:
                content = _read(response, limit, sum(timeout) * 4)
                if content is not None:
                    return Answer(response.status_code, response.headers, content)
                failed = "too_large"
    except requests.RequestException as error:
        # Raised below, outside: the library's error holds the request with its body.
        failed = "no_answer"
        name = type(error).__name__
    raise ResultUnknown(failed, name if failed == "no_answer" else "")


def _as_it_is(request):
    return request


def _read(response, limit, seconds):
    """Return the body, or None if it is over the limit or drips without an end."""
    parts, size, end = [], 0, time.monotonic() + seconds
    for part in response.iter_content(65536):
        parts.append(part)
        size += len(part)
        if size > limit or time.monotonic() > end:
            return None
    return b"".join(parts)

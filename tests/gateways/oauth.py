"""WeChat's OAuth of official accounts: who is the person in front of the browser."""

import secrets
import threading
import time
from urllib.parse import parse_qs, urlencode, urlsplit

_SECONDS = 300


class OAuthGate:
    """Gives codes to browsers and openids for codes.

    :ivar openid: of the person whose phone this is
    """

    def __init__(self, parties):
        self._parties = parties
        self._lock = threading.Lock()
        self._codes = {}
        self.openid = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"

    def authorize(self, path):
        """Return where the browser goes next, or None where WeChat shows an error."""
        query = {name: one[0] for name, one in parse_qs(urlsplit(path).query).items()}
        back = query.get("redirect_uri", "")
        if (
            query.get("appid") != self._parties.appid
            or query.get("response_type") != "code"
            or query.get("scope") not in ("snsapi_base", "snsapi_userinfo")
            or urlsplit(back).scheme not in ("http", "https")
        ):
            return None
        code = secrets.token_hex(16)
        with self._lock:
            self._codes[code] = (self.openid, time.monotonic() + _SECONDS)
        mark = "&" if "?" in back else "?"
        return (
            f"{back}{mark}{urlencode({'code': code, 'state': query.get('state', '')})}"
        )

    def access_token(self, path):
        """Return the answer to a code, a dict: an openid once, else WeChat's error."""
        query = {name: one[0] for name, one in parse_qs(urlsplit(path).query).items()}
        if query.get("appid") != self._parties.appid:
            return {"errcode": 40013, "errmsg": "invalid appid"}
        if query.get("secret") != self._parties.app_secret:
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        with self._lock:
            code = query.get("code", "")
            if code not in self._codes:
                return {"errcode": 40029, "errmsg": "invalid code"}
            openid, end = self._codes[code]
            self._codes[code] = (None, end)
        if openid is None:
            return {"errcode": 40163, "errmsg": "code been used"}
        if time.monotonic() > end:
            return {"errcode": 40029, "errmsg": "invalid code"}
        return {
            "access_token": secrets.token_hex(32),
            "expires_in": 7200,
            "refresh_token": secrets.token_hex(32),
            "openid": openid,
            "scope": "snsapi_base",
        }

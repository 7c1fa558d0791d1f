"""Who the payer is inside WeChat: from the browser's code to the openid.

Source: developers.weixin.qq.com, “web authorisation of official accounts”. Only the
silent scope is used: it asks the payer nothing and tells us the openid alone.
"""

import http.client
import ssl
import urllib.error
import urllib.request
from urllib.parse import urlencode

from .errors import BadKey, Refused, ResultUnknown
from .fields import read_object

AUTHORIZE_URL = "https://open.weixin.qq.com/connect/oauth2/authorize"
API_URL = "https://api.weixin.qq.com"
_LIMIT = 64 * 1024
# “The system is busy”: everything else is a refusal.
_BUSY = -1


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The secret goes to the host it was meant for, and nowhere else."""

    def redirect_request(self, *_args):
        return None


class WechatOAuth:
    """Asks WeChat for the openid of the person in front of the browser.

    :param appid: of the official account, `wx…`
    :param app_secret: of it
    :param authorize_url: the page that the browser is sent to
    :param api_url: base of the interface
    :param timeout: seconds
    """

    def __init__(
        self,
        appid,
        app_secret,
        *,
        authorize_url=AUTHORIZE_URL,
        api_url=API_URL,
        timeout=10,
    ):
        if not appid or not app_secret:
            raise BadKey("the official account's number and secret are needed")
        self.appid = appid
        self._secret = app_secret
        self._authorize_url = authorize_url
        self._api_url = api_url.rstrip("/")
        self._timeout = timeout

    def authorize_url(self, redirect_uri, state):
        """Return where to send the browser; it comes back with `code` and `state`.

        :param redirect_uri: ours, on the domain registered for the account
        :param state: up to 128 letters and digits that prove the same session; check
            it on return
        """
        # The order of the parameters is WeChat's: other orders have been refused.
        query = urlencode(
            [
                ("appid", self.appid),
                ("redirect_uri", redirect_uri),
                ("response_type", "code"),
                ("scope", "snsapi_base"),
                ("state", state),
            ]
        )
        return f"{self._authorize_url}?{query}#wechat_redirect"

    def openid(self, code):
        """Return the openid that a code stands for; it is good once, for 5 minutes.

        WeChat wants the secret in the URL of a GET, so this call does not go through
        `requests`, whose log holds URLs.

        :raise Refused: e.g. `40029` (no such code), `40163` (used already)
        :raise ResultUnknown: no answer, or an unreadable one: send the browser again
        """
        query = urlencode(
            {
                "appid": self.appid,
                "secret": self._secret,
                "code": code,
                "grant_type": "authorization_code",
            }
        )
        fields = self._get(f"{self._api_url}/sns/oauth2/access_token?{query}")
        error = fields.get("errcode")
        if error == _BUSY:
            raise ResultUnknown(str(error))
        if error:
            raise Refused(str(error), str(fields.get("errmsg") or ""))
        openid = fields.get("openid")
        if not isinstance(openid, str) or not openid:
            raise ResultUnknown("not_readable", "openid")
        return openid

    def _get(self, url):
        opener = urllib.request.build_opener(
            _NoRedirect, urllib.request.HTTPSHandler(context=_context())
        )
        try:
            with opener.open(url, timeout=self._timeout) as response:
                return read_object(response.read(_LIMIT))
        except urllib.error.HTTPError as error:
            reason = f"http_{error.code}"
            error.close()
        except ValueError:
            reason = "not_readable"
        except (OSError, http.client.HTTPException):
            reason = "no_answer"
        # Raised here, outside: the library's errors hold the URL with the secret.
        raise ResultUnknown(reason)


def _context():
    return ssl.create_default_context()

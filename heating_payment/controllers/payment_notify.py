import json

from odoo import http
from odoo.http import request

from ..platforms import encode_form
from ..platforms.wechatpay import NOTIFICATION_LIMIT


class HeatingPaymentNotify(http.Controller):
    """Where the platforms post. What is answered decides whether they post again."""

    @http.route(
        "/payment/alipay/<int:provider_id>/notify",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def alipay_notify(self, provider_id, **_form):
        """Take a message of Alipay; what its address says is not part of it."""
        provider_sudo = self._get_provider(provider_id, "alipay")
        pairs = request.httprequest.form.items(multi=True)
        taken = (
            request.env["heating.payment.notification"]
            .sudo()
            ._receive(provider_sudo, {}, encode_form(pairs))
        )
        status = {"taken": 200, "refused": 401, "later": 503}[taken]
        return request.make_response(
            "success" if taken == "taken" else "fail",
            [("Content-Type", "text/plain")],
            status=status,
        )

    @http.route(
        "/payment/wechatpay/<int:provider_id>/notify",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def wechatpay_notify(self, provider_id, **_query):
        """Take a message of WeChat Pay."""
        provider_sudo = self._get_provider(provider_id, "wechatpay")
        taken = (
            request.env["heating.payment.notification"]
            .sudo()
            ._receive(
                provider_sudo,
                request.httprequest.headers,
                request.httprequest.get_data(),
            )
        )
        if taken == "taken":
            return request.make_response("", status=204)
        return request.make_response(
            json.dumps({"code": "FAIL", "message": taken}),
            [("Content-Type", "application/json")],
            status=401 if taken == "refused" else 503,
        )

    def _get_provider(self, provider_id, code):
        """The provider whose address this is; a disabled one still takes what is late.

        :raise NotFound: there is none, or more was sent than a message can have
        """
        if (request.httprequest.content_length or 0) > NOTIFICATION_LIMIT:
            raise request.not_found()
        provider_sudo = request.env["payment.provider"].sudo().browse(provider_id)
        if not provider_sudo.exists() or provider_sudo.code != code:
            raise request.not_found()
        return provider_sudo.with_company(provider_sudo.company_id)

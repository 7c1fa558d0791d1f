"""Orders and refunds in the words of Alipay's answers and notifications."""

import json
import secrets

from .book import BEIJING, NOTPAY, SUCCESS, USERPAYING

_STATES = {
    NOTPAY: "WAIT_BUYER_PAY",
    USERPAYING: "WAIT_BUYER_PAY",
    SUCCESS: "TRADE_SUCCESS",
}


def yuan(fen):
    """Return fen as Alipay writes an amount."""
    return f"{fen // 100}.{fen % 100:02d}"


def time_text(moment):
    """Return a moment as Alipay writes it."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


class AlipayWords:
    """Knows the fields.

    :param parties: `Parties`
    :param clock: function that returns the aware moment
    """

    def __init__(self, parties, clock):
        self._parties = parties
        self._clock = clock

    def status(self, order):
        """Return Alipay's word for the state of an order."""
        if order.state == SUCCESS and order.refunded == order.total:
            return "TRADE_CLOSED"
        return _STATES.get(order.state, "TRADE_CLOSED")

    def notice(self, order, refund=None):
        """Return the fields of a notification about an order or its refund."""
        now = time_text(self._clock())
        fields = {
            "notify_id": secrets.token_hex(17),
            "notify_time": now,
            "notify_type": "trade_status_sync",
            "version": "1.0",
            "app_id": self._parties.app_id,
            "auth_app_id": self._parties.app_id,
            "seller_id": self._parties.seller_id,
            "seller_email": "602***@qq.com",
            "subject": order.subject,
            "gmt_create": time_text(order.created_at),
            "out_trade_no": order.number,
            "trade_no": order.platform_number,
            "trade_status": self.status(order),
            "total_amount": yuan(order.total),
        }
        if order.paid_at:
            fields.update(
                gmt_payment=time_text(order.paid_at),
                buyer_id=order.payer,
                buyer_logon_id="602***@qq.com",
                invoice_amount=yuan(order.total),
                receipt_amount=yuan(order.total),
                buyer_pay_amount=yuan(order.total),
                point_amount="0.00",
                fund_bill_list=json.dumps(
                    [{"amount": yuan(order.total), "fundChannel": "PCREDIT"}]
                ),
            )
        if refund:
            fields.update(
                out_biz_no=refund.number,
                refund_fee=yuan(order.refunded),
                gmt_refund=f"{time_text(refund.done_at)}.000",
            )
        return fields

    def returning(self, order):
        """Return the fields with which the payer's browser goes back to return_url."""
        return {
            "app_id": self._parties.app_id,
            "auth_app_id": self._parties.app_id,
            "seller_id": self._parties.seller_id,
            "method": f"alipay.trade.{order.way}.pay.return",
            "out_trade_no": order.number,
            "trade_no": order.platform_number,
            "total_amount": yuan(order.total),
            "timestamp": time_text(self._clock()),
            "version": "1.0",
        }

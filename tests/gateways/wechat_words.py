"""Orders and refunds in the words of WeChat Pay's answers and notifications."""

import json

from . import crypto
from .book import BEIJING, CLOSED, NOTPAY, PAYERROR, REVOKED, SUCCESS, USERPAYING

_WORDS = {
    SUCCESS: "支付成功",
    NOTPAY: "订单未支付",
    USERPAYING: "需要用户输入支付密码",
    CLOSED: "订单已关闭",
    REVOKED: "订单已撤销",
    PAYERROR: "支付失败",
}
_TYPES = {"native": "NATIVE", "jsapi": "JSAPI", "h5": "MWEB", "codepay": "MICROPAY"}


class WechatWords:
    """Knows the fields.

    :param parties: `Parties`
    :param clock: function that returns the aware moment
    """

    def __init__(self, parties, clock):
        self._parties = parties
        self._clock = clock

    def trade(self, order):
        """Return the fields of an order as query and notification tell them."""
        state = order.state
        if state == SUCCESS and order.refunds:
            state = "REFUND"
        fields = {
            "appid": self._parties.appid,
            "mchid": self._parties.mchid,
            "out_trade_no": order.number,
            "trade_state": state,
            "trade_state_desc": _WORDS.get(state, "转入退款"),
            "attach": "",
            "amount": {"total": order.total, "currency": "CNY"},
        }
        if order.paid_at:
            fields.update(
                transaction_id=order.platform_number,
                trade_type=_TYPES[order.way],
                bank_type="OTHERS",
                success_time=_time(order.paid_at),
                payer={"openid": order.payer},
            )
            fields["amount"].update(payer_total=order.total, payer_currency="CNY")
        return fields

    def refund(self, order, refund):
        """Return the fields of a refund as its call and query tell them."""
        fields = {
            "refund_id": refund.platform_number,
            "out_refund_no": refund.number,
            "transaction_id": order.platform_number,
            "out_trade_no": order.number,
            "channel": "ORIGINAL",
            "user_received_account": "支付用户零钱",
            "create_time": _time(refund.created_at),
            "status": "SUCCESS" if refund.done_at else "PROCESSING",
            "amount": {
                "total": order.total,
                "refund": refund.amount,
                "payer_total": order.total,
                "payer_refund": refund.amount,
                "currency": "CNY",
            },
        }
        if refund.done_at:
            fields["success_time"] = _time(refund.done_at)
        return fields

    def refund_notice(self, order, refund):
        """Return the fields of a refund's notification: no app, no currency."""
        fields = self.refund(order, refund)
        return {
            "mchid": self._parties.mchid,
            "transaction_id": fields["transaction_id"],
            "out_trade_no": fields["out_trade_no"],
            "refund_id": fields["refund_id"],
            "out_refund_no": fields["out_refund_no"],
            "refund_status": fields["status"],
            "success_time": fields.get("success_time"),
            "user_received_account": fields["user_received_account"],
            "amount": {k: v for k, v in fields["amount"].items() if k != "currency"},
        }

    def envelope(self, key, event, kind, fields):
        """Return the bytes of a notification around its encrypted fields."""
        text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        nonce, ciphertext = crypto.encrypt(
            self._parties.api_v3_key.encode(), text, kind
        )
        return json.dumps(
            {
                "id": key,
                "create_time": _time(self._clock()),
                "resource_type": "encrypt-resource",
                "event_type": event,
                "summary": "支付成功" if kind == "transaction" else "退款成功",
                "resource": {
                    "original_type": kind,
                    "algorithm": "AEAD_AES_256_GCM",
                    "ciphertext": ciphertext,
                    "associated_data": kind,
                    "nonce": nonce,
                },
            },
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()


def _time(moment):
    return moment.astimezone(BEIJING).isoformat(timespec="seconds")

"""The payer's phone as web pages: what can be paid, and a button to pay it."""

from html import escape

from .book import NOTPAY, SUCCESS, USERPAYING

_NAMES = {"alipay": "支付宝", "wechatpay": "微信支付"}
_STATES = {
    NOTPAY: "待支付",
    USERPAYING: "请输入支付密码",
    SUCCESS: "支付成功",
    "CLOSED": "已关闭",
    "REVOKED": "已撤销",
    "PAYERROR": "支付失败",
}
_STYLE = """
body{font:16px sans-serif;max-width:30em;margin:1em auto;padding:0 1em;color:#222}
article{border:1px solid #ccc;border-radius:.5em;padding:.7em 1em;margin:.7em 0}
b{font-size:1.4em}button{font:inherit;padding:.4em 1.4em;border-radius:.4em;border:0;
background:#1677ff;color:#fff;margin:.15em}button.no{background:#888}
.wechatpay button.yes{background:#07c160}
form{display:inline}small{color:#777}code{font-size:1.3em}
input{font:inherit;padding:.3em;width:60%}
"""


def _page(body, title="手机"):
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{escape(title)}</h1>{body}</body></html>"
    )


def _button(action, label, kind="yes", **hidden):
    fields = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(str(value))}">'
        for name, value in hidden.items()
    )
    return (
        f'<form method="post" action="{escape(action)}">{fields}'
        f'<button class="{kind}">{escape(label)}</button></form>'
    )


def order_card(order, back="/phone"):
    """Return the HTML of an order with the buttons that its state allows."""
    buttons = ""
    if order.state == NOTPAY:
        buttons = _button("/phone/pay", "确认支付", token=order.token, back=back)
    elif order.state == USERPAYING:
        buttons = _button(
            "/phone/pay", "输入密码并支付", token=order.token, back=back
        ) + _button("/phone/give_up", "取消", "no", token=order.token, back=back)
    return (
        f'<article class="{order.platform}" data-number="{escape(order.number)}">'
        f"<small>{_NAMES[order.platform]} · {escape(order.number)}</small>"
        f"<p>{escape(order.subject)}<br><b>¥{order.total / 100:.2f}</b> "
        f"{_STATES[order.state]}</p>{buttons}</article>"
    )


def home(orders, code=""):
    """Return the page of all orders, the youngest first."""
    shown = f"<p>付款码 <code id='code'>{escape(code)}</code></p>" if code else ""
    codes = "".join(
        _button("/phone/code", f"{name}付款码{words}", platform=key, password=password)
        for key, name in _NAMES.items()
        for password, words in (("", ""), ("1", "（需密码）"))
    )
    scan = (
        '<form method="post" action="/phone/scan"><input name="text" '
        'placeholder="二维码内容"><button>扫一扫</button></form>'
    )
    listed = "".join(
        order_card(one)
        for one in sorted(orders, key=lambda one: one.created_at, reverse=True)[:50]
    )
    return _page(f"{shown}<p>{codes}</p><p>{scan}</p>{listed or '<p>没有订单</p>'}")


def cashier(order, back):
    """Return the page that asks for one payment.

    :param back: where to go once it is paid
    """
    after = (
        ""
        if order.state in (NOTPAY, USERPAYING)
        else f'<a href="{escape(back)}">返回</a>'
    )
    return _page(order_card(order, back) + after, f"{_NAMES[order.platform]}收银台")


def error(message):
    """Return the page of a refusal."""
    return _page(f"<p id='error'>{escape(message)}</p>", "出错了")


# For a page that runs inside WeChat: what WeChat's browser brings along.
BRIDGE = """
window.WeixinJSBridge = {
  invoke: function (name, params, done) {
    if (name !== 'getBrandWCPayRequest') { done({err_msg: name + ':fail'}); return; }
    fetch('%s/phone/jsapi', {method: 'POST', body: JSON.stringify(params)})
      .then(function (answer) { return answer.json(); })
      .then(done, function () { done({err_msg: 'get_brand_wcpay_request:fail'}); });
  }
};
document.dispatchEvent(new Event('WeixinJSBridgeReady'));
"""

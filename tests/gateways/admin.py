"""The switches and acts as JSON over HTTP, for tests in another process.

POST /admin/faults   {"where": "wechatpay.native", "kind": "lost", "times": 1, …}
POST /admin/clear    switches all faults off
POST /admin/pay      {"platform": "alipay", "number": "…"}
POST /admin/code     {"platform": "wechatpay", "password": true, "poor": false}
POST /admin/release  {"reverse": true}: sends what was held
POST /admin/skew     {"seconds": 240}: the platforms' clock
GET  /admin/orders, /admin/deliveries, /admin/settings
"""

import json
from datetime import timedelta


def act(double, path, body):
    """Return (answer, HTTP status) of a request to `/admin/…`."""
    acts = {
        "faults": _fault,
        "clear": lambda double, _given: double.faults.clear(),
        "pay": _pay,
        "code": lambda double, given: double.book.new_code(**given),
        "release": lambda double, given: double.notices.release(**given),
        "skew": _skew,
        "orders": _orders,
        "deliveries": _deliveries,
        "settings": lambda double, _given: double.settings(),
    }
    found = acts.get(path.removeprefix("/admin/"))
    if found is None:
        return {"error": "no such act"}, 404
    try:
        return {"result": found(double, json.loads(body or b"{}"))}, 200
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return {"error": str(error)}, 400


def _fault(double, given):
    double.faults.add(**given)


def _pay(double, given):
    if double.order(**given) is None:
        raise ValueError("no such order")
    return double.pay(**given)


def _skew(double, given):
    double.skew = timedelta(seconds=given["seconds"])


def _orders(double, _given):
    return [
        {
            "platform": one.platform,
            "number": one.number,
            "state": one.state,
            "fen": one.total,
            "refunded_fen": one.refunded,
            "platform_number": one.platform_number,
            "way": one.way,
            "token": one.token,
        }
        for one in list(double.book.orders.values())
    ]


def _deliveries(double, _given):
    return [
        {
            "platform": one.platform,
            "event": one.event,
            "number": one.order_number,
            "url": one.url,
            "attempt": one.attempt,
            "status": one.status,
            "accepted": one.accepted,
        }
        for one in list(double.notices.deliveries)
    ]

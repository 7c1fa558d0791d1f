"""The protocols of Alipay and WeChat Pay in plain Python: no Odoo, no database."""

from .alipay import AlipayClient, Cancelled, PaymentForm
from .alipay_signing import encode_form
from .bills import (
    BadBill,
    BillRow,
    FlowRow,
    read_alipay_trades,
    read_wechat_flow,
    read_wechat_trades,
)
from .errors import (
    BadKey,
    BadNotification,
    BadSignature,
    NotReady,
    PlatformError,
    Refused,
    ResultUnknown,
)
from .money import check_yuan, fen_to_yuan, parse_yuan, yuan_text, yuan_to_fen
from .results import Notification, Refund, Trade
from .wechatpay import WechatPayClient
from .wechatpay_oauth import WechatOAuth
from .wechatpay_signing import KeyRing

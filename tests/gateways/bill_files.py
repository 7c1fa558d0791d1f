"""The daily bill files, in the platforms' own layouts."""

import io
import zipfile
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from .book import BEIJING

# What the platforms keep of a payment: 0.6 %.
RATE = Decimal("0.006")

_WECHAT = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,"
    "交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,"
    "商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
    "手续费,费率,订单金额,申请退款金额,费率备注"
)
_WECHAT_TOTALS = (
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,"
    "申请退款总金额"
)
_FLOW = (
    "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),"
    "账户结余(元),资金变更提交申请人,备注,业务凭证号"
)
_FLOW_TOTALS = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额"
_ALIPAY = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,"
    "操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,"
    "支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,"
    "卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"
)


def _yuan(fen):
    return f"{Decimal(fen) / 100:.2f}"


def _fee(fen, places="0.00001"):
    return (Decimal(fen) / 100 * RATE).quantize(Decimal(places), ROUND_HALF_UP)


def _time(moment):
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def _ticks(values):
    return ",".join(f"`{value}" for value in values)


def wechat_trades(paid, back, parties):
    """Return the bytes of a trade bill of type ALL."""
    lines, fees = [], Decimal(0)
    for order, refund in [*((order, None) for order in paid), *back]:
        amount = refund.amount if refund else order.total
        fee = -_fee(amount) if refund else _fee(amount)
        fees += fee
        none = "0.00"
        lines.append(
            _ticks(
                [
                    _time(refund.done_at if refund else order.paid_at),
                    parties.appid,
                    parties.mchid,
                    "0",
                    "",
                    order.platform_number,
                    order.number,
                    order.payer,
                    order.way.upper(),
                    "REFUND" if refund else "SUCCESS",
                    "OTHERS",
                    "CNY",
                    none if refund else _yuan(amount),
                    none,
                    refund.platform_number if refund else "0",
                    refund.number if refund else "0",
                    _yuan(amount) if refund else none,
                    none,
                    "ORIGINAL" if refund else "",
                    "SUCCESS" if refund else "",
                    order.subject,
                    "",
                    fee,
                    "0.60%",
                    none if refund else _yuan(amount),
                    _yuan(amount) if refund else none,
                    "",
                ]
            )
        )
    received = _yuan(sum(order.total for order in paid))
    returned = _yuan(sum(refund.amount for _order, refund in back))
    totals = _ticks(
        [
            f"{len(lines)}.0",
            received,
            returned,
            "0.00",
            fees.quantize(Decimal("0.01"), ROUND_HALF_UP),
            received,
            returned,
        ]
    )
    text = "\r\n".join([_WECHAT, *lines, _WECHAT_TOTALS, totals]) + "\r\n"
    return text.encode("utf-8-sig")


def wechat_flow(paid, back, _parties):
    """Return the bytes of a fund-flow bill: payments with their fees, and refunds."""
    movements = []
    for order in paid:
        fee = int((_fee(order.total, "0.01") * 100).to_integral_value())
        movements.append((order.paid_at, order, "交易", "收入", order.total, ""))
        movements.append((order.paid_at, order, "扣除交易手续费", "支出", fee, ""))
    for order, refund in back:
        movements.append(
            (refund.done_at, order, "退款", "支出", refund.amount, refund.number)
        )
    lines, balance, sums, counts = [], 0, {"收入": 0, "支出": 0}, {"收入": 0, "支出": 0}
    for index, (moment, order, business, way, fen, number) in enumerate(movements):
        balance += fen if way == "收入" else -fen
        sums[way] += fen
        counts[way] += 1
        lines.append(
            _ticks(
                [
                    _time(moment),
                    order.platform_number,
                    f"{order.platform_number}{index}",
                    business,
                    business,
                    way,
                    _yuan(fen),
                    _yuan(balance),
                    "system",
                    "",
                    number or order.number,
                ]
            )
        )
    totals = _ticks(
        [
            f"{len(lines)}.0",
            f"{counts['收入']}.0",
            _yuan(sums["收入"]),
            f"{counts['支出']}.0",
            _yuan(sums["支出"]),
        ]
    )
    return "\r\n".join([_FLOW, *lines, _FLOW_TOTALS, totals, ""]).encode()


def alipay_trades(day, paid, back, seller_id):
    """Return the bytes of a zip with the details and the summary of a day."""
    lines = []
    for order, refund in [*((order, None) for order in paid), *back]:
        amount = -refund.amount if refund else order.total
        done = refund.done_at if refund else order.paid_at
        fee = _fee(abs(amount), "0.01")
        kind = "退款" if refund else "交易"
        lines.append(
            f"{order.platform_number}\t,{order.number}\t,{kind}\t,"
            f"{order.subject},{_time(order.created_at)},{_time(done)},\t,\t,\t,\t,"
            f"*䶮(602***@qq.com)\t,{_yuan(amount)},{_yuan(amount)},0.00,0.00,0.00,0.00,"
            f"0.00,,0.00\t,0.00,{refund.number if refund else ''}\t,"
            f"{fee if refund else -fee},0.00,{order.subject}"
        )
    received = _yuan(sum(order.total for order in paid))
    returned = _yuan(-sum(refund.amount for _order, refund in back))
    rule = "#" + "-" * 41
    span = (
        f"#起始日期：[{day:%Y年%m月%d日} 00:00:00]   "
        f"终止日期：[{day + timedelta(days=1):%Y年%m月%d日} 00:00:00]"
    )
    account = f"#账号：[{seller_id}0156]"
    totals = [
        f"#交易合计：{len(paid)}笔，商家实收共{received}元，商家优惠共0.00元",
        f"#退款合计：{len(back)}笔，商家实收退款共{returned}元，商家优惠退款共0.00元",
    ]
    details = [
        "#支付宝业务明细查询",
        account,
        span,
        f"{rule}业务明细列表{rule[1:]}",
        _ALIPAY,
        *lines,
        f"{rule}业务明细列表结束{rule[1:]}",
        *totals,
        f"#导出时间：[{day + timedelta(days=1):%Y年%m月%d日} 05:46:49]",
    ]
    summary = ["#支付宝业务汇总查询", account, span, *totals]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        name = f"{seller_id}0156_{day:%Y%m%d}_业务明细"
        for suffix, part in (("", details), ("(汇总)", summary)):
            member = _gbk_member(f"{name}{suffix}.csv")
            archive.writestr(member, "\r\n".join([*part, ""]).encode("gb18030"))
    return packed.getvalue()


class _GbkMember(zipfile.ZipInfo):
    """A member whose name is written as GBK bytes without the UTF-8 mark."""

    def _encodeFilenameFlags(self):  # noqa: N802 (the library's name)
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


def _gbk_member(name):
    member = _GbkMember(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member

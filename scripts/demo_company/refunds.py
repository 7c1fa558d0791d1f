"""Prepayments given back: one transferred, one that waits for cash, one asked for."""

import datetime

from .clock import TODAY
from .desk_work import approve

DAY = datetime.timedelta(days=1)


def make(env, users, clock):
    """Of households that paid more than they owe."""
    households = env["heating.household"].search(
        [("category_id.code", "=", "resident"), ("customer_id.phone", "!=", False)]
    )
    households = iter(
        each for each in households if each.advance_balance and not each.amount_due
    )
    methods = {
        method.kind: method for method in env["heating.tender.method"].search([])
    }
    for days, kind, reason, ending in (
        (6, "transfer", "多交 300 元，要求退回银行卡", "paid"),
        (3, "cash", "多交 300 元，年老不用银行卡", "approve"),
        (1, "transfer", "不再预存，要求退回", "ask"),
    ):
        household = next(households, None)
        if not household:
            return
        clock.at(TODAY - days * DAY, 10)
        account = {}
        if kind == "transfer":
            account = {
                "account_holder": household.customer_id.name,
                "bank_name": "中国建设银行城东支行",
                "account_number": f"6217 0001 0000 {household.id:04d}",
            }
        refund = (
            env["heating.refund"]
            .with_user(users["clerk"])
            .create(
                {
                    "household_id": household.id,
                    "kind": "overpaid",
                    "reason": reason,
                    "method_id": methods[kind].id,
                    **account,
                }
            )
        )
        if ending == "ask":
            refund.request_validation()
            continue
        clock.at(TODAY - (days - 1) * DAY, 15)
        approve(users, refund)
        if ending == "paid":
            clock.at(TODAY - (days - 2) * DAY, 9)
            accountant = refund.with_user(users["accountant"])
            accountant.action_pay_out(f"CCB{TODAY:%Y%m%d}0731")

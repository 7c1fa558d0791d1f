"""Acts about debts: reduced, paid in parts, waived; asked for and agreed to."""

import datetime

from . import pictures
from .clock import TODAY
from .desk_work import approve, attach, decide
from .season import END

DAY = datetime.timedelta(days=1)


def make(env, users, clock, households):
    """Some of each kind, as far as people would have come.

    :param households: households that owe, which nothing else is done with
    """
    # they have an open bill and older arrears
    households = iter(
        each for each in households if _get_bill(each) and _get_arrears(env, each)
    )
    _reductions(env, users, clock, households)
    _instalments(env, users, clock, households)
    _waivers(env, users, clock, households)


def _reductions(env, users, clock, households):
    """One with its paper, one for cold rooms, one rejected, one that waits."""
    for days, login, code, by, value, reason, ending in (
        (16, "clerk", "low_income", "percent", 50, "低保户，凭民政部门证明", "approve"),
        (9, "accountant", "outage", "days", 3, "主管网抢修停暖三天", "approve"),
        (7, "clerk", "goodwill", "amount", 200, "多次投诉，户主要求补偿", "reject"),
        (2, "clerk", "temperature", "days", 5, "实测室温 15.2 度，次日复测合格", "ask"),
    ):
        clock.at(TODAY - days * DAY, 10)
        household = next(households)
        reduction = (
            env["heating.reduction"]
            .with_user(users[login])
            .create(
                {
                    "household_id": household.id,
                    "season_id": _get_bill(household).season_id.id,
                    "kind_id": env.ref(f"heating_billing.reduction_kind_{code}").id,
                    "by": by,
                    "value": value,
                    "reason": reason,
                }
            )
        )
        if code == "low_income":
            paper = pictures.paper("低保证明", [f"户号：{household.number}"], "民政局")
            attach(reduction, "approval", "低保证明.jpg", paper)
        clock.at(TODAY - (days - 1) * DAY, 15)
        _go_on(users, reduction, ending, "室温达标，不予减免；已向户主说明")


def _instalments(env, users, clock, households):
    """Two plans in three parts: one agreed, one that waits."""
    for days, ending in ((8, "approve"), (1, "ask")):
        clock.at(TODAY - days * DAY, 9, 30)
        bill = _get_bill(next(households))
        part = round(bill.amount_residual / 3, 2)
        parts = (part, part, round(bill.amount_residual - 2 * part, 2))
        plan = (
            env["heating.instalment.plan"]
            .with_user(users["clerk"])
            .create(
                {
                    "bill_id": bill.id,
                    "reason": "一次缴清有困难，户主申请分三期",
                    "line_ids": [
                        (0, 0, {"date": TODAY + ahead * DAY, "amount": amount})
                        for ahead, amount in zip((10, 40, 70), parts, strict=True)
                    ],
                }
            )
        )
        _go_on(users, plan, ending)


def _waivers(env, users, clock, households):
    """Old arrears waived, a late fee waived beforehand, one more that waits."""
    for days, ending in ((12, "approve"), (1, "ask")):
        clock.at(TODAY - days * DAY, 11)
        household = next(households)
        charge = _get_arrears(env, household)
        waiver = (
            env["heating.charge.waiver"]
            .with_user(users["clerk"])
            .create(
                {
                    "charge_id": charge.id,
                    "amount_asked": round(charge.amount_residual * 0.3, 2),
                    "reason": "历史欠费，按清欠方案减三成",
                }
            )
        )
        _go_on(users, waiver, ending)
        clock.at(TODAY - days * DAY, 14)
        waiver = (
            env["heating.late.fee.waiver"]
            .with_user(users["clerk"])
            .create(
                {
                    "bill_id": _get_bill(household).id,
                    "percent": 100,
                    "date_until": END,
                    "reason": "户主住院，本采暖季不计滞纳金",
                }
            )
        )
        _go_on(users, waiver, ending)


def _get_bill(household):
    """The open bill of the season."""
    return household.bill_ids.filtered("amount_residual").sorted("date")[-1:]


def _get_arrears(env, household):
    """An open charge of earlier seasons."""
    return env["heating.charge"].search(
        [
            ("household_id", "=", household.id),
            ("kind", "=", "opening"),
            ("amount_residual", ">", 0),
        ],
        limit=1,
    )


def _go_on(users, act, ending, comment=""):
    """Ask for approval, then approve, reject or leave it waiting."""
    if ending == "approve":
        approve(users, act)
        if act.state == "requested":
            # above an amount the second tier is an accountant's or another approver's
            act.with_user(users["accountant"]).validate_tier()
        return
    act.request_validation()
    if ending == "reject":
        decide(users, act, "reject", comment)

"""Fapiao: one for three households, one taken back, some issued or asked for."""

import datetime

from .clock import TODAY

DAY = datetime.timedelta(days=1)
PAID = 7


def make(env, users, clock):
    """What cashiers asked for in the last days, and what the accountant has issued."""
    bills = env["heating.bill"].search(
        [("amount_total", ">", 0), ("amount_residual", "=", 0)], order="id"
    )
    bills = bills.filtered(lambda bill: not bill.partner_id.is_company)[:PAID]
    if len(bills) < PAID:
        return
    clock.at(TODAY - 6 * DAY, 10)
    together = _ask(
        env,
        users,
        bills[:3],
        buyer_title="示范纺织厂",
        buyer_kind="organisation",
        tax_number="91410800MA4000000P",
        note="职工采暖费，三户合开",
    )
    wrong, plain = (_ask(env, users, bill) for bill in bills[3:5])
    clock.at(TODAY - 5 * DAY, 16)
    for number, fapiao in enumerate((together, wrong, plain), 1):
        _issue(env, users, fapiao, number)
    clock.at(TODAY - 3 * DAY, 15)
    env["heating.fapiao.red"].with_user(users["accountant"]).create(
        {
            "fapiao_id": wrong.id,
            "mode": "whole",
            "reason": "户主要求改开单位抬头，原票作红冲",
            "number": f"26417000000{90:09d}",
            "date": TODAY - 3 * DAY,
        }
    ).action_red()
    clock.at(TODAY - DAY, 11)
    for bill in bills[5:7]:
        _ask(env, users, bill)


def _ask(env, users, bills, **title):
    """A cashier asks for one fapiao over these bills.

    :param title: what its title says other than the archive
    :return: the fapiao
    """
    request = (
        env["heating.fapiao.request"]
        .with_user(users["cashier"])
        .create({"bill_ids": bills.ids})
    )
    if title:
        request.title_ids.write(title)
    return env["heating.fapiao"].browse(request.action_request()["res_id"])


def _issue(env, users, fapiao, number):
    """The accountant notes the number that the tax platform has given."""
    env["heating.fapiao.issue"].with_user(users["accountant"]).create(
        {"fapiao_id": fapiao.id, "number": f"26412000000{number:09d}"}
    ).action_issue()

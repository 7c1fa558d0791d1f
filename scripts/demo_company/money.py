"""Weeks at two desks: shifts, receipts, counts, hand-overs, a void."""

import datetime
import itertools
import random

from .clock import TODAY
from .season import BILLED_ON

DAY = datetime.timedelta(days=1)
KINDS = ["wechat"] * 5 + ["alipay"] * 4 + ["cash"] * 4 + ["card"] * 2 + ["transfer"]


def make_desks(env):
    """A hall with a desk in each branch."""
    desks = env["heating.desk"]
    for number, branch in enumerate(env["heating.branch"].search([]), 1):
        hall = env["heating.hall"].create(
            {"name": branch.name.replace("分公司", "营业厅"), "branch_id": branch.id}
        )
        desks += desks.create(
            {"name": f"{number}号窗口", "code": f"{number:02d}", "hall_id": hall.id}
        )
    return desks


def take(env, users, clock, desks, say):
    """Five weeks of payments; today's shifts stay open.

    :param say: called with the name of each step
    """
    methods = {
        method.kind: method
        for method in env["heating.tender.method"].search([("at_counter", "=", True)])
    }
    households = list(env["heating.household"].search([("bill_ids", "!=", False)]))
    random.shuffle(households)
    first = max(BILLED_ON + 2 * DAY, TODAY - 35 * DAY)
    days = (TODAY - first).days
    numbers = itertools.count(1)
    for offset in range(days + 1):
        day = first + offset * DAY
        if offset % 5 == 0:
            say(f"taking payments: day {offset + 1} of {days + 1}")
        for login, desk in (("cashier", desks[0]), ("cashier2", desks[1])):
            clock.at(day, 8, 30)
            shift = (
                env["heating.shift"]
                .with_user(users[login])
                .create({"desk_id": desk.id, "opening_float": 500})
            )
            # more come as the season nears
            visitors = random.randint(2, 4) + 5 * offset // max(days, 1)
            for visitor in range(visitors):
                clock.at(day, 9 + visitor, random.randint(0, 59))
                _pay(env, shift, households.pop(), methods, numbers, visitor == 1)
            if day == TODAY:
                continue
            clock.at(day, 17, 30)
            expected = shift.sudo()._get_expected_cash()
            short = 10 if (day.day, login) == (20, "cashier2") else 0
            shift.action_close(expected - short)
            if short:
                shift.action_explain("找零时多给 10 元，未找回")
            if offset < days - 1:
                clock.at(day, 18)
                shift.with_user(users["headcashier"]).action_confirm()
        env.cr.commit()
    clock.at(TODAY, 18)
    wrong = env["heating.receipt"].search(
        [("shift_id.state", "=", "open"), ("cashier_id", "=", users["cashier"].id)],
        limit=1,
    )
    if wrong:
        wrong.with_user(users["headcashier"]).action_void("选错用户")


def _pay(env, shift, household, methods, numbers, in_two_ways):
    """One visitor pays all or half, now and then too much."""
    owed = household.amount_due
    if owed <= 0:
        return
    number = next(numbers)
    total = round(owed * random.choice([1, 1, 1, 1, 0.5]), 2)
    parts = [(random.choice(KINDS), total)]
    if in_two_ways and total > 800:
        parts = [("cash", 500.0), ("wechat", round(total - 500, 2))]
    if number % 40 == 0:
        parts[-1] = (parts[-1][0], parts[-1][1] + 300)
    tenders = [{"method": methods[kind], "amount": amount} for kind, amount in parts]
    receipts = env["heating.receipt"].with_user(shift.user_id)
    receipts._take(shift, household, tenders, f"demo-{number:06d}", "advance")
    env.invalidate_all()

"""Weeks at two desks: shifts, receipts, counts, hand-overs, a void."""

import datetime
import itertools
import random

from .clock import TODAY
from .season import BILLED_ON, EARLY_UNTIL

DAY = datetime.timedelta(days=1)
# employers who pay for their staff: how many transfers, of how many flats each
TRANSFERS = 36
STAFF_FLATS = 22
# yuan that some pay before there is a bill
PREPAID = (1000.0, 2000.0, 1500.0, 3000.0)
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


def prepay(env, users, clock, desk):
    """A few pay before there is a bill; the season's bills take it from there."""
    day = BILLED_ON - 3 * DAY
    arrears = env["heating.charge"].search([("kind", "=", "opening")]).household_id
    households = env["heating.household"].search(
        [
            ("supply_state", "=", "supplied"),
            ("category_id.code", "=", "resident"),
            ("community_id.name", "=", "文昌苑"),
            ("id", "not in", arrears.ids),
        ],
        limit=len(PREPAID),
    )
    method = env["heating.tender.method"].search(
        [("at_counter", "=", True), ("kind", "=", "wechat")], limit=1
    )
    clock.at(day, 8, 30)
    shift = (
        env["heating.shift"]
        .with_user(users["cashier"])
        .create({"desk_id": desk.id, "opening_float": 500})
    )
    receipts = env["heating.receipt"].with_user(users["cashier"])
    for number, (household, amount) in enumerate(
        zip(households, PREPAID, strict=True), 1
    ):
        clock.at(day, 9 + number)
        tenders = [{"method": method, "amount": amount}]
        receipts._take(shift, household, tenders, f"demo-ahead-{number}", "advance")
    clock.at(day, 17, 30)
    shift.action_close(shift.sudo()._get_expected_cash())
    clock.at(day, 18)
    shift.with_user(users["headcashier"]).action_confirm()


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
    groups = _choose_employed(env, households)
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
            # employers pay when the early bird is over
            if groups and day > EARLY_UNTIL and (desk == desks[0] or offset % 3 == 0):
                clock.at(day, 16, 40)
                _pay_together(env, shift, groups.pop(), methods, numbers)
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
    wrong = (
        env["heating.receipt"]
        .search(
            [("shift_id.state", "=", "open"), ("cashier_id", "=", users["cashier"].id)]
        )
        .filtered(lambda receipt: len(receipt.household_ids) == 1)
    )
    if wrong:
        wrong[0].with_user(users["headcashier"]).action_void("选错用户")


def _choose_employed(env, households):
    """Take those whose employers pay at the hall, by transfer, out of the visitors.

    :param list households: all that were billed; loses the chosen ones
    :return: groups of households without older arrears, one for each transfer
    :rtype: list[heating.household]
    """
    arrears = env["heating.charge"].search([("kind", "=", "opening")]).household_id
    residents = [
        each
        for each in households
        if each.category_id.code == "resident" and each not in arrears
    ]
    chosen = env["heating.household"].union(*residents[: TRANSFERS * STAFF_FLATS])
    households[:] = [each for each in households if each not in chosen]
    return [
        chosen[first : first + STAFF_FLATS]
        for first in range(0, len(chosen), STAFF_FLATS)
    ]


def _pay_together(env, shift, households, methods, numbers):
    """One transfer pays for the flats of an employer's staff."""
    owed = round(sum(households.mapped("amount_due")), 2)
    tenders = [{"method": methods["transfer"], "amount": owed}]
    receipts = env["heating.receipt"].with_user(shift.user_id)
    key = f"demo-{next(numbers):06d}"
    receipts._take(shift, households, tenders, key, "advance")
    env.invalidate_all()


def _pay(env, shift, household, methods, numbers, in_two_ways):
    """One visitor pays all or half, now and then too much."""
    owed = household.amount_due
    if owed <= 0:
        return
    number = next(numbers)
    share = random.choice([1, 1, 1, 1, 0.5])
    if share == 1:
        # what the counter's screen takes off for the early bird
        offers = household.bill_ids._get_discount_offers(env.company._heating_today())
        owed -= sum(float(offer.discount) for offer in offers.values())
    total = round(owed * share, 2)
    parts = [(random.choice(KINDS), total)]
    if in_two_ways and total > 800:
        parts = [("cash", 500.0), ("wechat", round(total - 500, 2))]
    if number % 40 == 0:
        parts[-1] = (parts[-1][0], parts[-1][1] + 300)
    tenders = [{"method": methods[kind], "amount": amount} for kind, amount in parts]
    receipts = env["heating.receipt"].with_user(shift.user_id)
    receipts._take(shift, household, tenders, f"demo-{number:06d}", "advance")
    env.invalidate_all()

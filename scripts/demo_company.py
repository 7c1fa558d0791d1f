"""Run in “odoo shell”: fills a fresh database with a company that looks alive.

Everything goes through the product's own doors, as the person of each role would: the
ledger is imported, the tariff approved by another, the season rehearsed, approved and
billed, money taken at desks in shifts over the last weeks, tickets followed up. Only
the clock is set back, so that the figures are spread over days.
"""

import base64
import datetime
import logging
import pathlib
import random

from freezegun import freeze_time

import odoo.modules

logging.getLogger("odoo.addons.queue_job").setLevel(logging.ERROR)
random.seed(2026)
env = env(
    context={
        **env.context,
        "lang": "zh_CN",
        "tz": "Asia/Shanghai",
        "queue_job__no_delay": True,
    }
)
LEDGER = pathlib.Path(
    odoo.modules.get_module_path("heating_customer"), "demo", "ledger-2026.xlsx"
)
SEASON_START = datetime.date(2026, 11, 15)
TODAY = datetime.date.today()
BILLED_ON = min(datetime.date(2026, 10, 8), TODAY - datetime.timedelta(days=40))

PEOPLE = {
    "clerk": ("档案员", "archive_clerk"),
    "approver": ("审批人", "approver"),
    "cashier": ("收费员一", "cashier"),
    "cashier2": ("收费员二", "cashier"),
    "headcashier": ("收费主管", "head_cashier"),
    "accountant": ("会计", "accountant"),
    "service": ("客服", "service_agent"),
    "service2": ("客服二", "service_agent"),
    "field": ("维修工", "field_worker"),
    "inspector": ("稽查员", "inspector"),
    "manager": ("经理", "manager"),
    "east": ("城东档案员", "archive_clerk"),
}


def say(text):
    """A step that scripts/demo.sh shows while it waits."""
    print(f"==> {text}", flush=True)


def at(day, hour=9, minute=0):
    """The clock at an hour of a day in China, as UTC."""
    moment = datetime.datetime.combine(day, datetime.time(hour, minute))
    return freeze_time(moment - datetime.timedelta(hours=8), ignore=["psycopg2"])


def make_people():
    """A user for each role, in Chinese and in China's time."""
    env["res.lang"]._activate_lang("zh_CN")
    common = {"lang": "zh_CN", "tz": "Asia/Shanghai"}
    users = {"admin": env.ref("base.user_admin")}
    users["admin"].write({**common, "name": "系统管理员", "password": "admin"})
    all_roles = env["res.groups"].search(
        [
            (
                "privilege_id.category_id",
                "=",
                env.ref("heating_customer.module_category_heating").id,
            )
        ]
    )
    users["admin"].write({"group_ids": [(4, group.id) for group in all_roles]})
    for login, (name, role) in PEOPLE.items():
        users[login] = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": name,
                    "login": login,
                    "password": login,
                    "group_ids": [(4, env.ref(f"heating_customer.group_{role}").id)],
                    **common,
                }
            )
        )
    env.ref("base.partner_root").lang = "zh_CN"
    env.company.partner_id.lang = "zh_CN"
    return users


def import_ledger(users):
    """The hand-kept ledger, as the administrator imports it."""
    job = (
        env["heating.ledger.import"]
        .with_user(users["admin"])
        .create(
            {
                "file": base64.b64encode(LEDGER.read_bytes()),
                "filename": LEDGER.name,
            }
        )
    )
    job.action_preview()
    job.action_import()
    users["east"].heating_branch_ids = env["heating.branch"].search(
        [("name", "=", "城东分公司")]
    )
    users["field"].heating_branch_ids = env["heating.branch"]
    return job


def make_season(users):
    """The season and the city's prices, made by one and approved by another."""
    season = env["heating.season"].search([("date_start", "=", SEASON_START)])
    season = season or env["heating.season"].create(
        {"date_start": SEASON_START, "date_end": datetime.date(2027, 3, 14)}
    )
    prices = {"resident": 20, "business": 28, "school": 22, "institution": 24}
    categories = env["heating.category"].search([("code", "in", list(prices))])
    tariff = (
        env["heating.tariff"]
        .with_user(users["admin"])
        .create(
            {
                "name": "2026-2027 采暖季收费标准",
                "season_id": season.id,
                "price_ids": [
                    (0, 0, {"category_id": each.id, "price": prices[each.code]})
                    for each in categories
                ],
                "share_ids": [
                    (0, 0, {"supply_state": "stopped", "share": 0.3}),
                    (0, 0, {"supply_state": "cut_off", "share": 0.3}),
                ],
                "clause": "演示用价格：居民 20 元/㎡，报停收取 30% 基本热费。",
            }
        )
    )
    tariff.with_user(users["approver"]).action_approve()
    return season


def bill(users, season):
    """Rehearsal, approval by another, and the real run."""
    with at(BILLED_ON):
        run = (
            env["heating.bill.run"]
            .with_user(users["accountant"])
            .create({"season_id": season.id, "date": BILLED_ON})
        )
        run.action_rehearse()
        run.with_user(users["approver"]).action_approve()
        run.action_start()
    return run


def make_desks():
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


def take_money(users, desks):
    """Five weeks at two desks: shifts opened, receipts, counts, hand-overs, a void."""
    methods = {
        method.kind: method
        for method in env["heating.tender.method"].search([("at_counter", "=", True)])
    }
    households = list(env["heating.household"].search([("bill_ids", "!=", False)]))
    random.shuffle(households)
    kinds = ["wechat"] * 5 + ["alipay"] * 4 + ["cash"] * 4 + ["card"] * 2 + ["transfer"]
    first = max(
        BILLED_ON + datetime.timedelta(days=2), TODAY - datetime.timedelta(days=35)
    )
    days = (TODAY - first).days
    serial = 0
    for offset in range(days + 1):
        day = first + datetime.timedelta(days=offset)
        for who, desk in (("cashier", desks[0]), ("cashier2", desks[1])):
            with at(day, 8, 30):
                shift = (
                    env["heating.shift"]
                    .with_user(users[who])
                    .create({"desk_id": desk.id, "opening_float": 500})
                )
            # more come as the season nears
            for visitor in range(random.randint(2, 4) + 5 * offset // max(days, 1)):
                household = households.pop()
                owed = household.amount_due
                if owed <= 0:
                    continue
                serial += 1
                total = round(owed * random.choice([1, 1, 1, 1, 0.5]), 2)
                parts = [(random.choice(kinds), total)]
                if visitor == 1 and total > 800:
                    parts = [("cash", 500.0), ("wechat", round(total - 500, 2))]
                if serial % 40 == 0:
                    parts[-1] = (parts[-1][0], parts[-1][1] + 300)
                tenders = [
                    {"method": methods[kind], "amount": amount}
                    for kind, amount in parts
                ]
                with at(day, 9 + visitor, random.randint(0, 59)):
                    env["heating.receipt"].with_user(users[who])._take(
                        shift, household, tenders, f"demo-{serial:06d}", "advance"
                    )
                env.invalidate_all()
            if day == TODAY:
                continue
            with at(day, 17, 30):
                expected = shift.sudo()._get_expected_cash()
                short = 10 if (day.day, who) == (20, "cashier2") else 0
                shift.action_close(expected - short)
            if offset < days - 1:
                with at(day, 18):
                    shift.with_user(users["headcashier"]).action_confirm()
        env.cr.commit()
    wrong = env["heating.receipt"].search(
        [("shift_id.state", "=", "open"), ("cashier_id", "=", users["cashier"].id)],
        limit=1,
    )
    if wrong:
        wrong.with_user(users["headcashier"]).action_void("选错用户")


def make_tickets(users):
    """Tickets in every state, each brought there by the people who would."""
    households = env["heating.household"].search([("supply_state", "=", "supplied")])
    sample = random.sample(list(households), 14)
    texts = [
        ("too_cold", "室温不足16度", "客厅和卧室都不热，已关窗两天"),
        ("repair", "暖气片漏水", "次卧暖气片接口滴水"),
        ("repair", "入户阀门打不开", "阀门锈死，请上门处理"),
        ("billing", "咨询面积与房本不符", "账单面积比房产证多3平方米"),
        ("complaint", "维修工未按约上门", "约好上午，一直没来"),
        ("outage", "整栋楼停暖", "早上七点起整栋楼都不热"),
        ("repair", "更换排气阀", "暖气里有水声"),
    ]
    tickets = env["helpdesk.ticket"].with_user(users["service"])
    made = []
    for number, household in enumerate(sample):
        kind, name, description = texts[number % len(texts)]
        made.append(
            tickets.create(
                {
                    "name": name,
                    "description": description,
                    "kind": kind,
                    "household_id": household.id,
                }
            )
        )
    for number, ticket in enumerate(made):
        step = number % 7
        if step == 6:
            ticket.action_cancel("用户重复来电")
            continue
        if step >= 1:
            ticket.action_assign(users["field"].id)
        worker = ticket.with_user(users["field"])
        if step >= 2:
            worker.action_start()
        if step >= 3:
            worker.action_done("已上门处理，排气后正常，室温21度")
        if step >= 4:
            env["heating.follow.up"].with_user(users["service2"]).create(
                {
                    "ticket_id": ticket.id,
                    "outcome": "satisfied" if step == 4 else "unsatisfied",
                    "rating": "5" if step == 4 else "2",
                    "remark": "用户满意" if step == 4 else "仍然不热",
                }
            )


def make_applications(users):
    """Stops for the next season: drafts, some that wait, some approved."""
    households = env["heating.household"].search(
        [("supply_state", "=", "supplied"), ("category_id.code", "=", "resident")]
    )
    reasons = ["长期外出", "房屋出租空置", "新房未入住", "自用电采暖", "准备出售"]
    clear = [household for household in households if not household.amount_due]
    for number, household in enumerate(random.sample(clear, 7)):
        application = (
            env["heating.application"]
            .with_user(users["clerk"])
            .create(
                {
                    "type_id": env.ref("heating_customer.application_type_stop").id,
                    "household_id": household.id,
                    "date_from": datetime.date(2027, 11, 15),
                    "reason": reasons[number % len(reasons)],
                }
            )
        )
        if number >= 2:
            application.request_validation()
        if number >= 5:
            application.with_user(users["approver"]).validate_tier()


def make_householder():
    """A customer who has a ticket and signs in on the portal."""
    household = env["helpdesk.ticket"].search([], order="id", limit=1).household_id
    customer = household.customer_id
    env["res.users"].with_context(no_reset_password=True).create(
        {
            "partner_id": customer.id,
            "name": customer.name,
            "login": "household",
            "password": "household",
            "group_ids": [(6, 0, env.ref("base.group_portal").ids)],
            "lang": "zh_CN",
            "tz": "Asia/Shanghai",
        }
    )


def main():
    """Make the company, a step at a time."""
    users = make_people()
    env.cr.commit()
    say("importing the ledger")
    import_ledger(users)
    env.cr.commit()
    say("billing the season")
    season = make_season(users)
    bill(users, season)
    env.cr.commit()
    say("taking payments")
    take_money(users, make_desks())
    env.cr.commit()
    say("tickets and applications")
    make_tickets(users)
    make_applications(users)
    make_householder()
    env.cr.commit()


main()

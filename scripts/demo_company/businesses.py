"""Businesses of every type, each brought as far as people would have by now."""

import datetime

from . import pictures
from .clock import TODAY
from .desk_work import approve, attach, confirm, decide, pay, write
from .season import END, START

DAY = datetime.timedelta(days=1)
# the last day on which a business of the season still makes sense
LAST = END - 45 * DAY


def make_early(env, users, clock, day):
    """A place that never opened leaves the network before the season is billed."""
    household = env["heating.household"].search(
        [("supply_state", "=", "not_opened"), ("category_id.code", "=", "business")]
    )
    household = next((each for each in household if not each.amount_due), None)
    if not household:
        return
    clock.at(day - 6 * DAY, 10)
    application = write(
        env, users, "leave", household, day, reason="门面房拆迁，申请撤网"
    )
    attach(
        application,
        "approval",
        "拆迁通知书.jpg",
        pictures.paper("房屋征收补偿决定", [f"户号：{household.number}"], "住建局"),
    )
    clock.at(day - 4 * DAY, 16)
    _approve_all(users, application)
    clock.at(day, 11)
    confirm(users, application, day, "F20260102")


def make(env, users, clock, clear, owing):
    """The last weeks' applications, but for stops: those stand in ``applications``.

    :param clear: households in heat that owe nothing
    :param owing: households in heat with debts of earlier seasons
    """
    clear, owing = iter(clear), iter(owing)
    if TODAY <= LAST:
        _supply(env, users, clock, clear)
        _cut_off(env, users, clock, owing)
    _customers(env, users, clock, clear)
    _spaces(env, users, clock, clear)
    _joining(env, users, clock, owing)
    _confirm_notices(env, users, clock)


def restore(env, users, clock):
    """Two stopped households want their heat back: one has it, one owes the fee."""
    if TODAY > LAST:
        return
    stopped = env["heating.household"].search(
        [
            ("supply_state", "=", "stopped"),
            ("category_id.code", "=", "resident"),
            ("bill_ids", "!=", False),
            ("is_on_hold", "=", False),
        ]
    )
    # none whose business is still open
    busy = env["heating.application"].search(
        [("state", "in", ("draft", "requested", "approved"))]
    )
    households = (stopped - busy.household_id)[:2]
    for number, household in enumerate(households):
        clock.at(TODAY, 17, 10 + number)
        pay(env, users, household, f"restore-{number}", "wechat")
        application = write(
            env, users, "restore", household, TODAY, reason="住户已返回，申请恢复供暖"
        )
        clock.at(TODAY, 17, 20 + number)
        approve(users, application)
        if number:
            continue
        pay(env, users, household, "restore-fee", "cash")
        confirm(users, application, TODAY, "F20260170")


def _approve_all(users, application):
    """All tiers, each by another approver."""
    approve(users, application)
    if application.state == "requested":
        application.with_user(users["approver2"]).validate_tier()


def _supply(env, users, clock, clear):
    """Late starts, stops in mid-season, a stop after the deadline."""
    first = max(START, TODAY - 11 * DAY)
    clock.at(min(START - 20 * DAY, TODAY - 2 * DAY), 9, 40)
    late = write(
        env,
        users,
        "late_start",
        next(clear),
        max(START, TODAY) if TODAY < START else START,
        date_to=START + 29 * DAY,
        reason="装修未完工，推迟一个月供暖",
    )
    attach(late, "application", "推迟供暖申请表.jpg", _form("推迟供暖申请表", late))
    approve(users, late)
    if TODAY >= START - 2 * DAY:
        clock.at(START - 2 * DAY, 15)
        confirm(users, late, START - 2 * DAY, "F20260133")
    clock.at(TODAY, 9, 10)
    write(
        env,
        users,
        "late_start",
        next(clear),
        max(START, TODAY + DAY),
        date_to=max(START, TODAY) + 20 * DAY,
        reason="房屋年底交付，申请推迟供暖",
    )

    clock.at(TODAY - 9 * DAY, 10)
    mid = write(
        env, users, "mid_stop", next(clear), first, reason="全家赴外地过冬，中途停暖"
    )
    attach(mid, "identity", "身份证.jpg", pictures.paper("居民身份证（复印件）", []))
    clock.at(TODAY - 8 * DAY, 9)
    approve(users, mid)
    clock.at(TODAY - 7 * DAY, 14)
    confirm(users, mid, TODAY - 7 * DAY, "F20260151")
    clock.at(TODAY - DAY, 11)
    write(
        env, users, "mid_stop", next(clear), max(START, TODAY + 4 * DAY), reason="外出"
    ).request_validation()

    clock.at(TODAY - 5 * DAY, 9)
    stop = write(
        env, users, "stop", next(clear), TODAY + 5 * DAY, reason="老人住院，房屋空置"
    )
    attach(stop, "other", "住院证明.jpg", pictures.paper("住院证明", [], "县人民医院"))
    clock.at(TODAY - 4 * DAY, 10)
    stop.with_user(users["approver"]).action_allow_late(
        "老人突发疾病住院，凭住院证明特批"
    )
    clock.at(TODAY - 4 * DAY, 11)
    stop.request_validation()
    clock.at(TODAY - 3 * DAY, 9)
    stop.with_user(users["approver2"]).validate_tier()


def _cut_off(env, users, clock, owing):
    """One reconnected but for its fee, one cut off, one approved, one too early."""
    households = [next(owing) for _number in range(4)]
    applications = []
    for number, household in enumerate(households):
        # the last is written after its only notice, which is too few
        clock.at(TODAY - (13 if number < 3 else 5) * DAY, 9, 10 * number)
        days = (30, 16) if number < 3 else (6,)
        application = write(
            env,
            users,
            "cut_off",
            household,
            max(START, TODAY - (8 - 3 * number) * DAY),
            reason="历年欠费经两次催缴仍未缴纳",
            warning_ids=[
                (
                    0,
                    0,
                    {
                        "date": TODAY - ago * DAY,
                        "means": "paper" if ago > 16 else "call",
                        "user_id": users["field"].id,
                        "note": "通知单张贴于入户门"
                        if ago > 16
                        else "户主本人接听，称近期缴",
                    },
                )
                for ago in days
            ],
        )
        applications.append(application)
        if number < 3:
            clock.at(TODAY - 12 * DAY, 15)
            _approve_all(users, application)
    for number, application in enumerate(applications[:2]):
        day = TODAY - (8 - 3 * number) * DAY
        clock.at(day, 10)
        confirm(users, application, day, f"F2026016{number + 2}")
    # after the day's visitors, who have the receipts before these
    clock.at(TODAY, 17)
    pay(env, users, households[0], "cut-off-paid", "card")
    clock.at(TODAY, 17, 2)
    approve(
        users,
        write(env, users, "reconnect", households[0], TODAY, reason="欠费已全部结清"),
    )


def _customers(env, users, clock, clear):
    """Changes of customer and of payer."""
    buyers = (
        env["res.partner"]
        .with_user(users["clerk"])
        .create(
            [
                {"name": "赵文静", "phone": "19900112233"},
                {"name": "孙立军", "phone": "19900445566"},
                {
                    "name": "豫西机械有限公司",
                    "phone": "03916699001",
                    "is_company": True,
                },
            ]
        )
    )
    for number, (buyer, days) in enumerate(zip(buyers[:2], (10, 3), strict=True)):
        clock.at(TODAY - days * DAY, 9, 30)
        transfer = write(
            env,
            users,
            "transfer",
            next(clear),
            TODAY - days * DAY,
            new_customer_id=buyer.id,
            reason="二手房买卖",
        )
        attach(
            transfer,
            "sale",
            "房屋买卖合同.jpg",
            pictures.paper("房屋买卖合同", [f"买方：{buyer.name}"], "房产交易"),
        )
        attach(
            transfer,
            "deed",
            "不动产权证.jpg",
            pictures.paper("不动产权证书", [f"权利人：{buyer.name}"], "登记中心"),
        )
        clock.at(TODAY - (days - 1) * DAY, 10)
        approve(users, transfer)
        transfer.action_confirm_old()
        if not number:
            clock.at(TODAY - (days - 1) * DAY, 16)
            # two signatures on paper are entered by two people
            transfer.with_user(users["admin"]).action_confirm_new()
            transfer.contract_ids.with_user(users["clerk"]).action_send()
    clock.at(TODAY - 14 * DAY, 14)
    payer = write(
        env,
        users,
        "payer",
        next(clear),
        TODAY - 14 * DAY,
        new_payer_id=buyers[2].id,
        reason="职工采暖费由单位代缴",
    )
    approve(users, payer)


def _spaces(env, users, clock, clear):
    """Another area, another category; one sent back, one rejected, one delegated."""
    clock.at(TODAY - 12 * DAY, 10)
    area = _area(env, users, next(clear), 3.6, "封闭阳台后实测面积增加")
    approve(users, area)
    clock.at(TODAY - 9 * DAY, 10)
    household = next(clear)
    shop = write(
        env,
        users,
        "category",
        household,
        TODAY - 9 * DAY,
        space_id=household.space_ids[:1].id,
        new_category_id=env["heating.category"].search([("code", "=", "business")]).id,
        reason="一楼住宅改为药店经营",
    )
    attach(
        shop,
        "photo",
        "门店照片.jpg",
        pictures.photo("room"),
    )
    approve(users, shop)
    clock.at(TODAY - 7 * DAY, 10)
    refused = _area(env, users, next(clear), -12.0, "户主称面积偏大")
    refused.request_validation()
    clock.at(TODAY - 6 * DAY, 11)
    decide(users, refused, "reject", "实测与房本一致，不予变更，已电话告知户主")
    clock.at(TODAY - 2 * DAY, 10)
    returned = _area(env, users, next(clear), 5.2, "阁楼加建")
    returned.request_validation()
    clock.at(TODAY - 2 * DAY, 16)
    decide(users, returned, "send_back", "请补充现场实测照片后再报")
    clock.at(TODAY - DAY, 9)
    forwarded = _area(env, users, next(clear), 2.1, "房本面积更正")
    forwarded.request_validation()
    clock.at(TODAY - DAY, 17)
    forward = forwarded.with_user(users["approver"])
    action = forward.forward_tier()
    forward.env[action["res_model"]].with_context(**action["context"]).create(
        {
            "forward_reviewer_id": users["approver2"].id,
            "forward_description": "与户主有亲属关系，回避",
        }
    ).add_forward()


def _area(env, users, household, change, reason):
    """A change of area of the household's first space, from today's clock on."""
    space = household.space_ids[:1]
    application = write(
        env,
        users,
        "area",
        household,
        max(space.date_from or START, env.cr.now().date()),
        space_id=space.id,
        new_built_area=round(space.built_area + change, 2),
        new_inner_area=max(0, round(space.inner_area + change, 2)),
        new_height=space.height,
        reason=reason,
    )
    attach(
        application,
        "deed",
        "不动产权证.jpg",
        pictures.paper("不动产权证书", [f"户号：{household.number}"], "登记中心"),
    )
    return application


def _joining(env, users, clock, households):
    """New flats: one in the network, one to be paid and signed, one to be surveyed."""
    people = (
        env["res.partner"]
        .with_user(users["clerk"])
        .create(
            [
                {"name": "郑国强", "phone": "19907001122"},
                {"name": "马晓兰", "phone": "19907003344"},
                {"name": "何志远", "phone": "19907005566"},
            ]
        )
    )
    unit = next(households).unit_id
    for number, person in enumerate(people):
        clock.at(TODAY - (9 - 3 * number) * DAY, 9)
        surveyed = number < 2 and {
            "surveyed_on": TODAY - (9 - 3 * number) * DAY,
            "surveyed_by_id": users["field"].id,
            "survey_note": "入户管径 DN25，需加装入户阀一只，具备供热条件。",
        }
        join = write(
            env,
            users,
            "join",
            None,
            TODAY - (5 - 2 * number) * DAY,
            location_id=unit.id,
            room=f"70{number + 1}",
            new_customer_id=person.id,
            new_category_id=env.ref("heating_customer.category_resident").id,
            new_built_area=96.5 + 8 * number,
            new_inner_area=80.0 + 6 * number,
            new_height=2.9,
            applicant_name=person.name,
            applicant_phone=person.phone,
            reason="加层住宅新报装",
            **(surveyed or {}),
        )
        attach(
            join,
            "deed",
            "不动产权证.jpg",
            pictures.paper("不动产权证书", [f"权利人：{person.name}"], "登记中心"),
        )
        if number < 2:
            clock.at(TODAY - (7 - 3 * number) * DAY, 15)
            approve(users, join)
        if not number:
            clock.at(TODAY, 17, 5)
            pay(env, users, join.household_id.sudo(), "join-fee", "wechat")
            contract = join.contract_ids.with_user(users["clerk"])
            contract.action_send()
            attach(
                contract,
                "contract",
                f"{contract.number}扫描件.jpg",
                pictures.paper("供用热合同", [f"乙方：{person.name}"], "供热公司"),
            )
            contract.action_mark_signed()


def _confirm_notices(env, users, clock):
    """The departments know of what is older than three days."""
    members = {
        "production": users["field"],
        "finance": users["accountant"],
        "service": users["service"],
    }
    notices = env["heating.application.notice"].search([])
    clock.at(TODAY - 2 * DAY, 17)
    for name, user in members.items():
        department = env.ref(f"heating_customer.department_{name}")
        notices.filtered(
            lambda each, department=department: (
                each.department_id == department
                and each.told_on.date() < TODAY - 3 * DAY
            )
        ).with_user(user).action_confirm()


def _form(title, application):
    """The signed form of an application, as scanned."""
    return pictures.paper(
        title,
        [
            f"申请编号：{application.number}",
            f"户号：{application.household_id.number}",
            f"申请人：{application.applicant_name}",
            f"原因：{application.reason}",
        ],
    )

"""Holds on households, households that belong together, valves turned by hand."""

import datetime

from .clock import TODAY

DAY = datetime.timedelta(days=1)
HOLDS = [
    # kind, who places it, days ago, reason, who releases it and why
    ("no_charge", "accountant", 9, "与开发商核对面积争议，核清前暂停收费", None),
    ("no_charge", "clerk", 4, "产权诉讼中，法院通知暂缓收费", None),
    ("no_online", "accountant", 15, "网上重复缴费退款处理中，请到营业厅办理", None),
    ("no_online", "clerk", 6, "户主身份待核实", None),
    ("inspection", "inspector", 11, "举报私接暖气片，已立案稽查", None),
    ("inspection", "inspector", 3, "铅封破损，疑似私自开阀", None),
    ("blacklist", "clerk", 20, "连续三个采暖季恶意拖欠，拒签合同", None),
    (
        "inspection",
        "inspector",
        24,
        "热表读数异常",
        ("approver", "现场复查表具正常，解除"),
    ),
    ("no_charge", "accountant", 18, "单位代缴款项核对中", ("accountant", "已到账")),
]


def _choose_families(households):
    """Three households each of two surnames that occur often.

    :return: list of surname and households
    """
    by_surname = households.grouped(lambda each: each.customer_id.name[:1])
    often = sorted(by_surname, key=lambda surname: -len(by_surname[surname]))
    return [(surname, by_surname[surname][:3]) for surname in often[:2]]


def make(env, users, clock, households, relatives):
    """Holds of each kind, groups, and valves.

    :param households: households to choose from, which nothing else is done with
    :param relatives: households some of whose customers are of one family
    """
    households = iter(households)
    for kind, login, days, reason, release in HOLDS:
        clock.at(TODAY - days * DAY, 10, 20)
        hold = (
            env["heating.hold"]
            .with_user(users[login])
            .create(
                {
                    "household_id": next(households).id,
                    "kind": kind,
                    "reason": reason,
                    "date_from": TODAY - days * DAY,
                }
            )
        )
        if release:
            clock.at(TODAY - (days - 6) * DAY, 14)
            hold.with_user(users[release[0]]).action_release(release[1])
    clock.at(TODAY - 12 * DAY, 11)
    groups = env["heating.household.group"].with_user(users["clerk"])
    for surname, members in _choose_families(relatives):
        groups.create(
            {"name": f"{surname}家三户", "household_ids": [(6, 0, members.ids)]}
        )
    company = [next(households).id for _number in range(5)]
    groups.create(
        {
            "name": "县第一中学教职工住房",
            "kind": "company",
            "household_ids": [(6, 0, company)],
            "note": "采暖费由学校后勤处统一核对。",
        }
    )
    records = env["heating.valve.record"].with_user(users["field"])
    for days, state, seal, note in (
        (16, "shut", "F20260171", "入户管漏水，临时关阀抢修"),
        (15, "open", False, "更换球阀后恢复"),
        (5, "shut", "F20260188", "长期无人，防冻检查后关阀"),
    ):
        day = TODAY - days * DAY
        clock.at(day, 16)
        if days != 15:
            place = next(households)
        records.create(
            {
                "household_id": place.id,
                "date": day,
                "state": state,
                "seal_number": seal,
                "note": note,
            }
        )

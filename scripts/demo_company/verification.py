"""Areas measured anew: one campaign that is over, one that is under way."""

import datetime

from . import pictures
from .clock import TODAY

DAY = datetime.timedelta(days=1)
REMARKS = ["封闭阳台未计入", "阁楼改造，层高不变", "房本面积为准", "隔断拆除后重测"]


def finish(env, users, clock, households, last_day):
    """The flats of a new community, measured in the week after they joined.

    Two are larger than on the builder's list; their change of area has taken effect.

    :param date last_day: the day by which all was in the archive
    """
    first = last_day - 7 * DAY
    checks = _start(
        env, users, clock, "翰林府入网面积核实", households, first, last_day
    )
    different = checks[10] | checks[29]
    for number, check in enumerate(checks):
        clock.at(first + (1 + number // 12) * DAY, 9 + number % 12 // 2, number % 6 * 9)
        _measure(check, users, 3.4 if check in different else 0.0, number)
    clock.at(last_day - DAY, 10)
    decided = different.with_user(users["clerk"])
    decided.action_confirm()
    decided.action_create_applications()
    for application in decided.application_id:
        application.date_from = last_day
        clock.at(last_day - DAY, 11)
        application.request_validation()
        clock.at(last_day - DAY, 15)
        application.with_user(users["approver"]).validate_tier()
    clock.at(last_day, 17)
    different.campaign_id.with_user(users["clerk"]).action_done()


def begin(env, users, clock):
    """A whole old community; half is measured, some differ, the rest is to come."""
    community = env["heating.location"].search(
        [("name", "=", "桂花广场"), ("kind", "=", "community")]
    )
    households = env["heating.household"].search([("community_id", "=", community.id)])
    first = TODAY - 6 * DAY
    checks = _start(
        env, users, clock, "桂花广场面积普查", households, first, TODAY + 20 * DAY
    )
    different = env["heating.area.check"]
    for number, check in enumerate(checks[:84]):
        clock.at(
            first + (1 + number // 16) * DAY, 9 + number % 16 // 2, number % 2 * 25
        )
        change = (2.85, -1.6, 6.3)[number // 9 % 3] if number % 9 == 4 else 0.0
        _measure(check, users, change, number)
        if change:
            different |= check
    clock.at(TODAY - DAY, 15)
    decided = different[:5].with_user(users["clerk"])
    decided.action_confirm()
    clock.at(TODAY - DAY, 16)
    decided[:2].action_create_applications()
    decided[0].application_id.request_validation()


def _start(env, users, clock, name, households, first, last):
    """Plan and start a campaign as a clerk.

    :return: its checks in the order of the way
    """
    clock.at(first, 8, 30)
    campaign = (
        env["heating.area.campaign"]
        .with_user(users["clerk"])
        .create(
            {
                "name": name,
                "branch_id": households.branch_id.id,
                "community_ids": [(6, 0, households.community_id.ids)],
                "worker_id": users["field"].id,
                "date_from": first,
                "date_to": last,
            }
        )
    )
    campaign.action_start()
    return env["heating.area.check"].search(
        [("campaign_id", "=", campaign.id)], order="sequence, id"
    )


def _measure(check, users, change, number):
    """Measure one space; with a photo and a remark where it is otherwise than on file.

    :param float change: m² more than on file
    """
    vals = {"built_area": round(check.file_built_area + change, 2)}
    if change:
        vals |= {
            "inner_area": round(check.file_inner_area + change, 2),
            "photo": pictures.encode(pictures.photo("room")),
            "deed_number": f"豫(2026)不动产权第{10000 + 37 * number:07d}号",
            "remark": REMARKS[number % len(REMARKS)],
        }
    check = check.with_user(users["field"])
    check.write(vals)
    check.action_measure()

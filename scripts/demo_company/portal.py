"""Householders on the portal: own flats, a parent's flat, a helper, applications."""

import datetime

from . import desk_work, pictures
from .clock import TODAY
from .people import create_householder

DAY = datetime.timedelta(days=1)


def make(env, users, clock, own, parents):
    """Two householders with a login.

    :param own: the household of “household”, who has asked for a stop
    :param parents: another's household, which “household” helps with
    """
    householder = create_householder(env, "household", own.customer_id)
    relative = create_householder(
        env,
        "relative",
        env["res.partner"].create({"name": "张敏", "phone": "19908008899"}),
    )
    households = env["heating.household"]

    clock.at(TODAY - 12 * DAY, 20)
    # the parents ask at a desk for a code, and their child enters it
    code = _make_code(env, users["clerk"], parents)
    households.with_user(householder)._enter_code(parents.number, code)
    codes = env["heating.household.code"].with_user(householder)
    code = codes._make(own.with_user(householder))
    households.with_user(relative)._enter_code(own.number, code)

    clock.at(TODAY - 11 * DAY, 20, 30)
    space = own.space_ids[:1]
    area = _apply(
        env,
        householder,
        own,
        "area",
        TODAY - 11 * DAY,
        space=str(space.id),
        built_area=str(round(space.built_area - 1.8, 2)),
        reason="房产证面积比账单小1.8平方米，请核实",
    )
    clock.at(TODAY - 9 * DAY, 10)
    desk_work.decide(
        users, area, "reject", "经核对，房产证附图含封闭阳台，账单面积无误"
    )
    clock.at(TODAY - DAY, 19, 40)
    stop = desk_work.kind(env, "stop")
    _apply(
        env,
        householder,
        own,
        "stop",
        stop._get_portal_day(),
        reason="房屋出租到期空置，下个采暖季申请报停",
    )


def _make_code(env, clerk, household):
    """A clerk makes a code, which the screen shows this once."""
    show = (
        env["heating.household.code.show"]
        .with_user(clerk)
        .create({"household_id": household.id})
    )
    return show.action_make()["params"]["message"]


def _apply(env, user, household, code, day, **form):
    """Write, photograph and sign, as the pages of the portal do it.

    :return: the application
    """
    name = user.name
    application = (
        env["heating.application"]
        .with_user(user)
        ._portal_create(
            household.with_user(user),
            desk_work.kind(env, code).sudo(),
            {"date_from": str(day), **form},
        )
        .with_user(user)
    )
    photo = env.ref("heating_customer.paper_kind_photo").sudo()
    application._portal_attach([("阀门.jpg", pictures.photo("valve"), photo)])
    application._portal_sign(name, pictures.signature(name), "127.0.0.1")
    return application.with_user(env.user)

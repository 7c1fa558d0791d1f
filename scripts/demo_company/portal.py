"""Householders on the portal: own flats, a parent's flat, a helper, applications."""

import datetime

from dateutil.relativedelta import relativedelta

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

    _report(env, users, clock, householder, own)
    _offer_contract(users, clock, own)

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


def _report(env, users, clock, householder, household):
    """A valve that leaks, handed in on a phone; a field worker is on it."""
    clock.at(TODAY - DAY, 7, 50)
    tickets = env["helpdesk.ticket"].with_user(householder)
    vals, errors = tickets._prepare_portal_vals(
        {
            "subject": "暖气片阀门滴水",
            "description": "客厅暖气片阀门滴水，已用盆接着，请尽快上门。",
            "kind": "repair",
            "household": str(household.id),
        },
        [],
        householder,
    )
    if errors:
        raise ValueError(errors)
    ticket = tickets._create_from_portal(vals, [], householder)
    ticket = ticket.with_env(env)
    clock.at(TODAY - DAY, 8, 20)
    ticket.with_user(users["service"]).action_assign(users["field"].id)
    clock.at(TODAY - DAY, 10, 5)
    ticket.with_user(users["field"]).action_start()


def _offer_contract(users, clock, household):
    """The clerk sends a contract, which the householder has still to sign."""
    clock.at(TODAY - 2 * DAY, 9, 30)
    first = TODAY - DAY
    contract = household.with_user(users["clerk"]).action_draft_contracts(
        first, first + relativedelta(years=3, days=-1)
    )
    contract.action_send()


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

"""Tickets of the last weeks in every state, each brought there by who would."""

import datetime
import random

from .clock import NOW, TODAY

TEXTS = [
    # kind, priority, subject, description
    ("too_cold", "2", "室温不足16度", "客厅和卧室都不热，已关窗两天"),
    ("repair", "3", "暖气片漏水", "次卧暖气片接口滴水"),
    ("repair", "1", "入户阀门打不开", "阀门锈死，请上门处理"),
    ("billing", "1", "咨询面积与房本不符", "账单面积比房产证多3平方米"),
    ("complaint", "2", "维修工未按约上门", "约好上午，一直没来"),
    ("outage", "3", "整栋楼停暖", "早上七点起整栋楼都不热"),
    ("repair", "0", "更换排气阀", "暖气里有水声"),
]
RESULTS = {
    "too_cold": "已上门处理，排气后正常，室温21度",
    "repair": "已更换配件，试压不漏",
    "billing": "已核对档案和房产证，面积无误，已向用户说明",
    "complaint": "已向用户致歉，并重新约定上门时间",
    "outage": "二次网补水后恢复，整栋楼温度正常",
}
TICKETS = 42
DAYS = 28
# how far the newest tickets got; older ones are closed or cancelled
STEPS = ["new", "assigned", "started", "done", "closed", "reopened", "cancelled"]


def make(env, users, clock):
    """More calls by the day, answered within hours and followed up a day later."""
    households = env["heating.household"].search(
        [("supply_state", "=", "supplied"), ("customer_id.phone", "!=", False)]
    )
    sample = random.sample(list(households), TICKETS)
    for number, household in enumerate(sample):
        # the square root leaves few calls in the first days and many in the last
        day = TODAY - datetime.timedelta(
            days=int(DAYS * (1 - ((number + 1) / TICKETS) ** 0.5))
        )
        called = datetime.datetime.combine(
            day, datetime.time(random.randint(8, 17), random.randint(0, 59))
        )
        called = min(called, NOW - datetime.timedelta(hours=1))
        step = STEPS[number % len(STEPS)]
        if TODAY - day > datetime.timedelta(days=5) and step != "cancelled":
            step = "closed"
        clock.set(called)
        ticket = _call(env, users["service"], household, TEXTS[number % len(TEXTS)])
        _bring(ticket, step, users, clock, called)
        env.flush_all()


def _call(env, agent, household, text):
    kind, priority, name, description = text
    customer = household.customer_id
    return (
        env["helpdesk.ticket"]
        .with_user(agent)
        .create(
            {
                "name": name,
                "description": description,
                "kind": kind,
                "priority": priority,
                "household_id": household.id,
                "reporter_name": customer.name,
                "reporter_phone": customer.phone,
            }
        )
    )


def _bring(ticket, step, users, clock, called):
    """Do with the ticket all that is done up to *step*."""
    hours = random.randint(1, 30)

    def later(share):
        clock.set(called + datetime.timedelta(hours=hours * share))

    if step == "cancelled":
        later(0.1)
        ticket.action_cancel("用户重复来电")
        return
    until = STEPS.index(step)
    if until >= STEPS.index("assigned"):
        later(0.1)
        ticket.action_assign(users["field"].id)
    worker = ticket.with_user(users["field"])
    if until >= STEPS.index("started"):
        later(0.5)
        worker.action_start()
    if until >= STEPS.index("done"):
        later(1)
        worker.action_done(RESULTS[ticket.kind])
    if until >= STEPS.index("closed"):
        # somebody calls back by day, on the day after
        done = called + datetime.timedelta(hours=hours + 24)
        clock.at(done.date(), random.randint(9, 16), random.randint(0, 59))
        satisfied = step == "closed"
        ticket.env["heating.follow.up"].with_user(users["service2"]).create(
            {
                "ticket_id": ticket.id,
                "outcome": "satisfied" if satisfied else "unsatisfied",
                "rating": random.choice("445555") if satisfied else "2",
                "remark": "用户满意" if satisfied else "仍然不热",
            }
        )

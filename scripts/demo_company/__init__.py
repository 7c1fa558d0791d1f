"""Fills a fresh database with a company that looks alive; scripts/demo.sh calls it.

Everything goes through the product's own doors, as the person of each role would: the
ledger is imported, the tariff approved by another, the season rehearsed, approved and
billed, money taken at desks in shifts over the last weeks, tickets followed up. Only
the clock is set back, so that the figures are spread over days.
"""

import logging
import random

from . import archive, applications, look, money, people, season, tickets
from .clock import Clock


def say(text):
    """Name a step: scripts/demo.sh shows such lines while it waits."""
    print(f"==> {text}", flush=True)


def main(env):
    """Make the company, a step at a time.

    :param env: the environment of “odoo shell” on a database with the addons
    """
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
    users = people.make(env)
    look.make(env)
    env.cr.commit()
    say("importing the ledger (2,004 rows)")
    archive.import_ledger(env, users)
    env.cr.commit()
    with Clock(env) as clock:
        say("billing the season")
        season.bill(env, users, clock, season.make(env, users))
        env.cr.commit()
        money.take(env, users, clock, money.make_desks(env), say)
        env.cr.commit()
        say("tickets and applications")
        tickets.make(env, users, clock)
        applications.make(env, users, clock)
    people.make_householder(env)
    env.cr.commit()

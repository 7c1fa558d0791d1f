"""Fills a fresh database with a company that looks alive; scripts/demo.sh calls it.

Everything goes through the product's own doors, as the person of each role would: the
ledger is imported, the tariff approved by another, the season rehearsed, approved and
billed, money taken at desks in shifts over the last weeks, tickets followed up,
businesses approved and confirmed on site. Only the clock is set back, so that the
figures are spread over days.
"""

import datetime
import logging
import random

from . import (
    applications,
    archive,
    businesses,
    community,
    contracts,
    debts,
    fapiao,
    holds,
    look,
    meters,
    money,
    people,
    portal,
    refunds,
    recognition,
    rules,
    season,
    tickets,
    verification,
)
from .clock import Clock

DAY = datetime.timedelta(days=1)


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
        _make_archive(env, users, clock)
        say("tickets and applications")
        tickets.make(env, users, clock)
        _make_businesses(env, users, clock)
    env.cr.commit()
    say("preparing the screens")
    # otherwise the first page would wait for them, its form not to be seen
    env["ir.qweb"]._pregenerate_assets_bundles()
    env.cr.commit()


def _make_archive(env, users, clock):
    """What there was before the season, then its bills and its money."""
    the_season = season.make(env, users, clock)
    recognition.defer(env, users)
    desks = money.make_desks(env)
    rules.make(env, users)
    say("a new community, areas and contracts")
    joined = community.make(env, users, clock, desks[0])
    measured_by = season.BILLED_ON - 2 * DAY
    verification.finish(env, users, clock, joined, measured_by)
    contracts.sign_online(env, users, clock, joined, measured_by)
    contracts.make(env, users, clock)
    businesses.make_early(env, users, clock, measured_by)
    env.cr.commit()
    money.prepay(env, users, clock, desks[0])
    say("billing the season")
    season.bill(env, users, clock, the_season)
    env.cr.commit()
    money.take(env, users, clock, desks, say)
    recognition.make(env, users, clock, the_season)
    env.cr.commit()


def _make_businesses(env, users, clock):
    """The last weeks' businesses, each with households of its own."""
    clear, owing = _choose(env)
    applications.make(env, users, clock, clear[:7])
    businesses.make(env, users, clock, clear[7:27], owing[:5])
    relatives = env["heating.household"].union(*clear[42:])
    holds.make(env, users, clock, owing[5:14] + clear[27:40], relatives)
    debts.make(env, users, clock, owing[14:])
    meters.make(env, users, clock)
    verification.begin(env, users, clock)
    contracts.renew(env, users, clock)
    portal.make(env, users, clock, clear[40], owing[-1])
    businesses.restore(env, users, clock)
    fapiao.make(env, users, clock)
    refunds.make(env, users, clock)


def _choose(env):
    """Households in heat by chance: who owes nothing, and who owes of earlier seasons.

    Households of areas that are being measured are left alone.

    :rtype: tuple[list, list]
    """
    households = env["heating.household"].search(
        [
            ("supply_state", "=", "supplied"),
            ("category_id.code", "=", "resident"),
            ("customer_id.phone", "!=", False),
            ("community_id.name", "not in", (community.NAME, "桂花广场")),
        ]
    )
    households = random.sample(list(households), len(households))
    clear = [each for each in households if not each.amount_due and each.bill_ids]
    arrears = set(env["heating.charge"].search([("kind", "=", "opening")]).household_id)
    owing = [each for each in households if each.amount_due and each in arrears]
    return clear, owing

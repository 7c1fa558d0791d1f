"""Supply contracts: signed on paper and online, running out, run out, and missing."""

import datetime

from . import desk_work, pictures
from .clock import TODAY

DAY = datetime.timedelta(days=1)
# community, building (or all) → the last day in force, and how many years it ran
ON_PAPER = [
    ("东苑花园", "1号楼", TODAY + 24 * DAY, 3),
    ("东苑花园", "2号楼", TODAY + 71 * DAY, 3),
    ("东苑花园", "3号楼", TODAY + 700 * DAY, 5),
    ("锦绣家园", "1号楼", TODAY - 26 * DAY, 3),
    ("文昌苑", "1号楼", TODAY + 1040 * DAY, 5),
]
TERMS = "顶层用户户内立管由甲方每年采暖季前检查一次。"


def make(env, users, clock):
    """Contracts of earlier years, as the archive has them scanned."""
    scan = pictures.paper(
        "供用热合同",
        ["甲方：供热公司", "乙方：用热户", "采暖期：11月15日至次年3月15日"],
        "供热公司",
    )
    for community, building, last, years in ON_PAPER:
        first = last.replace(year=last.year - years, day=min(last.day, 28)) + DAY
        households = env["heating.household"].search(
            [
                ("community_id.name", "=", community),
                ("building_id.name", "=", building),
                ("state", "=", "active"),
                ("joined_on", "<", first),
            ]
        )
        clock.at(first - 12 * DAY, 9)
        contracts = _draft(users, households, first, last)
        contracts[:1].terms = TERMS
        clock.at(first - 3 * DAY, 16)
        for contract in contracts:
            desk_work.attach(contract, "contract", f"{contract.number}扫描件.jpg", scan)
        contracts.action_mark_signed()
        env.flush_all()


def sign_online(env, users, clock, households, first):
    """A new community's contracts: offered, the first ones signed by telephone."""
    clock.at(first, 10)
    # joining has drafted them
    contracts = (
        env["heating.contract"]
        .with_user(users["clerk"])
        .search(
            [("household_id", "in", households.ids), ("state", "=", "draft")],
            order="id",
        )
    )
    contracts[:40].action_send()
    for number, contract in enumerate(contracts[:3]):
        clock.at(first + (1 + number) * DAY, 19, 12 * number)
        name = contract.customer_name
        contract.sudo()._sign(name, pictures.signature(name), "127.0.0.1")


def renew(env, users, clock):
    """Some of those that run out are being renewed."""
    clock.at(TODAY - 2 * DAY, 11)
    expiring = env["heating.contract"].search(
        [("date_to", "=", TODAY + 24 * DAY)], order="id", limit=6
    )
    expiring.with_user(users["clerk"]).action_renew()
    expiring.renewed_by_id[:4].with_user(users["clerk"]).action_send()


def _draft(users, households, first, last):
    return households.with_user(users["clerk"]).action_draft_contracts(first, last)

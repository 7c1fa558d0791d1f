"""The season, its prices and its bills."""

import datetime
import json

from .clock import TODAY

START = datetime.date(2026, 11, 15)
END = datetime.date(2027, 3, 14)
BILLED_ON = min(datetime.date(2026, 10, 8), TODAY - datetime.timedelta(days=40))


# the last day on which payment in full has 2 % off
EARLY_UNTIL = BILLED_ON + datetime.timedelta(days=23)
# name, kind, facts, what has to come out
EXAMPLES = [
    (
        "居民 100 平方米",
        "assess",
        {"household": {"spaces": [{"category": "resident", "built": "100"}]}},
        {"total": "2000.00"},
    ),
    (
        "居民 100 平方米，整季报停",
        "assess",
        {
            "household": {
                "spaces": [{"category": "resident", "built": "100"}],
                "supply": [
                    {"state": "stopped", "from": str(START), "to": str(END)},
                ],
            }
        },
        {"total": "600.00"},
    ),
    (
        "室温 17.0 度三天：退一半",
        "temperature_refund",
        {"fee_per_day": "20", "days": 3, "measured": "17.0"},
        {"amount": "30.00"},
    ),
]


def make(env, users, clock):
    """The season and the city's prices, made by one and approved by another."""
    clock.at(BILLED_ON - datetime.timedelta(days=30), 10)
    season = env["heating.season"].search([("date_start", "=", START)])
    season = season or env["heating.season"].create(
        {"date_start": START, "date_end": END}
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
                    (0, 0, {"supply_state": "late_start", "share": 0.3}),
                ],
                "discount_ids": [
                    (
                        0,
                        0,
                        {"date_from": BILLED_ON, "date_to": EARLY_UNTIL, "rate": 0.02},
                    )
                ],
                "ladder_ids": [
                    (0, 0, {"below": 18, "share": 0.5}),
                    (0, 0, {"below": 14, "share": 1}),
                ],
                "outage_hours": 12,
                "example_ids": [
                    (
                        0,
                        0,
                        {
                            "name": name,
                            "kind": kind,
                            "facts": json.dumps(facts),
                            "expected": json.dumps(expected),
                            "source": "示范价格文件附表",
                        },
                    )
                    for name, kind, facts, expected in EXAMPLES
                ],
                "late_fee_basis": "daily",
                "late_fee_rate": 0.0005,
                "late_fee_cap": 1.0,
                "late_fee_start_days": 30,
                "clause": "演示用价格：居民 20 元/m²，报停、推迟收取 30% 基本热费；"
                f"{EARLY_UNTIL.month}月{EARLY_UNTIL.day}日前全额缴费优惠 2%；"
                "逾期按日加收 0.5‰ 滞纳金。",
            }
        )
    )
    clock.at(BILLED_ON - datetime.timedelta(days=28), 15)
    tariff.with_user(users["approver"]).action_approve()
    return season


def bill(env, users, clock, season):
    """Rehearsal, approval by another, and the real run."""
    clock.at(BILLED_ON)
    run = (
        env["heating.bill.run"]
        .with_user(users["accountant"])
        .create({"season_id": season.id, "date": BILLED_ON})
    )
    run.action_rehearse()
    run.with_user(users["approver"]).action_approve()
    run.action_start()

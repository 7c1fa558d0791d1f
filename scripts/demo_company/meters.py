"""Heat meters in one building, read by the field worker; two readings are in doubt."""

import datetime
import random

from .clock import TODAY
from .season import START

DAY = datetime.timedelta(days=1)
FLATS = 12
INSTALLED_ON = min(START, TODAY) - 4 * DAY


def make(env, users, clock):
    """Twelve flats with a meter each; one of them is replaced."""
    households = env["heating.household"].search(
        [
            ("building_id.name", "=", "2号楼"),
            ("community_id.name", "=", "锦绣家园"),
            ("supply_state", "=", "supplied"),
        ],
        order="number",
        limit=FLATS,
    )
    clock.at(INSTALLED_ON, 10)
    meters = (
        env["heating.meter"]
        .with_user(users["clerk"])
        .create(
            [
                {
                    "number": f"RB2609{number:04d}",
                    "household_id": household.id,
                    "installed_on": INSTALLED_ON,
                    "start_value": 12.0 * number,
                }
                for number, household in enumerate(households, 1)
            ]
        )
    )
    shown = {meter: meter.start_value for meter in meters}
    day = max(START, INSTALLED_ON)
    while day < TODAY:
        clock.at(day, 15)
        _read(env, users, meters, shown, day)
        day += 4 * DAY
    _doubt(env, users, clock, meters[:2], shown)
    _replace(env, users, clock, meters[-2:])


def _read(env, users, meters, shown, day):
    """The field worker reads all of them."""
    for meter in meters:
        # a flat takes 30 to 45 kWh a day
        shown[meter] += round(random.uniform(120, 180), 1)
    env["heating.meter.reading"].with_user(users["field"]).create(
        [{"meter_id": meter.id, "date": day, "value": shown[meter]} for meter in meters]
    )


def _doubt(env, users, clock, meters, shown):
    """Two jump: the accountant refuses one, the other waits for a decision."""
    last = max(meters.reading_ids.mapped("date"), default=TODAY)
    if last >= TODAY:
        return
    clock.at(TODAY, 8)
    readings = env["heating.meter.reading"].with_user(users["field"])
    for meter in meters:
        readings += readings.create(
            {"meter_id": meter.id, "date": TODAY, "value": shown[meter] + 4000}
        )
    clock.at(TODAY, 9)
    held = readings.filtered(lambda each: each.state == "held")
    held[:1].with_user(users["accountant"]).action_refuse()


def _replace(env, users, clock, meters):
    """Two are found broken: one is approved and replaced, one waits for approval."""
    if not meters:
        return
    for meter, hour in zip(meters, (10, 15), strict=True):
        last = max(meter.reading_ids.mapped("date"), default=meter.installed_on)
        if last >= TODAY:
            return
        clock.at(TODAY, hour)
        fault = (
            env["heating.meter.fault"]
            .with_user(users["field"])
            .create(
                {
                    "meter_id": meter.id,
                    "broken_on": last + DAY,
                    "reason": "现场查看：液晶无显示，已无法读数",
                }
            )
        )
        if meter != meters[0]:
            return
        clock.at(TODAY, 11)
        fault.with_user(users["approver"]).action_approve()
        clock.at(TODAY, 14)
        clerks = meter.with_user(users["clerk"])
        clerks.replaced_by_id = clerks.create(
            {
                "number": f"{meter.number}H",
                "household_id": meter.household_id.id,
                "installed_on": TODAY,
            }
        )

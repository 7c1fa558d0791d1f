"""Stops for the next season: drafts, some that wait, some approved."""

import datetime

from .clock import TODAY

REASONS = ["长期外出", "房屋出租空置", "新房未入住", "自用电采暖", "准备出售"]
APPLICATIONS = 7


def make(env, users, clock, clear):
    """Applications of the last two weeks.

    :param clear: households in heat that owe nothing
    """
    stop = env.ref("heating_customer.application_type_stop")
    start = datetime.date(max(TODAY.year, 2027), 11, 15)
    if stop._get_deadline(start) < TODAY:
        start = start.replace(year=start.year + 1)
    for number, household in enumerate(clear[:APPLICATIONS]):
        day = TODAY - datetime.timedelta(days=2 * (APPLICATIONS - number))
        clock.at(day, 10, 5 * number)
        application = (
            env["heating.application"]
            .with_user(users["clerk"])
            .create(
                {
                    "type_id": stop.id,
                    "household_id": household.id,
                    "date_from": start,
                    "reason": REASONS[number % len(REASONS)],
                }
            )
        )
        # the two newest are drafts, the two oldest approved
        if number < APPLICATIONS - 2:
            application.request_validation()
        if number < 2:
            clock.at(day, 15)
            application.with_user(users["approver"]).validate_tier()
        env.flush_all()

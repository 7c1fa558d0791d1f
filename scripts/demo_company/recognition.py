"""Income of the season by its days: months that are over are booked."""

import datetime

from .clock import TODAY

DAY = datetime.timedelta(days=1)


def defer(env, users):
    """Let season bills credit deferred income, as the administrator sets it."""
    company = env.company.with_user(users["admin"]).sudo()
    company.heating_recognise = "by_days"


def make(env, users, clock, season):
    """The accountant's months so far."""
    month = season.date_start.replace(day=1)
    while month <= min(TODAY, season.date_end):
        clock.at(TODAY, 16)
        recognition = (
            env["heating.recognition"]
            .with_user(users["accountant"])
            .create({"season_id": season.id, "month": month})
        )
        month = (month + 31 * DAY).replace(day=1)
        if month <= TODAY:
            recognition.action_post()

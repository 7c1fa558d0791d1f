"""The time in China, which the demo sets back to spread its figures over weeks."""

import datetime
import zoneinfo

from freezegun import freeze_time

CHINA = zoneinfo.ZoneInfo("Asia/Shanghai")
NOW = datetime.datetime.now(CHINA).replace(tzinfo=None)
TODAY = NOW.date()
# China has no summer time
OFFSET = datetime.timedelta(hours=8)


class Clock:
    """Stops the time once and moves it: freezegun takes long to begin, not to move.

    :param env: the environment whose records are to carry the moments
    """

    def __init__(self, env):
        self.env = env
        self._freezer = freeze_time(NOW - OFFSET, ignore=["psycopg2"])

    def __enter__(self):
        self._frozen = self._freezer.start()
        return self

    def __exit__(self, *exc):
        self._freezer.stop()

    def set(self, moment):
        """Make it *moment*, or now where that lies ahead.

        :param datetime moment: the time in China
        """
        utc = min(moment, NOW) - OFFSET
        self._frozen.move_to(utc)
        # PostgreSQL's clock goes on; Odoo takes the date of creation from here
        self.env.cr._now = utc

    def at(self, day, hour=9, minute=0):
        """Make it an hour of a day in China."""
        self.set(datetime.datetime.combine(day, datetime.time(hour, minute)))

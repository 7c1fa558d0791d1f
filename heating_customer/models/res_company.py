import pytz

from odoo import fields, models


class ResCompany(models.Model):
    """A company's day is the one of its own clock."""

    _inherit = "res.company"

    def _heating_time_zone(self):
        """The zone by whose clock the company's days begin and end."""
        self.ensure_one()
        return self.partner_id.tz or "Asia/Shanghai"

    def _heating_today(self):
        """The company's day: not the server's, and not what a client says.

        :rtype: datetime.date
        """
        return self._heating_day(fields.Datetime.now())

    def _heating_day(self, moment):
        """The company's day of a moment.

        :param moment: a datetime in UTC
        :rtype: datetime.date
        """
        zone = pytz.timezone(self._heating_time_zone())
        return pytz.utc.localize(moment).astimezone(zone).date()

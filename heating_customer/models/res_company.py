import pytz

from odoo import fields, models


class ResCompany(models.Model):
    """A company's day is the one of its own clock."""

    _inherit = "res.company"

    def _heating_time_zone(self):
        """The zone by whose clock the company's days begin and end."""
        self.ensure_one()
        # householders read no partner of the company, but live by its clock
        return self.sudo().partner_id.tz or "Asia/Shanghai"

    def _heating_today(self):
        """The company's day: not the server's, and not what a client says.

        :rtype: datetime.date
        """
        return self._heating_day_of(fields.Datetime.now())

    def _heating_day_of(self, moment):
        """The company's day of a moment.

        :param datetime moment: in UTC, as records keep it
        :rtype: datetime.date
        """
        zone = pytz.timezone(self._heating_time_zone())
        return pytz.utc.localize(moment).astimezone(zone).date()

from dateutil.relativedelta import relativedelta

from odoo import fields, models

from ..assessment import DiscountWindow
from .heating_tariff import exact


class HeatingTariffDiscount(models.Model):
    """An early-bird window: what is off for payment in full on its days."""

    _name = "heating.tariff.discount"
    _description = "Early-Bird Window"
    _inherit = ["heating.tariff.rule"]
    _order = "tariff_id, date_from"
    _rec_name = "date_from"

    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True, help="The last day, included.")
    rate = fields.Float(
        string="Discount",
        required=True,
        digits=(16, 4),
        help="0.02: 2 % of the bill for payment in full.",
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)",
        "An early-bird window cannot end before it begins.",
    )
    _rate_possible = models.Constraint(
        "CHECK (rate >= 0 AND rate <= 1)", "A discount lies between 0 and 1."
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (tariff_id WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&)",
        "Early-bird windows of a tariff cannot overlap.",
    )

    def _get_facts(self):
        """The window as the assessment engine wants it.

        :rtype: assessment.DiscountWindow
        """
        self.ensure_one()
        return DiscountWindow(
            start=self.date_from, end=self.date_to, rate=exact(self.rate)
        )

    def _get_percent(self):
        """The rate in percent, without needless zeros."""
        self.ensure_one()
        return f"{(exact(self.rate) * 100).normalize():f}"

    def _shift_years(self, years):
        """Move windows that were copied to the season they now belong to.

        :param int years: how many years later that season is
        """
        # from the end, so that no window meets one that has not moved yet
        for window in self.sorted("date_from", reverse=years > 0):
            window.write(
                {
                    "date_from": window.date_from + relativedelta(years=years),
                    "date_to": window.date_to + relativedelta(years=years),
                }
            )
            window.flush_recordset()

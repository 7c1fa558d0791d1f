import datetime

from odoo import models
from odoo.exceptions import UserError


class HeatingSpace(models.Model):
    """What a correction by hand means for the season's bill."""

    _inherit = "heating.space"

    def _corrected(self, days):
        """Override of `heating_customer`: the bills of the seasons that run follow.

        :raise UserError: a bill is shared by two customers, and days of the first
            one would become the second one's
        """
        result = super()._corrected(days)
        bills = self.env["heating.bill"]._get_affected_by_correction(days)
        for bill in bills:
            household = bill.household_id
            since = max(
                filter(None, household.occupancy_ids.mapped("date_from")), default=None
            )
            first = days[household] or datetime.date.min
            if since and since > first and len(bill._get_own_invoices().partner_id) > 1:
                raise UserError(
                    self.env._(
                        "Household %(number)s changed hands on %(date)s, and its bill "
                        "is shared: correct the area from that day on only.",
                        number=household.number,
                        date=since,
                    )
                )
        bills._reassess(
            self.env._("%(user)s put the area right", user=self.env.user.name)
        )
        return result

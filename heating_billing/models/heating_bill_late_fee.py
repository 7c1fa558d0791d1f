from collections import defaultdict

from odoo import models


class HeatingBill(models.Model):
    """The late fee of a bill: by its own tariff, held off by a plan of instalments."""

    _inherit = "heating.bill"

    def _get_late_fee_rule(self):
        self.fetch(["company_id", "household_id", "tariff_id"])
        rules = {tariff: tariff._get_late_fee_rule() for tariff in self.tariff_id}
        return {bill: rules[bill.tariff_id] for bill in self if rules[bill.tariff_id]}

    def _get_agreed_ranges(self, day):
        """Override: while a plan is kept, nothing of the bill is overdue."""
        ranges = defaultdict(list)
        for plan in self.env["heating.instalment.plan"].search_fetch(
            [("bill_id", "in", self.ids), ("agreed_on", "!=", False)],
            ["bill_id", "state", "agreed_on", "ended_on"],
        ):
            ranges[plan.bill_id.id].append(
                (plan.agreed_on, plan._get_running_until(day))
            )
        return ranges

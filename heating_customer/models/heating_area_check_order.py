from odoo import models
from odoo.exceptions import UserError

# What one print may hold: wkhtmltopdf takes a minute for so many sheets.
MAX_CHECKS = 500


class HeatingAreaCheck(models.Model):
    """The order for measuring (核实面积派工单), which a worker takes along on paper."""

    _inherit = "heating.area.check"

    def _get_order_sheets(self):
        """What is printed: a sheet for each household, in the order of the way.

        :return: list of dicts of ``household``, ``campaign``, ``number``, ``worker``,
            ``phone`` and ``checks``, the spaces to be measured there
        :raise UserError: more than one print can hold
        """
        if len(self) > MAX_CHECKS:
            raise UserError(
                self.env._(
                    "At most %(most)s orders are printed at a time; these are "
                    "%(count)s. Choose a building or a field worker.",
                    most=MAX_CHECKS,
                    count=len(self),
                )
            )
        ordered = self.sorted(lambda check: (check.campaign_id.id, check.sequence))
        return [
            {
                "campaign": campaign,
                "household": household,
                "number": f"{campaign.id:04}-{checks[0].sequence:05}",
                "worker": checks.worker_id[:1],
                "phone": checks[0].phone,
                "checks": checks,
            }
            for (campaign, household), checks in ordered.grouped(
                lambda check: (check.campaign_id, check.household_id)
            ).items()
        ]


class HeatingAreaCampaign(models.Model):
    _inherit = "heating.area.campaign"

    def action_print_orders(self):
        """Print the orders of all that is left to be measured.

        :raise UserError: nothing is, or too much for one print
        """
        self.check_access("read")
        checks = self.check_ids.filtered(lambda check: check.state == "to_do")
        if not checks:
            raise UserError(self.env._("Nothing is left to be measured."))
        checks._get_order_sheets()
        return self.env.ref("heating_customer.area_order_report").report_action(checks)

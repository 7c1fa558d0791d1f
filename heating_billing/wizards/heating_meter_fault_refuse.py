from odoo import fields, models


class HeatingMeterFaultRefuse(models.TransientModel):
    """Asks why a report of a broken meter is refused."""

    _name = "heating.meter.fault.refuse"
    _description = "Refuse a Report of a Broken Meter"

    fault_id = fields.Many2one(
        "heating.meter.fault",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    reason = fields.Char()

    def action_refuse(self):
        """Refuse it.

        :raise AccessError: by who is no approver, or reported it
        :raise UserError: no reason is given, or it is decided already
        """
        self.ensure_one()
        self.fault_id.action_refuse(self.reason)

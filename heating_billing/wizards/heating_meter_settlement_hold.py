from odoo import fields, models
from odoo.exceptions import UserError


class HeatingMeterSettlementHold(models.TransientModel):
    """Asks why households are held back from the settlement of metered heat."""

    _name = "heating.meter.settlement.hold"
    _description = "Hold Back from the Settlement"

    line_ids = fields.Many2many(
        "heating.meter.settlement.line",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Char(required=True)

    def action_hold(self):
        """Hold them back.

        :raise AccessError: by who is no accountant
        :raise UserError: none is chosen, or one is not ready to be settled
        """
        self.ensure_one()
        # lines of other branches are not in the list of who may not see them
        if not self.line_ids:
            raise UserError(self.env._("Choose the households to be held back."))
        self.line_ids._hold_back(self.reason)

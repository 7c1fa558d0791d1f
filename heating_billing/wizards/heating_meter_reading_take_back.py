from odoo import fields, models
from odoo.exceptions import UserError


class HeatingMeterReadingTakeBack(models.TransientModel):
    """Asks why an accepted reading is taken back."""

    _name = "heating.meter.reading.take.back"
    _description = "Take Back a Meter Reading"

    reading_ids = fields.Many2many(
        "heating.meter.reading",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Char(required=True)

    def action_take_back(self):
        """Take them back.

        :raise AccessError: by who is no accountant, or entered it
        :raise UserError: none is chosen, one is not accepted, or its season is closed
        """
        self.ensure_one()
        # readings of other branches are not in the list of who may not see them
        if not self.reading_ids:
            raise UserError(self.env._("Choose the readings to be taken back."))
        self.reading_ids._take_back(self.reason)

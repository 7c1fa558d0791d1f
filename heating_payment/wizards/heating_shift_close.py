from odoo import fields, models


class HeatingShiftClose(models.TransientModel):
    """Asks for the cash that was counted, before the expected sum is shown."""

    _name = "heating.shift.close"
    _description = "Close a Shift"

    shift_id = fields.Many2one("heating.shift", required=True)
    currency_id = fields.Many2one(related="shift_id.currency_id")
    counted_cash = fields.Monetary(required=True)

    def action_close(self):
        """Close the shift with what was counted; ask for a reason if it is not right.

        :return: the action that asks, or nothing
        """
        self.ensure_one()
        self.shift_id.action_close(self.counted_cash)
        if not self.shift_id.cash_difference:
            return None
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_payment.heating_shift_explain_action"
        )
        action["context"] = {"default_shift_id": self.shift_id.id}
        return action

from odoo import fields, models


class HeatingBillRunUndo(models.TransientModel):
    """Asks why a bill run is to be undone."""

    _name = "heating.bill.run.undo"
    _description = "Undo a Bill Run"

    run_id = fields.Many2one("heating.bill.run", required=True)
    reason = fields.Char(required=True)
    billed_count = fields.Integer(related="run_id.billed_count")
    amount_total = fields.Monetary(related="run_id.amount_total")
    currency_id = fields.Many2one(related="run_id.currency_id")

    def action_request(self):
        """Ask for it, for the reason given."""
        self.ensure_one()
        self.run_id.action_request_undo(self.reason)

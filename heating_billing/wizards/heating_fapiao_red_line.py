from odoo import fields, models


class HeatingFapiaoRedLine(models.TransientModel):
    """How much of one line a red fapiao takes back."""

    _name = "heating.fapiao.red.line"
    _description = "Line of a Red Fapiao to Ask for"

    red_id = fields.Many2one("heating.fapiao.red", ondelete="cascade")
    line_id = fields.Many2one("heating.fapiao.line", required=True, readonly=True)
    currency_id = fields.Many2one(related="line_id.currency_id")
    name = fields.Char(related="line_id.name")
    amount_line = fields.Monetary(related="line_id.amount", string="On the Fapiao")
    amount_reversed = fields.Monetary(related="line_id.amount_reversed")
    amount = fields.Monetary(string="To Be Reversed")

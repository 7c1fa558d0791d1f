from odoo import fields, models

from .posting import may_post


class HeatingBillLinePart(models.Model):
    """What of a bill's line another than the household pays, as the engine had it."""

    _name = "heating.bill.line.part"
    _description = "Part of a Bill Line That Another Pays"
    _order = "line_id, id"
    _rec_name = "kind_name"

    line_id = fields.Many2one(
        "heating.bill.line", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="line_id.company_id", store=True)
    currency_id = fields.Many2one(related="line_id.currency_id")
    kind_id = fields.Many2one("heating.payer.kind", required=True, ondelete="restrict")
    # for householders, who do not read kinds of payer
    kind_name = fields.Char(string="Name of the Part", related="kind_id.name")
    amount = fields.Monetary(required=True)

    _kind_unique = models.UniqueIndex(
        "(line_id, kind_id)", "A line has one part of a kind."
    )

    def write(self, vals):
        if not may_post(self.env):
            self.check_access("write")
            self.line_id.bill_id._check_free_fields(set(vals))
        return super().write(vals)

from odoo import fields, models


class HeatingBillVersion(models.Model):
    """What a bill said until it was worked out anew: every version stays readable."""

    _name = "heating.bill.version"
    _description = "Earlier Version of a Bill"
    _order = "bill_id, number DESC"
    _rec_name = "number"

    bill_id = fields.Many2one(
        "heating.bill", required=True, readonly=True, ondelete="restrict", index=True
    )
    number = fields.Integer(
        string="Version", required=True, readonly=True, help="1 is the first bill."
    )
    company_id = fields.Many2one(related="bill_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="bill_id.currency_id")
    tariff_id = fields.Many2one(
        "heating.tariff",
        readonly=True,
        ondelete="restrict",
        help="What this version was made with.",
    )
    date = fields.Date(readonly=True, help="On which day it was billed.")
    amount_total = fields.Monetary(readonly=True, required=True)
    replaced_on = fields.Datetime(
        readonly=True, required=True, default=fields.Datetime.now
    )
    replaced_by_id = fields.Many2one(
        "res.users", readonly=True, default=lambda self: self.env.user
    )
    facts = fields.Json(readonly=True, help="What this version was made from.")
    reason = fields.Char(readonly=True, help="Why the bill was worked out anew.")
    line_ids = fields.One2many("heating.bill.line", "version_id", readonly=True)

    _number_unique = models.UniqueIndex(
        "(bill_id, number)", "A bill has one version of a number."
    )

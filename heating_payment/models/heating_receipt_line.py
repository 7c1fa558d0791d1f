from odoo import api, fields, models


class HeatingReceiptLine(models.Model):
    """What one receipt paid: a part of one invoice, or an advance of a household."""

    _name = "heating.receipt.line"
    _description = "Receipt Line"
    _order = "receipt_id, id"
    _rec_name = "description"

    receipt_id = fields.Many2one(
        "heating.receipt", required=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(
        related="receipt_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    receipt_date = fields.Date(related="receipt_id.date")
    receipt_state = fields.Selection(related="receipt_id.state")
    household_id = fields.Many2one(
        "heating.household", required=True, ondelete="restrict", index=True
    )
    move_id = fields.Many2one(
        "account.move", ondelete="restrict", index="btree_not_null"
    )
    bill_id = fields.Many2one(
        "heating.bill", ondelete="restrict", index="btree_not_null"
    )
    charge_id = fields.Many2one("heating.charge", ondelete="restrict")
    season_id = fields.Many2one("heating.season", ondelete="restrict")
    amount = fields.Monetary(required=True)
    amount_standing = fields.Monetary(
        string="Stays",
        compute="_compute_amount_standing",
        help="What was paid and was not voided since: what sums add up.",
    )
    open_after = fields.Monetary(
        string="Still Open",
        readonly=True,
        help="What this payment left open of the debt, on the day it was made.",
    )
    description = fields.Char(compute="_compute_description")

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A receipt line must be more than 0 yuan."
    )

    @api.depends("amount", "receipt_state")
    def _compute_amount_standing(self):
        for line in self:
            line.amount_standing = (
                line.amount if line.receipt_state == "posted" else 0.0
            )

    @api.depends("bill_id", "charge_id", "season_id")
    @api.depends_context("lang")
    def _compute_description(self):
        kinds = dict(
            self.env["heating.charge"]._fields["kind"]._description_selection(self.env)
        )
        for line in self:
            if line.bill_id:
                line.description = self.env._(
                    "Heat %(season)s", season=line.season_id.name
                )
            elif line.charge_id:
                words = (kinds[line.charge_id.kind], line.season_id.name)
                line.description = " ".join(word for word in words if word)
            else:
                line.description = self.env._("Prepayment")

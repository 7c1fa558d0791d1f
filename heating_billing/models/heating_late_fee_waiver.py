from odoo import api, fields, models
from odoo.exceptions import UserError


class HeatingLateFeeWaiver(models.Model):
    """A share of a debt's late fee, up to a day, that is not asked for.

    Approved before the payment; what has been charged already is waived as a charge.
    """

    _name = "heating.late.fee.waiver"
    _description = "Waiver of a Late Fee"
    _inherit = "heating.debt.act"
    _number_prefix = "L"

    bill_id = fields.Many2one(
        "heating.bill", ondelete="restrict", index="btree_not_null", check_company=True
    )
    charge_id = fields.Many2one(
        "heating.charge",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        domain="[('state', '=', 'posted'), ('kind', '!=', 'late_fee')]",
    )
    household_id = fields.Many2one(
        compute="_compute_household_id", store=True, precompute=True, readonly=True
    )
    percent = fields.Float(
        digits=(16, 2), required=True, default=100.0, help="100: all of it."
    )
    date_until = fields.Date(
        string="Up to",
        required=True,
        default=lambda self: fields.Date.end_of(
            self.env.company._heating_today(), "month"
        ),
        help="What comes up until this day is waived; what comes up later is not.",
    )

    _one_debt = models.Constraint(
        "CHECK (num_nonnulls(bill_id, charge_id) = 1)",
        "A late fee is waived of one bill or of one charge.",
    )
    _percent_in_range = models.Constraint(
        "CHECK (percent > 0 AND percent <= 100)",
        "More than 0 % and at most 100 % are waived.",
    )

    @api.depends("bill_id", "charge_id")
    def _compute_household_id(self):
        for waiver in self:
            debt = waiver.bill_id or waiver.charge_id
            waiver.household_id = debt.household_id

    def _prepare_request(self):
        """Override: what the share comes to by the last day, if nothing is paid."""
        self.ensure_one()
        debt = (self.bill_id or self.charge_id).sudo()
        fee = debt._get_late_fees(self.date_until).get(debt)
        if not fee or not fee.open:
            raise UserError(
                self.env._(
                    "There is no late fee of %(debt)s until %(day)s.",
                    debt=debt.number,
                    day=self.date_until,
                )
            )
        share = float(fee.total) * self.percent / 100
        return {"amount": self.currency_id.round(min(share, float(fee.open)))}

    def _apply(self):
        """Override: it is read wherever the late fee is worked out; nothing to do."""

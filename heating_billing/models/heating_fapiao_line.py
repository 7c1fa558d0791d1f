from odoo import api, fields, models
from odoo.exceptions import AccessError

from .posting import may_post


class HeatingFapiaoLine(models.Model):
    """An amount of an invoice that a fapiao covers, at one tax rate.

    PostgreSQL holds that no more of a blue line is reversed than it has.
    """

    _name = "heating.fapiao.line"
    _description = "Fapiao Line"
    _order = "fapiao_id, id"

    fapiao_id = fields.Many2one(
        "heating.fapiao", required=True, ondelete="restrict", index=True, readonly=True
    )
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
    )
    origin_line_id = fields.Many2one(
        "heating.fapiao.line",
        string="Reverses",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
    )
    name = fields.Char(string="For", required=True, readonly=True)
    company_id = fields.Many2one(related="fapiao_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    color = fields.Selection(related="fapiao_id.color", store=True)
    state = fields.Selection(related="fapiao_id.state")
    household_id = fields.Many2one(
        related="move_id.heating_household_id", store=True, index=True
    )
    bill_id = fields.Many2one(
        related="move_id.heating_bill_id", store=True, index="btree_not_null"
    )
    charge_id = fields.Many2one(
        related="move_id.heating_charge_id", store=True, index="btree_not_null"
    )
    branch_id = fields.Many2one(
        related="household_id.branch_id", store=True, index=True
    )
    amount = fields.Monetary(
        required=True, readonly=True, help="Tax included; negative on a red fapiao."
    )
    tax_rate = fields.Float(
        digits=(5, 2), readonly=True, help="In percent; 0 where exempt."
    )
    amount_tax = fields.Monetary(string="Tax Amount", required=True, readonly=True)
    amount_reversed = fields.Monetary(
        string="Reversed",
        readonly=True,
        default=0.0,
        required=True,
        help="What red fapiao take back of it, those that are asked for included.",
    )

    _amount_not_zero = models.Constraint(
        "CHECK (amount <> 0 AND (amount < 0) = (origin_line_id IS NOT NULL))",
        "A line of a red fapiao is negative and reverses one of a blue fapiao.",
    )
    _reversed_within_amount = models.Constraint(
        "CHECK (amount_reversed = 0"
        " OR (amount_reversed > 0 AND amount_reversed <= amount))",
        "More would be reversed than the fapiao has.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not may_post(self.env):
            self._refuse()
        return super().create(vals_list)

    def write(self, vals):
        if not may_post(self.env):
            self._refuse()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not may_post(self.env):
            self._refuse()

    def _refuse(self):
        raise AccessError(
            self.env._("The lines of a fapiao follow from what it was asked for.")
        )

    @api.model
    def _get_tax(self, amount, rate, currency):
        """The tax inside an amount, as the tax office works it out.

        :param float amount: yuan, tax included
        :param float rate: percent
        """
        return currency.round(amount * rate / (100 + rate))

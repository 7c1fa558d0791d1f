from odoo import api, fields, models
from odoo.exceptions import UserError

from .posting import QUIET_POSTING


class HeatingChargeWaiver(models.Model):
    """A posted charge that is waived, wholly or in part: a credit note on it.

    What was paid of the waived part already becomes the customer's prepayment.
    """

    _name = "heating.charge.waiver"
    _description = "Waiver of a Charge"
    _inherit = "heating.debt.act"
    _number_prefix = "W"

    charge_id = fields.Many2one(
        "heating.charge",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain="[('state', '=', 'posted')]",
    )
    household_id = fields.Many2one(
        related="charge_id.household_id", store=True, precompute=True, readonly=True
    )
    charge_amount = fields.Monetary(
        related="charge_id.amount", string="Amount of the Charge"
    )
    charge_residual = fields.Monetary(related="charge_id.amount_residual")
    amount_asked = fields.Monetary(
        string="To Be Waived", help="Yuan. 0: everything that is still open."
    )
    move_id = fields.Many2one(
        "account.move",
        string="Credit Note",
        readonly=True,
        copy=False,
        groups="account.group_account_readonly,account.group_account_invoice",
    )

    _asked_not_negative = models.Constraint(
        "CHECK (amount_asked IS NULL OR amount_asked >= 0)",
        "What is waived is 0 yuan or more.",
    )
    _one_at_a_time = models.UniqueIndex(
        "(charge_id) WHERE state = 'requested'",
        "A waiver of this charge is waiting for approval already.",
    )

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {"move_id"}

    def _prepare_request(self):
        self.ensure_one()
        if self.search_count(
            [("charge_id", "=", self.charge_id.id), ("state", "=", "requested")],
            limit=1,
        ):
            raise UserError(
                self.env._(
                    "A waiver of %(charge)s is waiting for approval already.",
                    charge=self.charge_id.display_name,
                )
            )
        return {"amount": self._get_amount_to_waive(self.amount_asked)}

    def _get_amount_to_waive(self, asked):
        """What is waived now, in yuan.

        :param float asked: yuan, 0 for everything open
        :raise UserError: the charge is not posted, or that much is not left of it
        """
        self.ensure_one()
        charge = self.charge_id.sudo()
        amount = self.currency_id.round(asked or charge.amount_residual)
        left = self.currency_id.round(charge.amount - charge.amount_waived)
        compare = self.currency_id.compare_amounts
        if charge.state != "posted" or compare(amount, 0) <= 0:
            raise UserError(
                self.env._(
                    "Nothing is open of %(charge)s that could be waived.",
                    charge=charge.display_name,
                )
            )
        if compare(amount, left) > 0:
            raise UserError(
                self.env._(
                    "%(charge)s came to %(left)s: no more can be waived.",
                    charge=charge.display_name,
                    left=self.currency_id.format(left),
                )
            )
        return amount

    def _apply(self):
        """Override: credit the charge; what is left of the credit is a prepayment."""
        self.ensure_one()
        charge = self.charge_id.with_context(**QUIET_POSTING)
        charge.lock_for_update(allow_referencing=True)
        charge.invalidate_recordset(["amount_residual", "amount_waived", "state"])
        amount = self._get_amount_to_waive(self.amount)
        parts = charge._spread(amount)
        self.move_id = charge._post_difference(
            {key: -part for key, part in parts.items()},
            self.env._(
                "Waived %(number)s: %(reason)s", number=self.number, reason=self.reason
            ),
        )
        charge.amount_waived += amount
        if charge.currency_id.is_zero(charge.amount_residual):
            charge._charge_settled()

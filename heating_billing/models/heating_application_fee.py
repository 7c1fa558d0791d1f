from odoo import api, fields, models
from odoo.exceptions import UserError

from .posting import QUIET_POSTING

FEE_KINDS = {"join": "connection", "restore": "restore", "reconnect": "restore"}


class HeatingApplication(models.Model):
    """The fee of a business: charged on approval, paid before the effect."""

    _inherit = "heating.application"

    fee_amount = fields.Monetary(
        string="Fee", compute="_compute_fee_amount", help="As the type says, in yuan."
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    fee_charge_id = fields.Many2one(
        "heating.charge",
        string="Fee Charged",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {"fee_charge_id"}

    @api.depends("type_id", "new_built_area", "household_id.built_area")
    def _compute_fee_amount(self):
        for application in self:
            kind = application.type_id
            currency = application.currency_id or self.env.company.currency_id
            area = application.new_built_area or application.household_id.built_area
            if kind.fee_kind == "area":
                application.fee_amount = currency.round(kind.fee_price * area)
            else:
                application.fee_amount = (
                    kind.fee_price if kind.fee_kind == "fixed" else 0.0
                )

    def _finish_if_ready(self):
        self._charge_fee()
        return super()._finish_if_ready()

    def _charge_fee(self):
        """Charge the fee once; called with the trusted record, which is approved."""
        self.ensure_one()
        if (
            self.state != "approved"
            or self.fee_charge_id
            or not self.household_id
            or self.currency_id.is_zero(self.fee_amount)
        ):
            return
        charge = (
            self.env["heating.charge"]
            .with_context(**QUIET_POSTING)
            .create(
                {
                    "household_id": self.household_id.id,
                    "kind": FEE_KINDS.get(self.effect, "other"),
                    "amount": self.fee_amount,
                    "name": self.display_name,
                }
            )
        )
        # noted first: a prepayment may pay the fee at once and ask what is missing
        self.fee_charge_id = charge
        charge._post_invoices()

    def _get_pending(self):
        """Override of `heating_customer`: the fee is paid before the effect."""
        pending = super()._get_pending()
        charge = self.sudo().fee_charge_id
        if charge and self.currency_id.compare_amounts(charge.amount_residual, 0) > 0:
            pending.append(
                self.env._(
                    "The fee of %(amount)s has to be paid (%(charge)s).",
                    amount=self.currency_id.format(charge.amount_residual),
                    charge=charge.number,
                )
            )
        return pending

    def _get_cancel_refusal(self):
        """Why the application cannot be given up, or False."""
        self.ensure_one()
        if self.sudo().fee_charge_id:
            return self.env._(
                "The fee of %(document)s has been charged (%(charge)s), so it can only "
                "be given up by the accountant, who credits the fee.",
                document=self.display_name,
                charge=self.sudo().fee_charge_id.number,
            )
        return False

    def action_cancel(self):
        for application in self:
            if refusal := application._get_cancel_refusal():
                raise UserError(refusal)
        return super().action_cancel()

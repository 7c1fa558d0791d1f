from odoo import api, fields, models
from odoo.exceptions import UserError

from .posting import QUIET_POSTING

FEE_KINDS = {
    "join": "connection",
    "join_many": "connection",
    "restore": "restore",
    "reconnect": "restore",
}
# Effects whose own area counts; in all others it is a left-over or a client's word.
AREA_EFFECTS = ("join", "area")


class HeatingApplication(models.Model):
    """The fee of a business: charged after approval, paid before the effect."""

    _inherit = "heating.application"

    currency_id = fields.Many2one(related="company_id.currency_id")
    fee_amount = fields.Monetary(
        string="Fee", compute="_compute_fee_amount", help="As the type says, in yuan."
    )
    fee_charge_ids = fields.One2many(
        "heating.charge",
        "application_id",
        string="Fees Charged",
        readonly=True,
        groups="heating_customer.group_office",
    )

    @api.depends(
        "type_id",
        "new_built_area",
        "space_change",
        "space_id",
        "supply_space_ids",
        "household_id.built_area",
    )
    def _compute_fee_amount(self):
        for application in self:
            application.fee_amount = application._get_fee(application._get_fee_area())

    def _get_fee_area(self):
        """What a fee by area goes by: the new area, the spaces named, or all, in m²."""
        self.ensure_one()
        if self._get_space_change() == "end":
            return self.space_id.built_area
        if self.effect in AREA_EFFECTS and self.new_built_area:
            return self.new_built_area
        return (
            sum(self.supply_space_ids.mapped("built_area"))
            or self.household_id.built_area
        )

    def _get_fee(self, area):
        """What the type asks for a household.

        :param float area: its built area, m²
        :return: yuan, tax included
        """
        kind = self.type_id
        currency = self.currency_id or self.env.company.currency_id
        if kind.fee_kind == "area":
            return currency.round(kind.fee_price * area)
        return kind.fee_price if kind.fee_kind == "fixed" else 0.0

    def _finish_if_ready(self):
        self._charge_fees()
        return super()._finish_if_ready()

    def _get_households_to_charge(self):
        """Households of the application with the area that their fee goes by.

        :return: dict of household → m²
        """
        if self.effect == "join_many":
            if self.ledger_import_id.state != "done":
                return {}
            return {
                household: sum(household.space_ids.mapped("built_area"))
                for household in self.joining_household_ids
            }
        if not self.household_id:
            return {}
        return {self.household_id: self._get_fee_area()}

    def _charge_fees(self):
        """Charge what is not charged yet; called with the trusted record."""
        self.ensure_one()
        if self.state != "approved" or self.type_id.fee_kind == "none":
            return
        charged = self._get_standing_fees().household_id
        fees = {
            household: self._get_fee(area)
            for household, area in self._get_households_to_charge().items()
            if household not in charged
        }
        charges = (
            self.env["heating.charge"]
            .with_context(**QUIET_POSTING)
            .create(
                [
                    {
                        "application_id": self.id,
                        "household_id": household.id,
                        "kind": FEE_KINDS.get(self.effect, "other"),
                        "amount": fee,
                        "name": self.type_id.name,
                    }
                    for household, fee in fees.items()
                    if self.currency_id.compare_amounts(fee, 0) > 0
                ]
            )
        )
        if charges:
            # a prepayment may pay the fee at once and ask what is missing
            self.invalidate_recordset(["fee_charge_ids"])
            charges._post_invoices()

    def _get_effect_steps(self):
        """Override of `heating_customer`: the fees that were charged for it."""
        steps = super()._get_effect_steps()
        charges = self.sudo().fee_charge_ids
        for charge in charges:
            if charge.state == "cancelled":
                note = self.env._("%(number)s, taken back", number=charge.number)
            elif self.currency_id.is_zero(charge.amount_residual):
                note = self.env._("%(number)s, paid", number=charge.number)
            else:
                note = self.env._("%(number)s, not paid yet", number=charge.number)
            steps.append(
                self._path_step(
                    charge.create_date,
                    self.env._("The system"),
                    self.env._(
                        "Fee of %(amount)s charged",
                        amount=self.currency_id.format(charge.amount),
                    ),
                    note,
                )
            )
        return steps

    def _get_pending(self):
        """Override of `heating_customer`: fees are paid before the effect."""
        pending = super()._get_pending()
        ((count, owed),) = (
            self.env["heating.charge"]
            .sudo()
            ._read_group(
                [("application_id", "=", self.id), ("amount_residual", ">", 0)],
                [],
                ["__count", "amount_residual:sum"],
            )
        )
        if count:
            pending.append(
                self.env._(
                    "Fees of %(amount)s have to be paid (%(count)s).",
                    amount=self.currency_id.format(owed),
                    count=count,
                )
            )
        return pending

    def _get_standing_fees(self):
        """The fees that have been charged and not been taken back, as sudo."""
        return self.sudo().fee_charge_ids.filtered(
            lambda charge: charge.state != "cancelled"
        )

    def _check_nothing_followed(self):
        """Override of `heating_customer`: a fee in the books is no clerk's to drop."""
        result = super()._check_nothing_followed()
        if self._get_standing_fees():
            raise UserError(
                self.env._(
                    "The fee of %(document)s has been charged: an approver has to give "
                    "it up, which takes the fee back.",
                    document=self.display_name,
                )
            )
        return result

    def _on_cancelled(self):
        """Override of `heating_customer`: no business, no fee.

        What has been paid of it becomes a prepayment of who paid.
        """
        self._get_standing_fees()._take_back(self.display_name)
        return super()._on_cancelled()

from odoo import api, fields, models
from odoo.exceptions import UserError


class HeatingApplication(models.Model):
    """Another payer of the part of the price that the tariff puts on somebody else."""

    _inherit = "heating.application"

    payer_kind_id = fields.Many2one(
        "heating.payer.kind",
        string="Part That Is Paid",
        ondelete="restrict",
        tracking=True,
        domain=[("code", "!=", "household")],
        help="Empty: all that the household itself is billed. Else the part that the "
        "tariff puts on another, such as the employer.",
    )

    @api.model
    def _get_refusal_triggers(self):
        return [*super()._get_refusal_triggers(), "payer_kind_id"]

    @api.model
    def _get_printed_fields(self):
        """Override of `heating_customer`: of which part, after who pays."""
        names = super()._get_printed_fields()
        names.insert(names.index("new_payer_id"), "payer_kind_id")
        return names

    def _is_of_payer(self):
        """Override of `heating_customer`: a part leaves the household's payer alone."""
        return super()._is_of_payer() and not self.payer_kind_id

    def _is_of_part(self):
        self.ensure_one()
        return self.effect == "payer" and bool(self.payer_kind_id)

    def _get_effect_refusals(self, day):
        refusals = super()._get_effect_refusals(day)
        household = self.household_id._origin
        if not self._is_of_part() or not household:
            return refusals
        known = household.sudo().part_payer_ids.filtered(
            lambda each: each.kind_id == self.payer_kind_id
        )
        current = known.filtered(lambda each: each._is_valid_on(day))[:1]
        planned = known.filtered(lambda each: each.date_from and each.date_from > day)
        if (
            self.new_payer_id == current.partner_id
            and not planned
            and (not current or current.date_to == self.date_to)
        ):
            refusals.append(
                self.env._(
                    "Nothing would change: %(payer)s pays the part “%(part)s” of "
                    "household %(number)s already.",
                    payer=current.partner_id.name or self.env._("the usual payer"),
                    part=self.payer_kind_id.name,
                    number=household.number,
                )
            )
        if self.date_to and not self.new_payer_id:
            refusals.append(
                self.env._("Only a payer has a last day: leave it empty, or name one.")
            )
        return refusals

    def _apply_effect(self):
        super()._apply_effect()
        if not self._is_of_part():
            return
        day = self._get_effect_date()
        if refusals := self._get_effect_refusals(day):
            raise UserError("\n".join(refusals))
        self.env["heating.household.payer"].sudo()._change_payer(
            self.household_id,
            self.payer_kind_id,
            self.new_payer_id,
            day,
            self.date_to,
        )

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.heating_customer.models import tier_guard


class HeatingInstalment(models.Model):
    """One part of a bill and the day on which it is paid by agreement."""

    _name = "heating.instalment"
    _description = "Instalment"
    _order = "date, id"
    _rec_name = "date"

    plan_id = fields.Many2one(
        "heating.instalment.plan", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    date = fields.Date(required=True)
    amount = fields.Monetary(required=True)

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "An instalment is more than 0 yuan."
    )
    _one_a_day = models.UniqueIndex(
        "(plan_id, date)", "A plan has one instalment on a day."
    )

    @api.model_create_multi
    def create(self, vals_list):
        instalments = super().create(vals_list)
        instalments._check_draft()
        return instalments

    def write(self, vals):
        self._check_draft()
        result = super().write(vals)
        self._check_draft()
        return result

    def unlink(self):
        self._check_draft()
        return super().unlink()

    def _check_draft(self):
        """What others approve or have approved does not change under their hands."""
        if tier_guard.is_trusted(self.env):
            return
        for plan in self.plan_id:
            if plan.state != "draft":
                raise UserError(
                    self.env._(
                        "%(document)s is no longer a draft: take it back to draft "
                        "before you change it.",
                        document=plan.display_name,
                    )
                )

from odoo import api, fields, models


class HeatingTariffRule(models.AbstractModel):
    """A line of a tariff: a price, a share, a window, a step, an example.

    It changes as its tariff does: while that is a draft, and by who may write it.
    """

    _name = "heating.tariff.rule"
    _description = "Rule of a Tariff"

    tariff_id = fields.Many2one(
        "heating.tariff", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="tariff_id.company_id", store=True)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._check_tariff_editable()
        return rules

    def write(self, vals):
        self._check_tariff_editable()
        result = super().write(vals)
        if "tariff_id" in vals:
            self._check_tariff_editable()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self._check_tariff_editable()

    def _check_tariff_editable(self):
        """Refuse changes of a tariff that is approved or waits for it.

        :raise UserError: the tariff is no draft
        """
        self.tariff_id._check_editable({"rules"})

    # === BUSINESS METHODS === #

    def _say_selection(self, name):
        """A selection in words."""
        return dict(self._fields[name]._description_selection(self.env))[self[name]]

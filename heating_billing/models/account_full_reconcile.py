from odoo import api, models


class AccountFullReconcile(models.Model):
    """Says that entries have paid each other; for heat the suite alone says so."""

    _inherit = "account.full.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        fulls = super().create(vals_list)
        fulls.reconciled_line_ids._check_matched_by_heating()
        return fulls

    def write(self, vals):
        self.reconciled_line_ids._check_matched_by_heating()
        result = super().write(vals)
        self.reconciled_line_ids._check_matched_by_heating()
        return result

    def unlink(self):
        self.reconciled_line_ids._check_matched_by_heating()
        return super().unlink()

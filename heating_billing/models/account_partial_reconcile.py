from odoo import api, models


class AccountPartialReconcile(models.Model):
    """What pays a household's debt is matched with it by the suite only.

    Every way of Odoo to match entries or to part them ends here: the buttons of an
    invoice, bank statements, wizards and calls of the API.
    """

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._check_not_heating()
        return partials

    def write(self, vals):
        self._check_not_heating()
        result = super().write(vals)
        self._check_not_heating()
        return result

    def unlink(self):
        self._check_not_heating()
        return super().unlink()

    def _check_not_heating(self):
        (self.debit_move_id | self.credit_move_id)._check_matched_by_heating()

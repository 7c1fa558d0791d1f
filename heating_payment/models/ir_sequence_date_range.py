from odoo import api, models


class IrSequenceDateRange(models.Model):
    """The numbers of one year."""

    _inherit = "ir.sequence.date_range"

    @api.model_create_multi
    def create(self, vals_list):
        ranges = super().create(vals_list)
        ranges.sequence_id._check_no_receipts()
        return ranges

    def write(self, vals):
        self.sequence_id._check_no_receipts()
        result = super().write(vals)
        self.sequence_id._check_no_receipts()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_receipts(self):
        self.sequence_id._check_no_receipts()

from odoo import api, models
from odoo.exceptions import AccessError

CODE = "heating.receipt"
# what makes the next number; a name may change
FIXED_FIELDS = {
    "active",
    "code",
    "company_id",
    "date_range_ids",
    "implementation",
    "number_increment",
    "number_next",
    "number_next_actual",
    "padding",
    "prefix",
    "suffix",
    "use_date_range",
}


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    def _next(self, sequence_date=None):
        """Override of `base`: a receipt's number is drawn by taking money only.

        Odoo lets every employee draw a number by the API, which would leave a gap
        in the receipt book.
        """
        if not self.env.su and any(each.code == CODE for each in self):
            raise AccessError(
                self.env._("The number of a receipt is drawn by taking money.")
            )
        return super()._next(sequence_date=sequence_date)

    def write(self, vals):
        if FIXED_FIELDS & set(vals):
            self._check_no_receipts()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_receipts(self):
        self._check_no_receipts()

    def _check_no_receipts(self):
        """Keep clients, administrators too, from making gaps or doubles.

        :raise AccessError: a client changes the numbers of a desk's receipts
        """
        if not self.env.su and any(each.code == CODE for each in self):
            raise AccessError(
                self.env._(
                    "Receipts are numbered by their desk, without a gap: their numbers "
                    "cannot be set."
                )
            )

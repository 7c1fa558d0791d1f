from odoo import models
from odoo.exceptions import AccessError


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    def _next(self, sequence_date=None):
        """Override of `base`: a receipt's number is drawn by taking money only.

        Odoo lets every employee draw a number by the API, which would leave a gap
        in the receipt book.
        """
        if not self.env.su and any(each.code == "heating.receipt" for each in self):
            raise AccessError(
                self.env._("The number of a receipt is drawn by taking money.")
            )
        return super()._next(sequence_date=sequence_date)

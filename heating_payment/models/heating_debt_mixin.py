from odoo import models


class HeatingDebtMixin(models.AbstractModel):
    _inherit = "heating.debt.mixin"

    def _credit_left(self, line):
        """Override of `heating_billing`: what was paid too much is a prepayment.

        The customer paid a bill that was worked out lower afterwards: the money pays
        what comes next, or is paid back on request.
        """
        result = super()._credit_left(line)
        line._heating_move_to_advances(
            -line.amount_residual,
            self.env._("Paid too much: %(debt)s", debt=self.number),
        )
        return result

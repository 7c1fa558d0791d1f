from odoo import models


class HeatingApplication(models.Model):
    _inherit = "heating.application"

    def _pass_debts_on(self):
        """Override of `heating_billing`: prepayments pass on only with consent.

        The former customer's confirmation of the application is that consent.
        """
        result = super()._pass_debts_on()
        if self.advance_handling == "pass":
            company = self.company_id
            lines = self.env["account.move.line"].search(
                [
                    ("heating_household_id", "=", self.household_id.id),
                    ("account_id", "=", company.heating_advance_account_id.id),
                    ("partner_id", "=", self.old_customer_id.commercial_partner_id.id),
                    ("parent_state", "=", "posted"),
                    ("reconciled", "=", False),
                    ("amount_residual", "<", 0),
                ],
                order="date, id",
            )
            for line in lines:
                line._heating_move_to_advances(
                    -line.amount_residual,
                    self.display_name,
                    partner=self.new_customer_id.commercial_partner_id,
                )
            self.env["heating.advance.application"]._apply(self.household_id)
        return result

from odoo import fields, models


class HeatingStation(models.Model):
    """What a station earns: its households' income carries its analytic account."""

    _inherit = "heating.station"

    analytic_account_id = fields.Many2one(
        "account.analytic.account",
        ondelete="restrict",
        check_company=True,
        groups="heating_billing.group_money",
        help="Empty: income from this station's households is not told apart.",
    )

    def _get_analytic_vals(self):
        """What an entry's line carries for the station, if it has an account.

        :rtype: dict
        """
        # who posts a bill or takes money need not see how costs are told apart
        account_sudo = self.sudo().analytic_account_id
        if not account_sudo:
            return {}
        return {"analytic_distribution": {str(account_sudo.id): 100.0}}

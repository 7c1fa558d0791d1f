from odoo import models


class AccountChartTemplate(models.AbstractModel):
    _inherit = "account.chart.template"

    def _post_load_data(self, template_code, company, template_data):
        """Override of `account` to add the heating journals once there are accounts."""
        result = super()._post_load_data(template_code, company, template_data)
        (company or self.env.company)._heating_setup_accounting()
        return result

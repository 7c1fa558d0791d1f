from odoo import fields, models
from odoo.exceptions import UserError


class ResCompany(models.Model):
    _inherit = "res.company"

    heating_fapiao_provider_id = fields.Many2one(
        "heating.fapiao.provider",
        string="Fapiao Are Issued",
        check_company=True,
        help="Empty: the first of the ways that the company has.",
    )
    heating_fapiao_watch_days = fields.Integer(
        string="Days to Wait for the Money",
        default=30,
        help="A fapiao issued before its money is on the watch list after so many "
        "days.",
    )

    _heating_fapiao_watch_days_positive = models.Constraint(
        "CHECK (heating_fapiao_watch_days >= 0)",
        "The days to wait for the money of a fapiao cannot be negative.",
    )

    def _get_fapiao_provider(self):
        """How this company issues its fapiao.

        :raise UserError: it has no way
        """
        self.ensure_one()
        providers = self.env["heating.fapiao.provider"].sudo()
        provider = self.sudo().heating_fapiao_provider_id or providers.search(
            providers._check_company_domain(self), limit=1
        )
        if not provider:
            raise UserError(
                self.env._(
                    "%(company)s has no way to issue fapiao: an administrator adds one "
                    "under Configuration.",
                    company=self.name,
                )
            )
        return provider

from odoo import api, fields, models


class HeatingFapiaoIssue(models.TransientModel):
    """Takes what is on an issued fapiao: its number, its day, its file."""

    _name = "heating.fapiao.issue"
    _description = "Issued Fapiao"

    fapiao_id = fields.Many2one("heating.fapiao", required=True, readonly=True)
    number = fields.Char(string="Fapiao Number", required=True, size=20)
    date = fields.Date(
        string="Issued On",
        required=True,
        compute="_compute_date",
        store=True,
        readonly=False,
        precompute=True,
    )
    file = fields.Binary()
    file_name = fields.Char()

    @api.depends("fapiao_id")
    def _compute_date(self):
        for issue in self:
            company = issue.fapiao_id.company_id or self.env.company
            issue.date = company._heating_today()

    def action_issue(self):
        """Note the number on the fapiao."""
        self.ensure_one()
        number = "".join((self.number or "").split())
        self.fapiao_id._issue(number, self.date, self.file, self.file_name)

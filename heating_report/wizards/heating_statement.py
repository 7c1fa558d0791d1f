from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class HeatingStatement(models.TransientModel):
    """A payer's statement over all households it is billed for (合并对账单)."""

    _name = "heating.statement"
    _description = "Statement of a Payer"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", string="Payer", required=True)
    season_ids = fields.Many2many(
        "heating.season", string="Seasons", help="Empty: all seasons."
    )
    only_open = fields.Boolean(
        string="Only What Is Open", help="Leave out what has been paid in full."
    )
    date = fields.Date(
        default=lambda self: self.env.company._heating_today(), readonly=True
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, readonly=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    branch_names = fields.Char(
        string="Branches",
        compute="_compute_line_ids",
        help="Whoever sees some branches only makes a statement of these.",
    )
    line_ids = fields.Many2many(
        "heating.statement.line",
        string="Households and Debts",
        compute="_compute_line_ids",
    )
    household_count = fields.Integer(string="Households", compute="_compute_line_ids")
    billed = fields.Monetary(compute="_compute_line_ids")
    paid = fields.Monetary(compute="_compute_line_ids")
    open = fields.Monetary(string="Open Amount", compute="_compute_line_ids")

    @api.depends("partner_id", "season_ids", "only_open")
    @api.depends_context("uid")
    def _compute_line_ids(self):
        lines = self.env["heating.statement.line"]
        for statement in self:
            lines = lines.browse()
            if statement.partner_id:
                lines = lines.search(statement._get_domain())
            statement.line_ids = lines
            statement.household_count = len(lines.household_id)
            for name in ("billed", "paid", "open"):
                statement[name] = sum(lines.mapped(name))
            branches = self.env.user.sudo().heating_branch_ids
            statement.branch_names = ", ".join(branches.mapped("name"))

    def _get_domain(self):
        """What stands on the statement, as the payer's ledger has it."""
        payer = self.partner_id.commercial_partner_id
        domain = Domain("partner_id", "=", payer.id) & Domain(
            "company_id", "=", self.company_id.id
        )
        if self.season_ids:
            domain &= Domain("season_id", "in", self.season_ids.ids)
        if self.only_open:
            domain &= Domain("open", "!=", 0)
        return domain

    def _check_lines(self):
        """Refuse an empty paper.

        :raise UserError: nothing was billed to the payer
        """
        self.ensure_one()
        if not self.line_ids:
            raise UserError(
                self.env._(
                    "Nothing of this was billed to %(payer)s: choose another payer or "
                    "other seasons.",
                    payer=self.partner_id.display_name,
                )
            )

    def action_print(self):
        """The statement on paper.

        :return: the report's action as a dict
        """
        self._check_lines()
        return self.env.ref("heating_report.heating_statement_report").report_action(
            self
        )

    def action_spreadsheet(self):
        """The statement as a spreadsheet.

        :return: the report's action as a dict
        """
        self._check_lines()
        return self.env.ref("heating_report.heating_statement_xlsx").report_action(
            self.line_ids
        )

    def _get_total_label(self):
        """What stands beside the sums on paper."""
        self.ensure_one()
        return self.env._("Total of %(count)s households", count=self.household_count)

    def _get_print_name(self):
        """What the document is called."""
        self.ensure_one()
        return self.env._(
            "Statement %(payer)s %(date)s",
            payer=self.partner_id.name,
            date=self.date,
        )

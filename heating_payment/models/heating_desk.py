from odoo import api, fields, models


class HeatingDesk(models.Model):
    """A desk (收费窗口) in a hall: its cash, and receipt numbers of its own.

    No two desks share a sequence or a journal, so cashiers never wait for each other.
    """

    _name = "heating.desk"
    _description = "Counter Desk"
    _order = "hall_id, code"
    _check_company_auto = True

    name = fields.Char(required=True)
    code = fields.Char(
        required=True, help="Begins this desk's receipt numbers, e.g. “01”."
    )
    hall_id = fields.Many2one(
        "heating.hall", required=True, index=True, check_company=True
    )
    branch_id = fields.Many2one(related="hall_id.branch_id", store=True, index=True)
    company_id = fields.Many2one(related="hall_id.company_id", store=True, index=True)
    active = fields.Boolean(default=True)
    cash_journal_id = fields.Many2one(
        "account.journal",
        readonly=True,
        copy=False,
        check_company=True,
        groups="account.group_account_readonly,account.group_account_invoice",
    )
    sequence_id = fields.Many2one("ir.sequence", readonly=True, copy=False)

    _code_unique = models.UniqueIndex(
        "(company_id, code)", "Another desk has this code already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        desks = super().create(vals_list)
        for desk in desks:
            desk_sudo = desk.sudo().with_company(desk.company_id)
            desk_sudo.write(
                {
                    "cash_journal_id": desk_sudo.cash_journal_id.id
                    or desk_sudo._create_cash_journal().id,
                    "sequence_id": desk_sudo._create_sequence().id,
                }
            )
        return desks

    def _create_cash_journal(self):
        self.ensure_one()
        journal = self.env["account.journal"].create(
            {
                "name": self.env._("Cash %(desk)s", desk=self.name),
                "type": "cash",
                "company_id": self.company_id.id,
                "show_on_dashboard": False,
            }
        )
        journal._heating_set_money_account()
        return journal

    def _create_sequence(self):
        """Receipt numbers without gaps: a number is given back when a payment fails."""
        self.ensure_one()
        return self.env["ir.sequence"].create(
            {
                "name": self.env._("Receipts of desk %(desk)s", desk=self.name),
                "code": "heating.receipt",
                "implementation": "no_gap",
                "prefix": f"{self.code}-%(year)s-",
                "padding": 6,
                "company_id": self.company_id.id,
            }
        )

    def _get_counter_data(self):
        """What the counter shows of each desk, and who has a shift open there.

        :rtype: list[dict]
        """
        shifts_sudo = (
            self.env["heating.shift"]
            .sudo()
            .search([("desk_id", "in", self.ids), ("state", "=", "open")])
        )
        taken_by = {shift.desk_id.id: shift.user_id.name for shift in shifts_sudo}
        return [
            {
                "id": desk.id,
                "name": desk.name,
                "code": desk.code,
                "hall": desk.hall_id.name,
                "taken_by": taken_by.get(desk.id, ""),
            }
            for desk in self
        ]

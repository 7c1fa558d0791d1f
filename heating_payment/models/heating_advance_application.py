from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.heating_billing.models.posting import HEATING_POSTING


class HeatingAdvanceApplication(models.Model):
    """A part of an advance (预收) that paid a part of a debt, with its two lines.

    One entry serves a whole batch of households; each application names its own pair
    of lines in it, so that one of them can be undone without the others.
    """

    _name = "heating.advance.application"
    _description = "Applied Advance"
    _order = "id DESC"
    _rec_name = "household_id"

    household_id = fields.Many2one(
        "heating.household", required=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(
        related="household_id.company_id", store=True, index=True
    )
    branch_id = fields.Many2one(related="household_id.branch_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True)
    amount = fields.Monetary(required=True)
    advance_line_id = fields.Many2one(
        "account.move.line",
        string="Advance",
        required=True,
        ondelete="restrict",
        index=True,
    )
    debt_line_id = fields.Many2one(
        "account.move.line", string="Debt", required=True, ondelete="restrict"
    )
    debit_line_id = fields.Many2one(
        "account.move.line", required=True, ondelete="restrict"
    )
    credit_line_id = fields.Many2one(
        "account.move.line", required=True, ondelete="restrict"
    )
    state = fields.Selection(
        [("applied", "Applied"), ("undone", "Undone")],
        default="applied",
        required=True,
        index=True,
    )
    undo_move_id = fields.Many2one("account.move", ondelete="restrict")

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "An applied advance is more than 0 yuan."
    )

    @api.model
    def _apply(self, households):
        """Pay open debts of these households from their advances, oldest debt first.

        One entry for the whole batch: for each pair Dr advances, Cr receivable. An
        advance pays what its own partner owes for its own household, nothing else.

        :return: the applications made
        """
        self = self.sudo().with_context(
            heating_posting=HEATING_POSTING, tracking_disable=True
        )
        applications = self.browse()
        for company, of_company in households.grouped("company_id").items():
            pairs = self._get_pairs_to_post(company, of_company)
            if pairs:
                applications += self.with_company(company)._post_pairs(company, pairs)
        applications.debt_line_id.heating_bill_id.filtered(
            lambda bill: bill._is_settled()
        )._bill_settled()
        applications.debt_line_id.heating_charge_id.filtered(
            lambda charge: charge._is_settled()
        )._charge_settled()
        return applications

    @api.model
    def _get_pairs_to_post(self, company, households):
        """What pays what, its lines locked; see ``_get_pairs``."""
        pairs = self._get_pairs(company, households)
        if pairs:
            self._lock_pairs(pairs)
        return pairs

    @api.model
    def _lock_pairs(self, pairs):
        """Lock the lines of *pairs*, so that nobody else uses or pays them meanwhile.

        Where somebody did since this transaction began, PostgreSQL refuses and Odoo
        runs it anew: once locked, the lines are what they were when they were read.
        """
        line_ids = {line.id for pair in pairs for line in pair[:2]}
        self.env.execute_query(
            SQL(
                "SELECT id FROM account_move_line WHERE id IN %s "
                "ORDER BY id FOR NO KEY UPDATE",
                tuple(line_ids),
            )
        )

    @api.model
    def _get_pairs(self, company, households):
        """What pays what: list of (advance line, debt line, yuan)."""
        currency = company.currency_id
        pairs = []
        for advances, debts in self._get_advances_and_debts(company, households):
            queue = [[debt, debt.amount_residual] for debt in debts]
            for advance, left in advances.items():
                while queue and currency.compare_amounts(left, 0) > 0:
                    amount = currency.round(min(left, queue[0][1]))
                    pairs.append((advance, queue[0][0], amount))
                    left = currency.round(left - amount)
                    queue[0][1] = currency.round(queue[0][1] - amount)
                    if currency.is_zero(queue[0][1]):
                        queue.pop(0)
        return pairs

    @api.model
    def _get_advances_and_debts(self, company, households):
        """What each owner has on advance and owes, both in the order of paying.

        What a refund holds back is not among it.

        :return: list of (dict of advance line → yuan, open receivable lines), a pair
            for each owner who has both
        """
        lines = self.env["account.move.line"]
        free = lines.search(
            [
                ("heating_household_id", "in", households.ids),
                ("account_id", "=", company.heating_advance_account_id.id),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("amount_residual", "<", 0),
            ],
            order="date, id",
        )._heating_get_free_advances()
        if not free:
            return []
        advances = {}
        for line, amount in free.items():
            advances.setdefault(self._get_owner(line), {})[line] = amount
        owing = households.browse({household.id for household, _partner in advances})
        debts = (
            lines.search(owing._get_open_lines_domain(with_others=True))
            .filtered(lambda line: line.amount_residual > 0)
            .sorted(self._get_order_of_paying())
            .grouped(self._get_owner)
        )
        return [
            (of_owner, debts[owner])
            for owner, of_owner in advances.items()
            if owner in debts
        ]

    @api.model
    def _get_order_of_paying(self):
        """By what open lines are sorted before advances pay them.

        :rtype: callable
        """
        return self.env["heating.receipt"]._get_debt_order

    @api.model
    def _get_owner(self, line):
        """Whose money or debt a line is: of this partner, for this household."""
        return line.heating_household_id, line.partner_id

    @api.model
    def _get_usable_amounts(self, households):
        """What advances could pay of the households' open debts now, in yuan.

        :return: dict of household id → yuan; none where nothing can be used
        :rtype: dict
        """
        usable = {}
        self = self.sudo()
        for company, of_company in households.sudo().grouped("company_id").items():
            for advance, _debt, amount in self._get_pairs(company, of_company):
                key = advance.heating_household_id.id
                usable[key] = company.currency_id.round(usable.get(key, 0.0) + amount)
        return usable

    @api.model
    def _post_pairs(self, company, pairs):
        commands = []
        for advance, debt, amount in pairs:
            links = {
                "heating_household_id": debt.heating_household_id.id,
                "heating_bill_id": debt.heating_bill_id.id,
                "heating_charge_id": debt.heating_charge_id.id,
                "heating_season_id": debt.heating_season_id.id,
                "name": debt.move_id.ref or debt.move_id.name,
                # Odoo would ask for each line whether it has one
                "analytic_distribution": False,
            }
            commands.append(
                fields.Command.create(
                    {
                        "account_id": advance.account_id.id,
                        "partner_id": advance.partner_id.id,
                        "balance": amount,
                        **links,
                    }
                )
            )
            commands.append(
                fields.Command.create(
                    {
                        "account_id": debt.account_id.id,
                        "partner_id": debt.partner_id.id,
                        "balance": -amount,
                        **links,
                    }
                )
            )
        date = company._heating_today()
        # there is nothing to keep in step: no line has a tax
        moves = self.env["account.move"].with_context(skip_invoice_sync=True)
        move = moves.create(
            {
                "move_type": "entry",
                "journal_id": company.heating_entry_journal_id.id,
                "company_id": company.id,
                "date": date,
                "ref": self.env._("Prepayments applied"),
                "line_ids": commands,
            }
        ).with_env(self.env)
        move._post(soft=False)
        posted = move.line_ids.sorted("id")
        plan, vals_list = [], []
        for (advance, debt, amount), debit, credit in zip(
            pairs, posted[::2], posted[1::2], strict=True
        ):
            plan += [advance + debit, debt + credit]
            vals_list.append(
                {
                    "household_id": debt.heating_household_id.id,
                    "date": date,
                    "amount": amount,
                    "advance_line_id": advance.id,
                    "debt_line_id": debt.id,
                    "debit_line_id": debit.id,
                    "credit_line_id": credit.id,
                }
            )
        self.env["account.move.line"]._reconcile_plan(plan)
        return self.create(vals_list)

    @api.model
    def _undo_for(self, advance_lines):
        """Undo what these advance lines paid: the debts are open again.

        :param advance_lines: lines of a tender that is being voided
        """
        applications = self.search(
            [("advance_line_id", "in", advance_lines.ids), ("state", "=", "applied")]
        )
        if not applications:
            return
        applied = applications.debit_line_id + applications.credit_line_id
        undo = applied._heating_post_opposite(
            applications.company_id.heating_entry_journal_id,
            self.env._("Applied prepayments undone"),
        )
        applications.write({"state": "undone", "undo_move_id": undo.id})

from odoo import api, fields, models
from odoo.exceptions import UserError

from .heating_books_mixin import HEATING_LINKS
from .posting import may_post


def _follow():
    """A link that an invoice's line takes from it and a payment's line names itself."""
    return fields.Many2one(
        compute="_compute_heating_links",
        store=True,
        readonly=False,
        precompute=True,
    )


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["heating.books.mixin", "account.move.line"]

    # whose cost it is inside the company, and whether to dun: no matter of the debt
    _heating_free_fields = frozenset(
        {"analytic_distribution", "analytic_line_ids", "no_followup"}
    )

    heating_bill_id = _follow()
    heating_charge_id = _follow()
    heating_household_id = _follow()
    heating_season_id = _follow()

    heating_income_account_id = fields.Many2one(
        "account.account",
        string="Recognised As",
        readonly=True,
        copy=False,
        help="The income that a deferred line becomes as the season's days pass.",
    )

    # what a month's recognition adds up
    _heating_deferred = models.Index(
        "(heating_season_id) WHERE heating_income_account_id IS NOT NULL"
    )
    # what a counter asks: what is still open for this household
    _heating_open = models.Index(
        "(heating_household_id, account_id) "
        "WHERE heating_household_id IS NOT NULL AND reconciled IS NOT TRUE"
    )

    @api.depends(
        "move_id.heating_household_id",
        "move_id.heating_bill_id",
        "move_id.heating_charge_id",
        "move_id.heating_season_id",
    )
    def _compute_heating_links(self):
        """Lines of an invoice follow it; lines of a payment name their own."""
        for line in self:
            move = line.move_id
            for name in HEATING_LINKS:
                line[name] = move[name] or line[name]

    def _check_not_heating(self):
        self.move_id._check_not_heating()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_heating(self):
        self._check_not_heating()

    def _check_matched_by_heating(self):
        """Refuse to match or to part what households owe or have paid in advance.

        :raise UserError: a line belongs to a household, and the suite does not ask
        """
        if may_post(self.env):
            return
        for line in self.filtered("heating_household_id"):
            raise UserError(
                self.env._(
                    "%(move)s belongs to the heating books, where receipts and "
                    "prepayments match what is owed, and nothing else does.",
                    move=line.move_id.name,
                )
            )

    def _get_day_payable(self):
        """By when the line is to be paid: instalments move the day, nothing else does.

        :rtype: date or False
        """
        self.ensure_one()
        bill_sudo = self.heating_bill_id.sudo()
        if bill_sudo.date_payable != bill_sudo.date_due:
            return bill_sudo.date_payable
        return self.date_maturity

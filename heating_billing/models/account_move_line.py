from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .account_move import HEATING_LINKS
from .posting import may_post

# Odoo keeps some of these on posted entries by itself, but not all, and not from
# clients that send its keys in the context.
FIXED_FIELDS = {
    "amount_residual",
    "amount_residual_currency",
    "company_id",
    "date",
    "journal_id",
    "matching_number",
    "parent_state",
    "reconciled",
    "account_id",
    "amount_currency",
    "balance",
    "credit",
    "currency_id",
    "date_maturity",
    "debit",
    "discount",
    "display_type",
    "full_reconcile_id",
    "is_storno",
    "matched_credit_ids",
    "matched_debit_ids",
    "move_id",
    "name",
    "partner_id",
    "price_unit",
    "quantity",
    "tax_ids",
    "tax_line_id",
    "tax_repartition_line_id",
    "tax_tag_ids",
}


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    heating_household_id = fields.Many2one(
        "heating.household",
        string="Household",
        compute="_compute_heating_links",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    heating_bill_id = fields.Many2one(
        "heating.bill",
        string="Season Bill",
        compute="_compute_heating_links",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    heating_charge_id = fields.Many2one(
        "heating.charge",
        compute="_compute_heating_links",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    heating_season_id = fields.Many2one(
        "heating.season",
        compute="_compute_heating_links",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        ondelete="restrict",
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

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # not by what was sent: defaults come from the context and from the user, too,
        # and a line added to a document for heat follows it
        if not may_post(self.env) and any(lines[name] for name in HEATING_LINKS):
            raise AccessError(
                self.env._("Entries for heat are made by bills and receipts only.")
            )
        return lines

    def write(self, vals):
        if not may_post(self.env):
            if HEATING_LINKS & set(vals):
                raise AccessError(
                    self.env._("Entries for heat are made by bills and receipts only.")
                )
            if FIXED_FIELDS & set(vals):
                self.move_id._check_not_heating()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_heating(self):
        self.move_id._check_not_heating()

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

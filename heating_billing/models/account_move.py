from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .posting import may_post

HEATING_LINKS = {
    "heating_bill_id",
    "heating_charge_id",
    "heating_household_id",
    "heating_season_id",
}
# What says who owes how much to whom and since when. Odoo lets an accountant write
# some of it on posted entries, and all of it with keys in the context.
FIXED_FIELDS = {
    "amount_residual",
    "amount_residual_signed",
    "amount_tax",
    "amount_total",
    "amount_total_signed",
    "amount_untaxed",
    "payment_state",
    "auto_post",
    "company_id",
    "currency_id",
    "date",
    "fiscal_position_id",
    "invoice_cash_rounding_id",
    "invoice_currency_rate",
    "invoice_date",
    "invoice_date_due",
    "invoice_line_ids",
    "invoice_payment_term_id",
    "journal_id",
    "line_ids",
    "matched_payment_ids",
    "move_type",
    "name",
    "origin_payment_id",
    "partner_id",
    "ref",
    "reversal_move_ids",
    "reversed_entry_id",
    "state",
    "statement_line_id",
}


class AccountMove(models.Model):
    _inherit = "account.move"

    heating_bill_id = fields.Many2one(
        "heating.bill",
        string="Season Bill",
        ondelete="restrict",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    heating_charge_id = fields.Many2one(
        "heating.charge",
        ondelete="restrict",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    heating_household_id = fields.Many2one(
        "heating.household",
        string="Household",
        ondelete="restrict",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    heating_season_id = fields.Many2one(
        "heating.season",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        # not by what was sent: defaults come from the context and from the user, too
        if not may_post(self.env) and any(moves[name] for name in HEATING_LINKS):
            raise AccessError(
                self.env._("Documents for heat are made by bills and charges only.")
            )
        return moves

    def write(self, vals):
        if not may_post(self.env):
            if HEATING_LINKS & set(vals):
                raise AccessError(
                    self.env._("Documents for heat are made by bills and charges only.")
                )
            if FIXED_FIELDS & set(vals):
                self._check_not_heating()
        return super().write(vals)

    def _is_heating(self):
        """Whether the move belongs to the heating books, so that nothing undoes it."""
        self.ensure_one()
        return bool(self.heating_household_id or self.line_ids.heating_household_id)

    def _check_not_heating(self):
        """Refuse Odoo's own ways to undo a posted document for heat.

        :raise UserError: one of the moves is a heating document
        """
        if may_post(self.env):
            return
        for move in self:
            if move._is_heating():
                raise UserError(
                    self.env._(
                        "%(move)s belongs to the heating books, where nothing posted "
                        "is changed: correct it on its bill, charge or receipt.",
                        move=move.name,
                    )
                )

    def button_draft(self):
        self._check_not_heating()
        return super().button_draft()

    def button_cancel(self):
        self._check_not_heating()
        return super().button_cancel()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._check_not_heating()
        return super()._reverse_moves(default_values_list, cancel)

    def js_remove_outstanding_partial(self, partial_id):
        self._check_not_heating()
        return super().js_remove_outstanding_partial(partial_id)

    def js_assign_outstanding_line(self, line_id):
        self._check_not_heating()
        return super().js_assign_outstanding_line(line_id)

    def action_register_payment(self):
        self._check_no_payment_register()
        return super().action_register_payment()

    def _check_no_payment_register(self):
        """Money for heat is taken at the counter or online, where a receipt is made.

        :raise UserError: one of the moves is a heating document
        """
        for move in self:
            if move._is_heating():
                raise UserError(
                    self.env._(
                        "Take the money for %(move)s at the counter, so that the "
                        "household gets its receipt.",
                        move=move.name,
                    )
                )

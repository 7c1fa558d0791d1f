from odoo import models
from odoo.exceptions import UserError

from .posting import CHATTER_FIELDS, HEATING_POSTING, may_post


class AccountMove(models.Model):
    _name = "account.move"
    # the mixin first: it refuses before Odoo adds values of its own to what is written
    _inherit = ["heating.books.mixin", "account.move"]

    # Sending, reviewing and dunning leave what is owed as it is. The notes are not
    # here: they are printed on the document.
    _heating_free_fields = CHATTER_FIELDS | {
        "access_token",
        "checked",
        "is_move_sent",
        "no_followup",
        "sending_data",
    }

    def _is_heating(self):
        """Whether the move belongs to the heating books, so that nothing undoes it."""
        self.ensure_one()
        return bool(
            self.heating_household_id
            or self.heating_season_id
            or self.line_ids.heating_household_id
        )

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
                        move=move.display_name,
                    )
                )

    def _hash_moves(self, **kwargs):
        # Odoo seals entries of any kind; nobody else writes the seal of one for heat
        posting = self.with_context(heating_posting=HEATING_POSTING)
        return super(AccountMove, posting)._hash_moves(**kwargs)

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

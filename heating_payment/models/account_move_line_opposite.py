from odoo import fields, models


class AccountMoveLine(models.Model):
    """Undoing what was posted: both entries stay in the books."""

    _inherit = "account.move.line"

    def _prepare_opposite_vals(self):
        """Values of a line that undoes this one, red on the same side where storno is
        the law, so that turnovers do not grow by a mistake."""
        self.ensure_one()
        return {
            "account_id": self.account_id.id,
            "partner_id": self.partner_id.id,
            "name": self.name,
            "balance": -self.balance,
            "is_storno": self.company_id.account_storno and not self.is_storno,
            "heating_household_id": self.heating_household_id.id,
            "heating_bill_id": self.heating_bill_id.id,
            "heating_charge_id": self.heating_charge_id.id,
            "heating_season_id": self.heating_season_id.id,
        }

    def _heating_post_opposite(self, journal, words):
        """Undo these lines by an entry of today: what they matched is open again.

        Called with the key that opens heating documents, see ``posting``.

        :param journal: where the entry is posted
        :param str words: what is undone, as the entry says
        :return: the entry, its lines matched with these
        :rtype: account.move
        """
        lines = self.sorted("id")
        lines.filtered("account_id.reconcile").remove_move_reconcile()
        opposite = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "company_id": journal.company_id.id,
                "date": journal.company_id._heating_today(),
                "ref": words,
                "line_ids": [
                    fields.Command.create(line._prepare_opposite_vals())
                    for line in lines
                ],
            }
        )
        opposite._post(soft=False)
        self._reconcile_plan(
            [
                line + undone
                for line, undone in zip(
                    lines, opposite.line_ids.sorted("id"), strict=True
                )
                if line.account_id.reconcile
            ]
        )
        return opposite

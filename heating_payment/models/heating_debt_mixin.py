from odoo import fields, models

from odoo.addons.heating_billing.models.posting import QUIET_POSTING


class HeatingDebtMixin(models.AbstractModel):
    _inherit = "heating.debt.mixin"

    def _credit_left(self, line):
        """Override of `heating_billing`: what was paid too much is a prepayment.

        The customer paid a bill that was worked out lower afterwards: the money pays
        what comes next, or is paid back on request.
        """
        result = super()._credit_left(line)
        line._heating_move_to_advances(
            -line.amount_residual,
            self.env._("Paid too much: %(debt)s", debt=self.number),
        )
        return result


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _heating_move_to_advances(self, amount, name, partner=None):
        """Turn a customer's money on this line into an advance, by one entry.

        :param float amount: yuan, at most what is open on the line
        :param str name: as the entry says
        :param partner: whose advance it becomes; by default whose money it was
        :return: the new advance line
        """
        self.ensure_one()
        company = self.company_id
        links = {
            "name": name,
            "heating_household_id": self.heating_household_id.id,
        }
        move = (
            self.env["account.move"]
            .sudo()
            .with_context(**QUIET_POSTING)
            .create(
                {
                    "move_type": "entry",
                    "journal_id": company.heating_entry_journal_id.id,
                    "company_id": company.id,
                    "date": company._heating_today(),
                    "ref": name,
                    "line_ids": [
                        fields.Command.create(
                            {
                                **links,
                                "account_id": self.account_id.id,
                                "partner_id": self.partner_id.id,
                                "balance": amount,
                                "heating_bill_id": self.heating_bill_id.id,
                                "heating_charge_id": self.heating_charge_id.id,
                                "heating_season_id": self.heating_season_id.id,
                            }
                        ),
                        fields.Command.create(
                            {
                                **links,
                                "account_id": company.heating_advance_account_id.id,
                                "partner_id": (partner or self.partner_id).id,
                                "balance": -amount,
                            }
                        ),
                    ],
                }
            )
        )
        move._post(soft=False)
        taken, advance = move.line_ids.sorted("id")
        (self.sudo().with_context(**QUIET_POSTING) + taken).reconcile()
        return advance

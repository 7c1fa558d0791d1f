from odoo import fields, models

from odoo.addons.heating_billing.models.posting import QUIET_POSTING


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _get_counter_description(self):
        """What the line is owed for, in words: a season's heat or a charge."""
        self.ensure_one()
        if self.heating_bill_id:
            return self.env._("Heat %(season)s", season=self.heating_season_id.name)
        kinds = dict(
            self.env["heating.charge"]._fields["kind"]._description_selection(self.env)
        )
        words = (kinds.get(self.heating_charge_id.kind), self.heating_season_id.name)
        return " ".join(word for word in words if word)

    def _get_counter_data(self):
        """What the counter shows of it.

        :rtype: dict
        """
        self.ensure_one()
        household = self.heating_household_id
        billed = household._get_billed_partner().commercial_partner_id
        return {
            "move_id": self.move_id.id,
            "household_id": household.id,
            "household": household.number,
            # said where it is not who is billed now, such as a former customer
            "debtor": "" if self.partner_id == billed else self.partner_id.name,
            # the part of an employer or an authority: paid only if it is chosen
            "others": bool(self.move_id.heating_payer_kind_id),
            "description": self._get_counter_description(),
            "season": self.heating_season_id.name or "",
            "date_due": self._get_day_payable(),
            "total": abs(self.balance),
            "open": self.amount_residual,
        }

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

from odoo import models


class AccountMoveLine(models.Model):
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
            "description": self._get_counter_description(),
            "season": self.heating_season_id.name or "",
            "date_due": self.date_maturity,
            "total": abs(self.balance),
            "open": self.amount_residual,
        }

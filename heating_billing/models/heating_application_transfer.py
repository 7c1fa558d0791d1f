from odoo import fields, models


class HeatingApplication(models.Model):
    """What becomes of debts and bills when a household changes hands."""

    _inherit = "heating.application"

    debt_handling = fields.Selection(
        selection_add=[("split", "Season's Bill Split by Day, the Rest Paid")],
        ondelete={"split": "set default"},
    )

    def _get_debts_of_old(self):
        """Bills and charges for which the former customer still owes something.

        :return: pair of bills and charges
        """
        lines = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    *self.household_id._origin._get_open_lines_domain(),
                    ("partner_id", "=", self.old_customer_id.commercial_partner_id.id),
                    ("amount_residual", ">", 0),
                ]
            )
        )
        return lines.heating_bill_id, lines.heating_charge_id

    def _get_bill_to_split(self):
        """The bill of the season in which the household changes hands."""
        day = self._get_effect_date()
        bill = (
            self.env["heating.bill"]
            .sudo()
            .search(
                [
                    ("household_id", "=", self.household_id.id),
                    ("season_id.date_start", "<", day),
                    ("season_id.date_end", ">=", day),
                    ("partner_id", "=", self.old_customer_id.id),
                ]
            )
        )
        return bill

    def _get_effect_refusals(self, day):
        refusals = super()._get_effect_refusals(day)
        if (
            self.effect == "transfer"
            and self.debt_handling == "split"
            and not self._get_bill_to_split()
        ):
            refusals.append(
                self.env._(
                    "There is no season's bill of the former customer to split on "
                    "%(date)s: choose that debts are paid or taken over.",
                    date=day,
                )
            )
        return refusals

    def _get_pending(self):
        """Override of `heating_customer`: debts that nobody takes over are paid."""
        pending = super()._get_pending()
        if self.effect != "transfer" or self.debt_handling == "taken_over":
            return pending
        bills, charges = self._get_debts_of_old()
        if self.debt_handling == "split":
            bills -= self._get_bill_to_split()
        owed = sum(bills.mapped("amount_residual") + charges.mapped("amount_residual"))
        if self.currency_id.compare_amounts(owed, 0) > 0:
            pending.append(
                self.env._(
                    "The former customer owes %(amount)s, which must be paid first.",
                    amount=self.currency_id.format(owed),
                )
            )
        return pending

    def _pass_debts_on(self):
        """Override of `heating_customer`: open debts go to the successor, if agreed."""
        result = super()._pass_debts_on()
        former = self.old_customer_id.commercial_partner_id
        successor = self.new_customer_id
        if self.debt_handling == "taken_over":
            bills, charges = self._get_debts_of_old()
            for debts in (bills, charges):
                for debt in debts:
                    debt._pass_on(
                        debt._get_open_amount_of(former),
                        former,
                        successor,
                        self.display_name,
                    )
        elif self.debt_handling == "split":
            bill = self._get_bill_to_split()
            season = bill.season_id
            days = (season.date_end - self._get_effect_date()).days + 1
            amount = bill.currency_id.round(bill.amount_total * days / season.days)
            bill._pass_on(amount, former, successor, self.display_name)
        return result

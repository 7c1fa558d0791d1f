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
        """Override of `heating_customer`: debts that nobody takes over are paid, and
        no fapiao stands for what becomes somebody else's debt."""
        pending = super()._get_pending()
        if self.effect != "transfer":
            return pending
        if owed := self._get_debt_nobody_takes_over():
            pending.append(
                self.env._(
                    "The former customer owes %(amount)s, which must be paid first.",
                    amount=self.currency_id.format(owed),
                )
            )
        return pending + self._get_fapiao_pending() + self._get_undone_pending()

    def _get_debt_nobody_takes_over(self):
        """What the former customer owes and has to pay before the change, in yuan."""
        if self.effect != "transfer" or self.debt_handling == "taken_over":
            return 0.0
        bills, charges = self._get_debts_of_old()
        if self.debt_handling == "split":
            bills -= self._get_bill_to_split()
        former = self.old_customer_id.commercial_partner_id
        owed = sum(
            debt._get_open_amount_of(former)
            for debts in (bills, charges)
            for debt in debts
        )
        return max(self.currency_id.round(owed), 0.0)

    def _get_debt_refusal(self):
        """Override of `heating_customer`: unpaid bills that nobody takes over."""
        owed = self._get_debt_nobody_takes_over()
        if not owed:
            return super()._get_debt_refusal()
        words = {
            "customer": self.old_customer_id.name,
            "amount": self.currency_id.format(owed),
        }
        if self.portal_user_id:
            # there is nothing to choose on the portal
            return self.env._(
                "%(customer)s owes %(amount)s, which must be paid first.", **words
            )
        return self.env._(
            "%(customer)s owes %(amount)s that nobody takes over: let it be paid "
            "first, or choose that the new customer takes it over.",
            **words,
        )

    def _get_fapiao_pending(self):
        """Fapiao that must be red before a part of their debt passes on.

        :return: a sentence for each bill or charge
        :rtype: list[str]
        """
        former = self.old_customer_id.commercial_partner_id
        sentences = []
        for debt, amount in self._get_debts_to_pass_on():
            moves = debt.sudo().move_ids.filtered(
                lambda move: (
                    move.state == "posted" and move.commercial_partner_id == former
                )
            )
            covered = sum(moves.mapped("heating_covered"))
            kept = max(sum(moves.mapped("amount_total_signed")) - amount, 0.0)
            too_much = self.currency_id.round(covered - kept)
            if self.currency_id.compare_amounts(too_much, 0) > 0:
                sentences.append(
                    self.env._(
                        "A fapiao of %(debt)s was issued to the former customer: a red "
                        "one has to take back %(amount)s of it first.",
                        debt=debt.number,
                        amount=self.currency_id.format(too_much),
                    )
                )
        return sentences

    def _get_debts_to_pass_on(self):
        """What of which debts goes from the former customer to the new one.

        :return: list of pairs of a bill or charge (as sudo) and yuan
        """
        former = self.old_customer_id.commercial_partner_id
        if self.debt_handling == "taken_over":
            return [
                (debt, debt._get_open_amount_of(former))
                for debts in self._get_debts_of_old()
                for debt in debts
            ]
        if self.debt_handling == "split" and (bill := self._get_bill_to_split()):
            return [(bill, bill._get_amount_from(self._get_effect_date()))]
        return []

    def _pass_debts_on(self):
        """Override of `heating_customer`: open debts go to the successor, if agreed."""
        result = super()._pass_debts_on()
        former = self.old_customer_id.commercial_partner_id
        for debt, amount in self._get_debts_to_pass_on():
            debt._pass_on(amount, former, self.new_customer_id, self.display_name)
        return result

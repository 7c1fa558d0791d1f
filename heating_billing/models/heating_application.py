from datetime import date

from odoo import models
from odoo.tools import format_date

from odoo.addons.heating_customer.models.heating_application_supply import (
    EFFECT_SUPPLY,
)


class HeatingApplication(models.Model):
    """What an application means for the money: debts before, bills after."""

    _inherit = "heating.application"

    def _get_open_debt(self):
        """Override of `heating_customer`: what the household owes, in yuan."""
        return self.sudo().household_id.amount_due

    def _get_debt_pending(self):
        """Override of `heating_customer`: an undone bill owes nothing, and is none."""
        return super()._get_debt_pending() + (
            self._get_undone_pending() if self.heat_ended_on else []
        )

    def _get_undone_pending(self):
        """That a bill of a season that runs was undone and is to be made again.

        :rtype: list[str]
        """
        today = self.company_id._heating_today()
        undone = self.sudo().household_id.bill_ids.filtered(
            lambda bill: bill.undone_on and bill.season_id.date_end >= today
        )
        return [
            self.env._(
                "The bill of season %(season)s was undone and has to be made again "
                "first.",
                season=bill.season_id.name,
            )
            for bill in undone
        ]

    def _get_arrears(self):
        """Override of `heating_customer`: who moved out took the debts along."""
        return super()._get_arrears() - self._get_debt_of_former_customers()

    def _get_debt_of_former_customers(self):
        """What those owe on the household who neither have it nor pay for it now.

        A debt stands against whom the invoice was made out to; after a change of
        customer that stays the former one, unless the new one took the debt over.

        :return: yuan
        """
        household = self.sudo().household_id._origin
        former = self._get_former_customers()
        if not former:
            return 0.0
        lines = self.env["account.move.line"].sudo()
        [(debt,)] = lines._read_group(
            [
                *household._get_open_lines_domain(),
                ("partner_id", "in", former.ids),
            ],
            aggregates=["amount_residual:sum"],
        )
        return debt or 0.0

    def _get_former_customers(self):
        """Who was a customer of the household and neither has it nor pays for it now.

        :rtype: res.partner
        """
        household = self.sudo().household_id._origin
        present = household.customer_id | household.payer_id
        return (
            household.occupancy_ids.partner_id.commercial_partner_id
            - present.commercial_partner_id
        )

    def _get_lines_put_off(self):
        """What is owed but not to be paid yet, by its due day or as agreed.

        :return: open receivable lines of the present customer and payer
        :rtype: account.move.line
        """
        household = self.sudo().household_id._origin
        today = household.company_id._heating_today()
        lines = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    *household._get_open_lines_domain(),
                    ("partner_id", "not in", self._get_former_customers().ids),
                ]
            )
        )
        return lines.filtered(
            lambda line: (line._get_day_payable() or date.min) >= today
        )

    def _get_counted_notices(self):
        """Override of `heating_customer`: not those before the debt was to be paid."""
        notices = super()._get_counted_notices()
        household = self.sudo().household_id._origin
        if self.effect != "cut_off" or not household:
            return notices
        lines = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    *household._get_open_lines_domain(),
                    ("partner_id", "not in", self._get_former_customers().ids),
                ]
            )
        )
        oldest = min(
            (line._get_day_payable() or date.min for line in lines), default=date.min
        )
        return notices.filtered(lambda notice: notice.date > oldest)

    def _get_effect_refusals(self, day):
        """Override of `heating_customer`: seasons that are over stay as they are."""
        refusals = super()._get_effect_refusals(day)
        season = self._get_closed_season(day)
        if season:
            refusals.append(
                self.env._(
                    "From %(date)s on it would reach into season %(season)s, which is "
                    "over: choose a day after %(end)s.",
                    date=day,
                    season=season.name,
                    end=season.date_end,
                )
            )
        for refusal in (
            self._get_share_refusal(day),
            self._get_split_refusal(day),
            self._get_no_arrears_refusal(),
        ):
            if refusal:
                refusals.append(refusal)
        return refusals

    def _get_no_arrears_refusal(self):
        """Who has paid keeps the heat, also in the days until somebody turns the valve.

        So does who pays by instalments as agreed, or has time to pay.

        :return: a sentence, or False
        """
        household = self.household_id._origin
        if self.effect != "cut_off" or not household:
            return False
        currency = self.company_id.currency_id
        arrears = self._get_arrears()
        if currency.compare_amounts(arrears, 0) > 0:
            put_off = self._get_lines_put_off()
            later = currency.round(sum(put_off.mapped("amount_residual")))
            if currency.compare_amounts(arrears, later) > 0:
                return False
            if put_off.heating_bill_id._get_running_plans():
                return self.env._(
                    "Household %(number)s pays by instalments as agreed, so its heat "
                    "is not cut off: wait until an instalment is missed.",
                    number=household.number,
                )
            return self.env._(
                "What household %(number)s owes may be paid until %(day)s, so its heat "
                "is not cut off: wait until that day has passed.",
                number=household.number,
                day=format_date(
                    self.env, min(line._get_day_payable() for line in put_off)
                ),
            )
        return self.env._(
            "Household %(number)s owes nothing any more, so its heat is not cut off: "
            "cancel the application.",
            number=household.number,
        )

    def _get_split_refusal(self, day):
        """A season that two customers share is not worked out anew for the first one.

        The difference of days before the change would be the present customer's.
        """
        if self.effect not in (*EFFECT_SUPPLY, "area", "category"):
            return False
        household = self.household_id._origin
        bills = self.env["heating.bill"]._get_affected(household, day)
        since = max(
            (each.date_from for each in household.occupancy_ids if each.date_from),
            default=day,
        )
        for bill in bills:
            if since > day and len(bill._get_own_invoices().partner_id) > 1:
                return self.env._(
                    "Household %(number)s changed hands on %(date)s, and its bill is "
                    "shared: choose a day from then on.",
                    number=household.number,
                    date=since,
                )
        return False

    def _get_share_refusal(self, day):
        """A bill that is made already must be able to say what the new state costs."""
        state = EFFECT_SUPPLY.get(self.effect)
        if not state or state == "supplied":
            return False
        bills = self.env["heating.bill"]._get_affected(self.household_id._origin, day)
        for tariff in bills.tariff_id:
            if state not in tariff.share_ids.mapped("supply_state"):
                labels = dict(
                    self.env["heating.supply"]
                    ._fields["state"]
                    ._description_selection(self.env)
                )
                return self.env._(
                    "Tariff %(tariff)s of the season's bill has no share for the "
                    "supply state “%(state)s”: an administrator has to add a tariff "
                    "with one.",
                    tariff=tariff.name,
                    state=labels[state],
                )
        return False

    def _get_closed_season(self, day):
        """The last season that is over and that *day* is in or before.

        What changes on a day is different on all days after it, so a day between two
        seasons would change the later one, too.
        """
        company = self.company_id or self.env.company
        return (
            self.env["heating.season"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("date_end", ">=", day),
                    ("date_end", "<", company._heating_today()),
                ],
                order="date_end DESC",
                limit=1,
            )
        )

    def _effect_applied(self):
        """Override of `heating_customer` to work out bills anew that it concerns."""
        result = super()._effect_applied()
        if not self.household_id:
            # a community that joins has no bills yet
            return result
        bills = self.env["heating.bill"]._get_affected(
            self.household_id, self._get_effect_date()
        )
        bills._reassess(self.display_name)
        return result

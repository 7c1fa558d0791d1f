from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError


class HeatingApplication(models.Model):
    """Leaving the network (撤网): everything settled, pipes cut, the history kept."""

    _inherit = "heating.application"

    def _get_effect_refusals(self, day):
        refusals = super()._get_effect_refusals(day)
        if self.effect != "leave":
            return refusals
        household = self.household_id._origin
        if conflict := household._get_supply_conflict(day):
            refusals.append(conflict)
        late = household.space_ids.filtered(
            lambda space: space.date_from and space.date_from >= day
        )
        if late:
            refusals.append(
                self.env._(
                    "“%(space)s” begins on %(date)s: choose a later day, or correct "
                    "the space first.",
                    space=late[0].display_name,
                    date=late[0].date_from,
                )
            )
        return refusals

    def _get_pending(self):
        pending = super()._get_pending()
        if self.effect == "leave":
            debt = self._get_open_debt()
            currency = self.company_id.currency_id
            if currency.compare_amounts(debt, 0) > 0:
                pending.append(
                    self.env._(
                        "Household %(number)s owes %(amount)s, which must be paid "
                        "first.",
                        number=self.household_id.number,
                        amount=currency.format(debt),
                    )
                )
        return pending

    def _takes_effect_ahead(self):
        return self.effect != "leave" and super()._takes_effect_ahead()

    def _apply_effect(self):
        super()._apply_effect()
        if self.effect != "leave":
            return
        day = self._get_effect_date()
        if refusals := self._get_effect_refusals(day):
            raise UserError("\n".join(refusals))
        self.household_id._leave_network(day, reason=self.display_name)


class HeatingHousehold(models.Model):
    _inherit = "heating.household"

    left_on = fields.Date(
        readonly=True, copy=False, tracking=True, help="First day outside the network."
    )

    def _leave_network(self, day, reason=False):
        """Close the household: its spaces end, its supply is disconnected from *day*.

        :param date day: the first day outside of the network
        :param str reason: shown in the supply history
        """
        self.ensure_one()
        last_day = day - relativedelta(days=1)
        leaving = self.space_ids.filtered(
            lambda space: not space.date_to or space.date_to > last_day
        )
        leaving.date_to = last_day
        leaving._end_supply(last_day)
        self._change_supply("disconnected", day, reason=reason)
        self.write({"state": "closed", "left_on": day})

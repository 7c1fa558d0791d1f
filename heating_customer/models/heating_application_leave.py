from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class HeatingApplication(models.Model):
    """Leaving the network (撤网): everything settled, pipes cut, the history kept.

    It takes two steps, since what is left to pay is known only once the heat has
    ended: the supply ends on its day, the season's bill is worked out for the days
    before, and the household is closed as soon as nothing is owed.
    """

    _inherit = "heating.application"

    heat_ended_on = fields.Date(
        readonly=True,
        copy=False,
        help="First day without heat; the household is closed when all is paid.",
    )

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {"heat_ended_on"}

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
        return super()._get_pending() + self._get_debt_pending()

    def _get_debt_pending(self):
        """What is owed once the heat has ended, whoever the invoice was made out to.

        Before that it is not known yet.

        :rtype: list[str]
        """
        if self.effect != "leave" or not self.heat_ended_on:
            return []
        currency = self.company_id.currency_id
        debt = self._get_open_debt()
        if currency.compare_amounts(debt, 0) <= 0:
            return []
        return [
            self.env._(
                "Household %(number)s owes %(amount)s, which must be paid first.",
                number=self.household_id.number,
                amount=currency.format(debt),
            )
        ]

    def _takes_effect_ahead(self):
        return self.effect != "leave" and super()._takes_effect_ahead()

    def _prepare_effect(self):
        result = super()._prepare_effect()
        if (
            self.effect == "leave"
            and not self.heat_ended_on
            and not self._get_pending()
        ):
            self._end_heat()
        return result

    def _end_heat(self):
        """End the supply on its day, and let what is owed be worked out."""
        day = self._get_effect_date()
        if refusals := self._get_effect_refusals(day):
            raise UserError("\n".join(refusals))
        self.household_id._end_heat(day, reason=self.display_name)
        self.heat_ended_on = day
        self._effect_applied()
        self._message_log(
            body=self.env._(
                "The heat ended on %(date)s; the household is closed when nothing is "
                "owed any more.",
                date=day,
            )
        )

    def _apply_effect(self):
        result = super()._apply_effect()
        if self.effect == "leave":
            self.household_id._leave_network(self.heat_ended_on)
        return result

    def _check_can_be_given_up(self):
        result = super()._check_can_be_given_up()
        if self.heat_ended_on:
            raise UserError(
                self.env._(
                    "%(document)s cannot be given up: the heat ended on %(date)s. It "
                    "is done when nothing is owed; who wants heat again joins anew.",
                    document=self.display_name,
                    date=self.heat_ended_on,
                )
            )
        return result

    def _get_effect_steps(self):
        steps = super()._get_effect_steps()
        if self.heat_ended_on:
            steps.append(
                self._path_step(
                    self.heat_ended_on,
                    self.env._("The system"),
                    self.env._("Heat ended"),
                )
            )
        return steps


class HeatingHousehold(models.Model):
    _inherit = "heating.household"

    left_on = fields.Date(
        readonly=True, copy=False, tracking=True, help="First day outside the network."
    )

    def _end_heat(self, day, reason=False):
        """The household's spaces end and its supply is disconnected from *day*.

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

    def _leave_network(self, day):
        """Close the household, whose heat has ended.

        :param date day: the first day outside of the network
        """
        self.write({"state": "closed", "left_on": day})

from dateutil.relativedelta import relativedelta

from odoo import fields, models

from .heating_application_supply import PART_EFFECTS

# What the portal has a form for.
PORTAL_EFFECTS = ("stop", "restore", "transfer", "area")


class HeatingApplicationType(models.Model):
    _inherit = "heating.application.type"

    on_portal = fields.Boolean(
        string="On the Portal",
        help="Householders apply for it by themselves. Only stops, restoring, changes "
        "of customer and changes of area have a form there.",
    )

    _on_portal_possible = models.Constraint(
        "CHECK (NOT on_portal OR effect IN ('stop', 'restore', 'transfer', 'area'))",
        "Householders apply on the portal only for stops, restoring, changes of "
        "customer and changes of area.",
    )

    def _get_portal_conditions(self, household):
        """What the type asks for, one sentence each, for who thinks of applying.

        :param household: the household, as sudo
        :rtype: list[str]
        """
        self.ensure_one()
        day = household.company_id._heating_today()
        conditions = [self.note] if self.note else []
        if sentence := self._get_portal_deadline(day):
            conditions.append(sentence)
        if self.arrears_cleared:
            conditions.append(self.env._("Everything owed must be paid before."))
        if self.min_days:
            conditions.append(
                self.env._("It lasts %(days)s days at least.", days=self.min_days)
            )
        if self.whole_household_only and self.effect in PART_EFFECTS:
            conditions.append(self.env._("It counts for the whole household."))
        if self.lapses:
            conditions.append(self.env._("It ends with the season."))
        if self.no_second_stop:
            conditions.append(
                self.env._("Not in a season in which the supply was restored already.")
            )
        warranty = household.location_id._get_warranty_until()
        if self.warranty_excluded and warranty and warranty >= day:
            conditions.append(
                self.env._(
                    "The building is within its warranty until %(date)s.",
                    date=fields.Date.to_string(warranty),
                )
            )
        if self.building_share_max:
            conditions.append(
                self.env._(
                    "At most %(share)s %% of the building may be without heat.",
                    share=round(100 * self.building_share_max, 1),
                )
            )
        if self.field_work:
            conditions.append(
                self.env._("It takes effect after a worker has been at the valve.")
            )
        return conditions

    def _is_offered_for(self, household):
        """Whether the portal offers it: it makes sense now, or in a state to come.

        :param household: the household, as sudo
        :rtype: bool
        """
        today = household.company_id._heating_today()
        starts = household.supply_ids.mapped("date_from")
        days = [today, *(day for day in starts if day and day > today)]
        return any(self._is_applicable_for(household, day) for day in days)

    def _may_name_spaces(self, household):
        """Whether the form lets the householder choose spaces.

        :param household: the household, as sudo
        :rtype: bool
        """
        self.ensure_one()
        return (
            self.effect in PART_EFFECTS
            and not self.whole_household_only
            and len(household._get_portal_spaces()) > 1
        )

    def _get_portal_deadline(self, today):
        """By when to apply for the day that the form proposes, or why it is too late.

        :param date today: the day on which somebody reads it
        :return: a sentence, or False where there is no deadline
        """
        first = self._get_portal_day()
        deadline = self._get_deadline(first)
        if not deadline:
            return False
        opening = self._get_opening(first)
        if opening and today < opening:
            return self.env._(
                "Apply from %(opening)s to %(deadline)s.",
                opening=fields.Date.to_string(opening),
                deadline=fields.Date.to_string(deadline),
            )
        if deadline >= today:
            return self.env._(
                "Apply by %(date)s.", date=fields.Date.to_string(deadline)
            )
        if not self.next_deadline:
            return self.env._(
                "The time to apply was over on %(date)s: ask at a business hall.",
                date=fields.Date.to_string(deadline),
            )
        return self.env._(
            "The time to apply was over on %(date)s. The next deadline is %(next)s.",
            date=fields.Date.to_string(deadline),
            next=fields.Date.to_string(self.next_deadline),
        )

    def _get_portal_day(self):
        """The first day that the form proposes: of the next season, or today."""
        today = self.env.company._heating_today()
        start = self.effect == "stop" and self._get_season_start(today)
        if not start:
            return today
        day = max(start, today)
        deadline = self._get_deadline(day)
        if deadline and deadline < today:
            # too late for this season: the next one begins on the same day
            return start + relativedelta(years=1)
        return day

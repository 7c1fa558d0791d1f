from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError


class HeatingHousehold(models.Model):
    """What applications need of a household: its applications and dated supply."""

    _inherit = "heating.household"

    application_ids = fields.One2many(
        "heating.application", "household_id", string="Applications"
    )
    application_count = fields.Integer(compute="_compute_application_count")

    def _compute_application_count(self):
        counts = dict(
            self.env["heating.application"]._read_group(
                [("household_id", "in", self.ids)], ["household_id"], ["__count"]
            )
        )
        for household in self:
            household.application_count = counts.get(household._origin, 0)

    # === ACTIONS === #

    def action_view_applications(self):
        """Open the household's applications."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_customer.heating_application_action"
        )
        action["domain"] = [("household_id", "=", self.id)]
        action["context"] = {"default_household_id": self.id}
        return action

    # === BUSINESS METHODS === #

    def _get_supply_on(self, day):
        """The supply range that holds on *day*, or an empty recordset."""
        self.ensure_one()
        return self.supply_ids.filtered(lambda supply: supply._is_valid_on(day))[:1]

    def _get_supply_state_on(self, day):
        """The supply state on *day*; a day that no range covers counts as supplied."""
        return self._get_supply_on(day).state or "supplied"

    def _get_supply_conflict(self, date_from, date_to=False):
        """Why a new supply state cannot hold from *date_from* to *date_to*.

        The range that holds on the first day does not stand in the way: it ends the
        day before. It must have begun earlier, though, unless it lies in the future
        as a whole and so has never held.

        :param date date_from: first day of the new state
        :param date_to: its last day, or False for no end
        :return: a sentence, or False
        """
        self.ensure_one()
        current = self._get_supply_on(date_from)
        later = self.supply_ids.filtered(
            lambda supply: (
                supply != current
                and (not supply.date_to or supply.date_to >= date_from)
                and (not date_to or not supply.date_from or supply.date_from <= date_to)
            )
        )
        if later:
            return self.env._(
                "The dates overlap what is on file for household %(number)s: "
                "%(ranges)s. Choose other dates, or end that state first.",
                number=self.number,
                ranges=", ".join(later.mapped("display_name")),
            )
        if current.date_from == date_from <= fields.Date.context_today(self):
            return self.env._(
                "On %(date)s another state of household %(number)s began: %(range)s. "
                "Choose a later day.",
                date=date_from,
                number=self.number,
                range=current.display_name,
            )
        return False

    def _change_supply(self, state, date_from, date_to=False, reason=False):
        """Begin a supply state, ending the day before what held until then.

        :param str state: the new state
        :param date date_from: its first day
        :param date_to: its last day, or False for no end
        :param reason: why, as shown in the history
        :return: the new range
        :rtype: heating.supply
        """
        self.ensure_one()
        if conflict := self._get_supply_conflict(date_from, date_to):
            raise UserError(conflict)
        current = self._get_supply_on(date_from)
        if current.date_from == date_from:
            self._message_log(
                body=self.env._(
                    "Taken back before it began: %(range)s.", range=current.display_name
                )
            )
            current.unlink()
        elif current:
            current.date_to = date_from - relativedelta(days=1)
        # the exclusion constraint is checked at once, so the old range goes first
        self.env["heating.supply"].flush_model()
        return self.env["heating.supply"].create(
            {
                "household_id": self.id,
                "state": state,
                "date_from": date_from,
                "date_to": date_to,
                "reason": reason,
            }
        )

    def _get_occupancy_conflict(self, day):
        """Why the customer cannot change on *day*.

        :param date day: the first day of the new customer
        :return: a sentence, or False
        """
        self.ensure_one()
        later = self.occupancy_ids.filtered(
            lambda each: each.date_from and each.date_from >= day
        )
        if later:
            return self.env._(
                "%(customer)s became the customer of household %(number)s on %(date)s: "
                "choose a later day.",
                customer=later[0].partner_id.name,
                number=self.number,
                date=later[0].date_from,
            )
        return False

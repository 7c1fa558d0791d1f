from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HeatingSpace(models.Model):
    """Supply states of a space, over the spaces that take its place.

    Another area or category ends a space and begins one in its place. A stop is about
    the room and not about its record, so it goes on in the new one.
    """

    _inherit = "heating.space"

    replaced_space_id = fields.Many2one(
        "heating.space",
        string="In Place of",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="The same space as it was until the day before.",
    )
    replacing_space_ids = fields.One2many(
        "heating.space", "replaced_space_id", readonly=True
    )
    supply_ids = fields.One2many(
        "heating.supply", "space_id", string="Supply History of the Space"
    )
    valve_record_ids = fields.One2many(
        "heating.valve.record",
        "space_id",
        string="Valve History of the Space",
        groups="heating_customer.group_user",
    )

    @api.constrains("household_id", "replaced_space_id")
    def _check_household(self):
        """What is said of a space is said of a space of the same household."""
        for space in self.sudo():
            others = (
                space.supply_ids.household_id
                | space.valve_record_ids.household_id
                | space.replaced_space_id.household_id
                | space.replacing_space_ids.household_id
            )
            if others - space.household_id:
                raise ValidationError(
                    self.env._(
                        "“%(space)s” is a space of household %(number)s: choose one "
                        "of the household itself.",
                        space=space.name,
                        number=space.household_id.number,
                    )
                )

    def _get_line(self):
        """The space with all that it replaced and all that replace it, archived too."""
        self.ensure_one()
        line = space = self
        while (space := space.replaced_space_id) and space not in line:
            line = space + line
        space = self.with_context(active_test=False)
        while (space := space.replacing_space_ids[-1:]) and space not in line:
            line += space
        return line

    def _get_on(self, day):
        """The space as it is on *day*: itself, or one of its line; empty: none."""
        return self._get_line().filtered(
            lambda space: space.active and space._is_valid_on(day)
        )[:1]

    def _has_field_access(self, field, operation):
        # what a space replaces follows from an application and is nobody's to write
        if operation == "write" and field.name == "replaced_space_id":
            return self.env.su
        return super()._has_field_access(field, operation)

    def _get_pieces(self, date_from, date_to=False):
        """The days from *date_from* to *date_to*, each with the space of that day.

        :param date date_from: the first day
        :param date_to: the last day, or False for no end
        :return: list of (space, first day, last day or False)
        :rtype: list[tuple]
        """
        pieces = []
        for space in self._get_line().filtered("active"):
            first = max(space.date_from or date_from, date_from)
            ends = [day for day in (space.date_to, date_to) if day]
            last = min(ends) if ends else False
            if not last or first <= last:
                pieces.append((space, first, last))
        return pieces

    def _get_supply_run(self, day):
        """The range that holds on *day*, with what it goes on as in other records.

        :param date day: the day asked about
        :return: ranges of one state that follow each other, oldest first; empty where
            none holds
        :rtype: heating.supply
        """
        ranges = list(
            self._get_line().supply_ids.sorted(
                lambda supply: (bool(supply.date_from), supply.date_from, supply.id)
            )
        )
        run = self.env["heating.supply"]
        for index, supply in enumerate(ranges):
            if supply._is_valid_on(day):
                run = supply
                for earlier in reversed(ranges[:index]):
                    run = earlier + run if run[0]._follows(earlier) else run
                for later in ranges[index + 1 :]:
                    run += later if later._follows(run[-1]) else later.browse()
        return run

    def _pass_supply_on(self, following, day):
        """Let the states of the space go on in the one that takes its place.

        :param following: the space that holds from *day* on
        :param date day: its first day
        """
        self.ensure_one()
        supplies_sudo = self.sudo().supply_ids.filtered(
            lambda supply: not supply.date_to or supply.date_to >= day
        )
        later = supplies_sudo.filtered(
            lambda supply: supply.date_from and supply.date_from >= day
        )
        later.space_id = following
        spanning = supplies_sudo - later
        vals_list = [
            {
                "household_id": supply.household_id.id,
                "space_id": following.id,
                "state": supply.state,
                "date_from": day,
                "date_to": supply.date_to,
                "reason": supply.reason,
            }
            for supply in spanning
        ]
        spanning.date_to = day - relativedelta(days=1)
        spanning.create(vals_list)

    def _end_supply(self, last_day):
        """End the states of these spaces with the spaces themselves.

        :param date last_day: their last day in the network
        """
        supplies = self.supply_ids.filtered(
            lambda supply: not supply.date_to or supply.date_to > last_day
        )
        later = supplies.filtered(
            lambda supply: supply.date_from and supply.date_from > last_day
        )
        (supplies - later).date_to = last_day
        later.unlink()

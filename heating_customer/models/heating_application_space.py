from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

# What an effect replaces on the space, as application field → field of the space.
CHANGES = {
    "area": {
        "new_built_area": "built_area",
        "new_inner_area": "inner_area",
        "new_height": "height",
    },
    "category": {"new_category_id": "category_id"},
}


class HeatingApplication(models.Model):
    """Effects on a space: another area or another price category from a day on.

    A change of area is about a space on file, a room that is built on, or one that is
    heated no more. What was on file stays: the old space ends the day before the new
    one begins.
    """

    _inherit = "heating.application"

    space_change = fields.Selection(
        [
            ("change", "A Space on File Changes"),
            ("add", "A Space Is Added"),
            ("end", "A Space Ends"),
        ],
        string="What Changes",
        default="change",
        required=True,
        tracking=True,
    )
    new_space_name = fields.Char(
        string="Name of the Space",
        tracking=True,
        help="What the added space is called, such as “Closed Balcony”.",
    )
    space_id = fields.Many2one(
        "heating.space",
        ondelete="restrict",
        domain="[('household_id', '=', household_id)]",
        index="btree_not_null",
    )
    new_built_area = fields.Float(
        digits=(16, 2), tracking=True, help="Built area from then on, m²."
    )
    new_inner_area = fields.Float(
        digits=(16, 2),
        tracking=True,
        help="Inner area from then on, m². Zero means unknown.",
    )
    new_height = fields.Float(
        digits=(16, 2),
        tracking=True,
        help="Ceiling height from then on, m. Zero means unknown.",
    )
    new_category_id = fields.Many2one(
        "heating.category", ondelete="restrict", tracking=True
    )
    new_space_id = fields.Many2one(
        "heating.space", string="Space Begun", readonly=True, copy=False
    )

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {"new_space_id"}

    @api.model
    def _get_refusal_triggers(self):
        return [
            *super()._get_refusal_triggers(),
            "space_change",
            "new_space_name",
            "space_id",
            "new_built_area",
            "new_inner_area",
            "new_height",
            "new_category_id",
        ]

    def _get_space_change(self):
        """What happens to a space: “change”, “add”, “end”; False: no such effect."""
        if self.effect == "area":
            return self.space_change
        return "change" if self.effect in CHANGES else False

    @api.onchange("household_id", "type_id", "space_change")
    def _onchange_space_id(self):
        """Propose the household's only space and what it has now."""
        change = self._get_space_change()
        if not change:
            return
        if change == "add":
            self.space_id = False
            self.new_space_name = self.new_space_name or self.env._("Added Space")
            self.new_category_id = self.new_category_id or self.household_id.category_id
            return
        today = (self.company_id or self.env.company)._heating_today()
        spaces = self.household_id.space_ids.filtered(
            lambda space: not space.date_to or space.date_to >= today
        )
        if self.space_id not in spaces:
            self.space_id = spaces if len(spaces) == 1 else False
        for new, old in CHANGES["area"].items():
            if self.effect == "area" and change == "change" and not self[new]:
                self[new] = self.space_id[old]

    # === REFUSALS === #

    def _get_effect_refusals(self, day):
        refusals = super()._get_effect_refusals(day)
        change = self._get_space_change()
        if not change:
            return refusals
        if self.effect == "area" and change != "end":
            refusals += self._get_measure_refusals()
        if change == "add":
            return refusals + self._get_added_space_refusals(day)
        space = self.space_id
        if not space or space.household_id != self.household_id._origin:
            return [
                *refusals,
                self.env._("Choose the space of the household that changes."),
            ]
        if change == "end":
            refusals += self._get_ended_space_refusals(day)
        elif self.effect == "category" and not self.new_category_id:
            refusals.append(self.env._("Choose the price category from then on."))
        elif all(self[new] == space[old] for new, old in CHANGES[self.effect].items()):
            refusals.append(
                self.env._(
                    "“%(space)s” is on file like this already.",
                    space=space.display_name,
                )
            )
        if not space.active or not space._is_valid_on(day):
            refusals.append(
                self.env._(
                    "“%(space)s” is not heated on %(date)s: choose the space and the "
                    "day that belong together.",
                    space=space.display_name,
                    date=day,
                )
            )
        return refusals

    def _get_measure_refusals(self):
        """Why the areas that were entered cannot be, one sentence each."""
        refusals = []
        if self.new_built_area <= 0:
            refusals.append(self.env._("The built area must be more than 0 m²."))
        if self.new_inner_area > self.new_built_area:
            refusals.append(
                self.env._("The inner area cannot be more than the built area.")
            )
        return refusals

    def _get_added_space_refusals(self, day):
        """Why no such space can be added from *day* on, one sentence each."""
        refusals = []
        name = (self.new_space_name or "").strip()
        household = self.household_id._origin
        if not name:
            refusals.append(self.env._("Enter what the added space is called."))
        if not self.new_category_id:
            refusals.append(self.env._("Choose the price category of the added space."))
        if household and household.state != "active":
            refusals.append(
                self.env._(
                    "Household %(number)s is not in the network, so no space is added.",
                    number=household.number,
                )
            )
        same = household.space_ids.filtered(
            lambda space: (
                space.active
                and space.name == name
                and (not space.date_to or space.date_to >= day)
            )
        )
        if same:
            refusals.append(
                self.env._(
                    "Household %(number)s has a space “%(space)s” already: choose "
                    "another name, or let that space change.",
                    number=household.number,
                    space=name,
                )
            )
        return refusals

    def _get_ended_space_refusals(self, day):
        """Why the space cannot end the day before *day*, one sentence each."""
        space = self.space_id
        refusals = []
        later = space._get_line().filtered(
            lambda each: each.active and each.date_from and each.date_from > day
        )
        if later:
            refusals.append(
                self.env._(
                    "“%(space)s” changes on %(date)s: choose that day or a later one, "
                    "and the space as it is from then on.",
                    space=space.display_name,
                    date=later[0].date_from,
                )
            )
        if not space.household_id._get_spaces_on(day) - space:
            refusals.append(
                self.env._(
                    "“%(space)s” is all that is heated of household %(number)s on "
                    "%(date)s: let the household leave the network instead.",
                    space=space.display_name,
                    number=space.household_id.number,
                    date=day,
                )
            )
        return refusals

    # === EFFECT === #

    def _apply_effect(self):
        super()._apply_effect()
        change = self._get_space_change()
        if not change:
            return
        day = self._get_effect_date()
        # two of them on one household: the second begins anew after the first
        self._collide_on(self.household_id)
        if refusals := self._get_effect_refusals(day):
            raise UserError("\n".join(refusals))
        if change == "end":
            self.space_id._end_before(day)
        elif change == "add":
            self.new_space_id = self.space_id.create(
                self._prepare_added_space_vals(day)
            )
        else:
            values = {old: self[new] for new, old in CHANGES[self.effect].items()}
            if values.get("category_id"):
                values["category_id"] = values["category_id"].id
            self.new_space_id = self.space_id._replace_from(day, values)

    def _prepare_added_space_vals(self, day):
        """Values of the space that begins on *day*.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "household_id": self.household_id.id,
            "name": self.new_space_name.strip(),
            "category_id": self.new_category_id.id,
            "date_from": day,
            **{old: self[new] for new, old in CHANGES["area"].items()},
        }


class HeatingSpace(models.Model):
    _inherit = "heating.space"

    def _replace_from(self, day, values):
        """End the space the day before *day* and begin one with other values.

        A space that begins on *day* itself held on no day with its old values: it is
        archived, since bills and applications may still name it.

        :param date day: the first day of the new values
        :param dict values: what is different from then on
        :return: the new space
        """
        self.ensure_one()
        following = self.copy({**values, "date_from": day, "date_to": self.date_to})
        # who replaces a space is said here only, not by clients
        following.sudo().replaced_space_id = self
        if self.date_from == day:
            self.active = False
        else:
            self.date_to = day - relativedelta(days=1)
        self._pass_supply_on(following, day)
        return following

    def _end_before(self, day):
        """End the space the day before *day*, with its states of supply.

        A space that begins on *day* itself held on no day: it is archived.

        :param date day: the first day on which it is not heated
        """
        self.ensure_one()
        last_day = day - relativedelta(days=1)
        self._end_supply(last_day)
        if self.date_from == day:
            self.active = False
        else:
            self.date_to = last_day

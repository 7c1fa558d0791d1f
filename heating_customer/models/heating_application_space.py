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

    What was on file stays: the old space ends the day before the new one begins.
    """

    _inherit = "heating.application"

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
            "space_id",
            "new_built_area",
            "new_inner_area",
            "new_height",
            "new_category_id",
        ]

    @api.onchange("household_id", "type_id")
    def _onchange_space_id(self):
        """Propose the household's only space and what it has now."""
        if self.effect not in CHANGES:
            return
        spaces = self.household_id.space_ids.filtered(
            lambda space: not space.date_to or space.date_to >= fields.Date.today()
        )
        if self.space_id not in spaces:
            self.space_id = spaces if len(spaces) == 1 else False
        for new, old in CHANGES["area"].items():
            if self.effect == "area" and not self[new]:
                self[new] = self.space_id[old]

    def _get_effect_refusals(self, day):
        refusals = super()._get_effect_refusals(day)
        changes = CHANGES.get(self.effect)
        if not changes:
            return refusals
        space = self.space_id
        if not space or space.household_id != self.household_id._origin:
            return [
                *refusals,
                self.env._("Choose the space of the household that changes."),
            ]
        if self.effect == "area" and self.new_built_area <= 0:
            refusals.append(self.env._("The built area must be more than 0 m²."))
        if self.effect == "area" and self.new_inner_area > self.new_built_area:
            refusals.append(
                self.env._("The inner area cannot be more than the built area.")
            )
        if self.effect == "category" and not self.new_category_id:
            refusals.append(self.env._("Choose the price category from then on."))
        elif all(self[new] == space[old] for new, old in changes.items()):
            refusals.append(
                self.env._(
                    "“%(space)s” is on file like this already.",
                    space=space.display_name,
                )
            )
        if not space._is_valid_on(day):
            refusals.append(
                self.env._(
                    "“%(space)s” is not heated on %(date)s: choose the space and the "
                    "day that belong together.",
                    space=space.display_name,
                    date=day,
                )
            )
        return refusals

    def _apply_effect(self):
        super()._apply_effect()
        changes = CHANGES.get(self.effect)
        if not changes:
            return
        day = self._get_effect_date()
        if refusals := self._get_effect_refusals(day):
            raise UserError("\n".join(refusals))
        values = {old: self[new] for new, old in changes.items()}
        if values.get("category_id"):
            values["category_id"] = values["category_id"].id
        self.new_space_id = self.space_id._replace_from(day, values)


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

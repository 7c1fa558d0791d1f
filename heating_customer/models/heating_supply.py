from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

SUPPLY_STATES = [
    ("supplied", "Supplied"),
    ("stopped", "Stopped"),
    ("cut_off", "Cut Off for Arrears"),
    ("late_start", "Late Start"),
    ("not_opened", "Not Opened"),
    ("disconnected", "Disconnected"),
]
# States in which a household is not, or not yet, part of the network.
OUTSIDE_STATES = ("not_opened", "disconnected")


class HeatingSupply(models.Model):
    """A dated supply state (供热状态) of a household; both days included.

    A day that no range covers counts as supplied. PostgreSQL refuses overlapping
    ranges, so that a day never has two states whoever writes at once.

    A range with a space holds for that space only, and only on days on which the
    household is supplied: where a household is stopped, so is each of its spaces.
    """

    _name = "heating.supply"
    _description = "Supply State over Time"
    _order = "household_id, date_from DESC NULLS LAST, id DESC"
    _rec_name = "state"

    household_id = fields.Many2one(
        "heating.household", required=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(
        related="household_id.company_id", store=True, index=True
    )
    branch_id = fields.Many2one(
        related="household_id.branch_id", store=True, index=True
    )
    space_id = fields.Many2one(
        "heating.space",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('household_id', '=', household_id)]",
        help="Only this space; empty: the whole household.",
    )
    state = fields.Selection(SUPPLY_STATES, required=True)
    date_from = fields.Date()
    date_to = fields.Date()
    reason = fields.Char()

    _dates_in_order = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "The last day cannot come before the first.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (household_id WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&) WHERE (space_id IS NULL)",
        "A household has one supply state on each day: these dates overlap another "
        "state. End that one first.",
    )
    _no_overlap_in_space = models.Constraint(
        "EXCLUDE USING gist (space_id WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&) WHERE (space_id IS NOT NULL)",
        "A space has one supply state on each day: these dates overlap another state. "
        "End that one first.",
    )

    @api.constrains("space_id", "household_id")
    def _check_space(self):
        self.space_id._check_household()

    @api.depends("state", "date_from", "date_to", "space_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        for supply in self:
            dates = f"{supply.date_from or '…'} – {supply.date_to or '…'}"
            parts = (supply.space_id.name, states.get(supply.state), dates)
            supply.display_name = " ".join(part for part in parts if part)

    def _is_valid_on(self, day):
        """Whether this state holds on *day* (a date)."""
        self.ensure_one()
        return (not self.date_from or self.date_from <= day) and (
            not self.date_to or day <= self.date_to
        )

    def _follows(self, other):
        """Whether the state is the *other* one going on in a space that replaced its.

        :param other: a range of the same line of spaces
        :rtype: bool
        """
        self.ensure_one()
        return bool(
            self.state == other.state
            and self.space_id != other.space_id
            and other.date_to
            and self.date_from == other.date_to + relativedelta(days=1)
        )

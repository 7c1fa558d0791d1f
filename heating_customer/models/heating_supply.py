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
        "daterange(date_from, date_to, '[]') WITH &&)",
        "A household has one supply state on each day: these dates overlap another "
        "state. End that one first.",
    )

    @api.depends("state", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        for supply in self:
            dates = f"{supply.date_from or '…'} – {supply.date_to or '…'}"
            supply.display_name = f"{states.get(supply.state, '')} {dates}"

    def _is_valid_on(self, day):
        """Whether this state holds on *day* (a date)."""
        self.ensure_one()
        return (not self.date_from or self.date_from <= day) and (
            not self.date_to or day <= self.date_to
        )

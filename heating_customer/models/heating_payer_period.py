from odoo import api, fields, models


class HeatingPayerPeriod(models.Model):
    """Who was billed instead of the customer, from when to when (both included).

    A day that no period covers is the customer's own. Periods follow from
    `heating.household.payer_id` and from applications for another payer, see
    ``heating_household_payer.py``; nobody writes them by hand.
    """

    _name = "heating.payer.period"
    _description = "Payer of a Household over Time"
    _order = "household_id, date_from DESC NULLS LAST, id DESC"
    _rec_name = "partner_id"

    household_id = fields.Many2one(
        "heating.household", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="household_id.company_id", store=True, index=True
    )
    branch_id = fields.Many2one(
        related="household_id.branch_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Payer", required=True, ondelete="restrict", index=True
    )
    date_from = fields.Date(string="From", help="Empty: not on record.")
    date_to = fields.Date(string="To", help="The last day; empty: no end.")

    _dates_in_order = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "The last day cannot come before the first.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (household_id WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&)",
        "A household has one payer on each day: these dates overlap another payer's.",
    )

    @api.depends("partner_id.name", "date_from", "date_to")
    def _compute_display_name(self):
        for period in self:
            dates = f"{period.date_from or '…'} – {period.date_to or '…'}"
            period.display_name = f"{period.partner_id.name or ''} {dates}"

    def _is_valid_on(self, day):
        """Whether this payer is billed on *day* (a date)."""
        self.ensure_one()
        return (not self.date_from or self.date_from <= day) and (
            not self.date_to or day <= self.date_to
        )

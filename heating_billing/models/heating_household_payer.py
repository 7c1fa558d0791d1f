from odoo import api, fields, models


class HeatingHouseholdPayer(models.Model):
    """Who pays the part of a household's price that its tariff puts on another.

    An employer or an authority, from when to when (both included). Where nobody is
    named, the kind's own partner is billed. Bills that have been made stay with whom
    they were made for.
    """

    _name = "heating.household.payer"
    _description = "Payer of a Part"
    _order = "household_id, kind_id, date_from DESC NULLS LAST, id DESC"
    _rec_name = "partner_id"
    _check_company_auto = True

    household_id = fields.Many2one(
        "heating.household",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        related="household_id.company_id", store=True, index=True
    )
    branch_id = fields.Many2one(
        related="household_id.branch_id", store=True, index=True
    )
    kind_id = fields.Many2one(
        "heating.payer.kind",
        string="Part",
        required=True,
        ondelete="restrict",
        domain=[("code", "!=", "household")],
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Payer",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    date_from = fields.Date(string="From", help="Empty: not on record.")
    date_to = fields.Date(string="To", help="The last day; empty: no end.")

    _dates_in_order = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "The last day cannot come before the first.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (household_id WITH =, kind_id WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&)",
        "A part has one payer on each day: these dates overlap another payer's.",
    )

    @api.depends("partner_id.name", "kind_id.name")
    def _compute_display_name(self):
        for payer in self:
            payer.display_name = " ".join(
                filter(None, (payer.kind_id.name, payer.partner_id.name))
            )

    @api.model_create_multi
    def create(self, vals_list):
        # another payer's last day must be in the database before the constraint looks
        self.flush_model(["date_from", "date_to"])
        return super().create(vals_list)

    def _is_valid_on(self, day):
        """Whether this payer is billed for its part on *day* (a date)."""
        self.ensure_one()
        return (not self.date_from or self.date_from <= day) and (
            not self.date_to or day <= self.date_to
        )

    @api.model
    def _change_payer(self, household, kind, partner, day, day_to=False):
        """Another payer of a part from a day on; what comes later is forgotten.

        :param partner: who pays, or nobody: the kind's own partner is billed again
        :param date day: the first day
        :param date day_to: the last day, where there is one
        """
        later = fields.Date.subtract(day, days=1)
        known = self.search(
            [("household_id", "=", household.id), ("kind_id", "=", kind.id)]
        )
        to_come = known.filtered(lambda each: each.date_from and each.date_from >= day)
        to_come.unlink()
        (known - to_come).filtered(
            lambda each: not each.date_to or each.date_to >= day
        ).date_to = later
        if partner:
            self.create(
                {
                    "household_id": household.id,
                    "kind_id": kind.id,
                    "partner_id": partner.id,
                    "date_from": day,
                    "date_to": day_to,
                }
            )

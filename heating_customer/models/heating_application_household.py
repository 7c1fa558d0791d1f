from odoo import fields, models


class HeatingHousehold(models.Model):
    """What applications need of a household: its applications and occupancies."""

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

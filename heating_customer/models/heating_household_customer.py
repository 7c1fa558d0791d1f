from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class HeatingHousehold(models.Model):
    """Who was the customer on which day follows from who is the customer now."""

    _inherit = "heating.household"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        households = super().create(vals_list)
        households._open_occupancies()
        return households

    def write(self, vals):
        if "customer_id" not in vals:
            return super().write(vals)
        before = {household: household.customer_id for household in self}
        result = super().write(vals)
        self.filtered(lambda h: h.customer_id != before[h])._change_occupancies()
        return result

    # === BUSINESS METHODS === #

    def _open_occupancies(self):
        """Start the occupancy of each household's first customer."""
        self.env["heating.occupancy"].sudo().create(
            [
                {
                    "household_id": household.id,
                    "partner_id": household.customer_id.id,
                    "date_from": household.joined_on,
                }
                for household in self
                if not household.occupancy_ids
            ]
        )

    def _change_customer(self, partner, day):
        """Give the household another customer from a day on.

        Its payer answered for the former customer, so the new one is billed.

        :param partner: the new customer
        :param date day: the first day of the new customer, not after today
        """
        self.ensure_one()
        self.with_context(heating_customer_from=day).customer_id = partner
        self._change_payer(partner.browse(), day)

    def _change_occupancies(self):
        """Begin the occupancy of each household's present customer, by default today.

        The one before ends the day before. What began on that day or begins later has
        never held and goes; a customer of the day before who is chosen again stays.
        """
        today = fields.Date.context_today(self)
        # a client sends JSON, in which no day is a date
        if isinstance(day := self.env.context.get("heating_customer_from"), date):
            today = day
        yesterday = today - relativedelta(days=1)
        model = self.env["heating.occupancy"].sudo()
        known = model.search(
            [
                ("household_id", "in", self.ids),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", yesterday),
            ],
            order="household_id, date_from",
        )
        never_held = known.filtered(
            lambda each: each.date_from and each.date_from >= today
        )
        held = {each.household_id: each for each in known - never_held}
        first_days = {
            household: of_household[0].date_from
            for household, of_household in never_held.grouped("household_id").items()
        }
        ended, resumed = model, model
        vals_list = []
        for household in self:
            last = held.get(household, model)
            if last.partner_id == household.customer_id:
                resumed += last
                continue
            ended += last
            vals_list.append(
                {
                    "household_id": household.id,
                    "partner_id": household.customer_id.id,
                    # who joins the network later begins later
                    "date_from": today if last else first_days.get(household, today),
                }
            )
        never_held.unlink()
        ended.write({"date_to": yesterday})
        resumed.write({"date_to": False})
        # the exclusion constraint is checked at once, so what ends is written first
        model.flush_model()
        model.create(vals_list)

from odoo import api, fields, models
from odoo.exceptions import UserError


class HeatingApplication(models.Model):
    """Joining the network (报装、入网): survey, approval, fee, contract, heat.

    The household is made when the application is approved, so that its fee and its
    contract have something to belong to; it is in the network, and billed, from the
    day on which the application takes effect.
    """

    _inherit = "heating.application"

    location_id = fields.Many2one(
        "heating.location",
        string="Building or Unit",
        ondelete="restrict",
        tracking=True,
        check_company=True,
        help="Where the new household is.",
    )
    room = fields.Char(tracking=True)
    new_number = fields.Char(
        string="Household Number",
        copy=False,
        help="Empty: the next number of the company.",
    )
    surveyed_on = fields.Date(copy=False, tracking=True)
    surveyed_by_id = fields.Many2one("res.users", copy=False, tracking=True)
    survey_note = fields.Text(
        copy=False, help="What the survey found: pipes, pressure, what must be built."
    )

    @api.model
    def _get_refusal_triggers(self):
        return [
            *super()._get_refusal_triggers(),
            "location_id",
            "room",
            "new_number",
            "surveyed_on",
        ]

    def _get_place(self):
        return super()._get_place() or self.location_id

    @api.depends("location_id.company_id", "location_id.branch_id")
    def _compute_place(self):
        return super()._compute_place()

    def _get_effect_refusals(self, day):
        refusals = super()._get_effect_refusals(day)
        if self.effect != "join" or self.household_id:
            return refusals
        needed = {
            "location_id": self.env._("Choose the building or unit that joins."),
            "new_customer_id": self.env._("Choose the customer of the new household."),
            "new_category_id": self.env._("Choose the price category."),
            "surveyed_on": self.env._("The place has to be surveyed first."),
        }
        refusals += [words for name, words in needed.items() if not self[name]]
        if self.new_built_area <= 0:
            refusals.append(self.env._("The built area must be more than 0 m²."))
        if self.new_inner_area > self.new_built_area:
            refusals.append(
                self.env._("The inner area cannot be more than the built area.")
            )
        if same := self._get_same_place():
            refusals.append(
                self.env._(
                    "This address is household %(number)s already.", number=same.number
                )
            )
        if self.new_number and self.env["heating.household"].sudo().search_count(
            [
                ("number", "=", self.new_number),
                ("company_id", "=", self.company_id.id),
                ("active", "in", (True, False)),
            ],
            limit=1,
        ):
            refusals.append(self.env._("Another household has this number already."))
        return refusals

    def _get_same_place(self):
        """A household that is at this address and room already, in whatever branch."""
        if not self.location_id or not self.room:
            return self.env["heating.household"]
        return (
            self.env["heating.household"]
            .sudo()
            .search(
                [
                    ("location_id", "=", self.location_id.id),
                    ("room", "=", self.room),
                    ("state", "!=", "closed"),
                ],
                limit=1,
            )
        )

    def _get_open_debt(self):
        return super()._get_open_debt() if self.household_id else 0.0

    def _takes_effect_ahead(self):
        return self.effect != "join" and super()._takes_effect_ahead()

    def _on_approved(self):
        if self.effect == "join" and not self.household_id:
            if refusals := self._get_effect_refusals(self.date_from):
                raise UserError("\n".join(refusals))
            self.household_id = self.env["heating.household"].create(
                self._prepare_household_vals()
            )
            # its papers were there before it
            papers = self.sudo().attachment_ids
            self.env.add_to_compute(papers._fields["heating_household_id"], papers)
        return super()._on_approved()

    def _prepare_household_vals(self):
        """The household that joins; it is not in the network yet."""
        self.ensure_one()
        return {
            "number": self.new_number
            or self.env["ir.sequence"]
            .with_company(self.company_id)
            .next_by_code("heating.household"),
            "state": "joining",
            "company_id": self.company_id.id,
            "customer_id": self.new_customer_id.id,
            "payer_id": self.new_payer_id.id,
            "location_id": self.location_id.id,
            "room": self.room,
        }

    def _apply_effect(self):
        super()._apply_effect()
        if self.effect != "join":
            return
        day = self._get_effect_date()
        self.household_id._join_network(
            day,
            {
                "category_id": self.new_category_id.id,
                "built_area": self.new_built_area,
                "inner_area": self.new_inner_area,
                "height": self.new_height,
            },
        )


class HeatingHousehold(models.Model):
    _inherit = "heating.household"

    def _join_network(self, day, space_vals):
        """Take the household into the network with one space.

        :param date day: its first day
        :param dict space_vals: category, areas (m²) and height (m) of the space
        """
        self.ensure_one()
        self.env["heating.space"].create(
            {"household_id": self.id, "date_from": day, **space_vals}
        )
        self.write({"state": "active", "joined_on": day})
        self.occupancy_ids.filtered(lambda each: not each.date_from).date_from = day
        self.payer_period_ids.filtered(lambda each: not each.date_from).date_from = day

from odoo import api, fields, models


class HeatingHousehold(models.Model):
    """A household (用热户): the place that takes heat and has a number.

    It is a flat, a shop or a school, not a person: customers come and go, the
    household stays. Current values (customer, area, supply state) are kept on the
    record for lists and searches; what held on any other day is read from
    occupancies, spaces and supply ranges.

    How the current values are kept stands in ``heating_household_current.py``, the
    customers over time in ``heating_household_customer.py``, how households are found
    in ``heating_household_search.py``.
    """

    _name = "heating.household"
    _description = "Heated Household"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "number"
    _rec_name = "number"
    _check_company_auto = True

    number = fields.Char(
        string="Household Number", required=True, copy=False, tracking=True
    )
    state = fields.Selection(
        [
            ("joining", "Joining"),
            ("active", "In the Network"),
            ("closed", "Left the Network"),
        ],
        default="active",
        required=True,
        tracking=True,
        index=True,
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    customer_id = fields.Many2one(
        "res.partner",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        check_company=True,
        help="Who owns or answers for the household now.",
    )
    payer_id = fields.Many2one(
        "res.partner",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        help="Who is billed instead of the customer: an employer, a government office.",
    )
    phone = fields.Char(
        related="customer_id.phone",
        readonly=False,
        # a list of all phones is for who calls; a task says whom to ring for it
        groups="heating_customer.group_office,base.group_portal",
    )
    location_id = fields.Many2one(
        "heating.location",
        string="Building or Unit",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        check_company=True,
    )
    room = fields.Char(tracking=True)
    community_id = fields.Many2one(
        "heating.location", compute="_compute_address", store=True, index=True
    )
    building_id = fields.Many2one(
        "heating.location",
        compute="_compute_address",
        store=True,
        index="btree_not_null",
    )
    unit_id = fields.Many2one(
        "heating.location", compute="_compute_address", store=True
    )
    address = fields.Char(compute="_compute_address", store=True)
    branch_id = fields.Many2one(related="location_id.branch_id", store=True, index=True)
    station_id = fields.Many2one(
        "heating.station",
        compute="_compute_station_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
    )
    heating_type = fields.Selection(
        [("area", "By Area"), ("meter", "By Heat Meter")],
        default="area",
        required=True,
        tracking=True,
    )
    joined_on = fields.Date(tracking=True, help="The day it joined the network (入网).")
    note = fields.Text(  # householders read their household, not what staff note on it
        groups="heating_customer.group_user"
    )
    space_ids = fields.One2many("heating.space", "household_id", string="Spaces")
    supply_ids = fields.One2many(
        "heating.supply",
        "household_id",
        string="Supply History",
        domain=[("space_id", "=", False)],
    )
    part_supply_ids = fields.One2many(
        "heating.supply",
        "household_id",
        string="Supply History of Spaces",
        domain=[("space_id", "!=", False)],
    )
    occupancy_ids = fields.One2many(
        "heating.occupancy", "household_id", string="Customers over Time"
    )

    _number_unique = models.UniqueIndex(
        "(company_id, number)", "Another household has this number already."
    )
    # an archived household is in no list and in no bill run
    _archived_only_after_leaving = models.Constraint(
        "CHECK (active OR state = 'closed')",
        "A household in the network cannot be archived: it would not be billed.",
    )

    # === COMPUTE METHODS === #

    @api.depends("number", "customer_id.name", "address")
    @api.depends_context("uid")
    def _compute_display_name(self):
        # a former customer's bills name the household, but not who came after
        internal = self.env.user._is_internal()
        for household in self:
            name = internal and household.customer_id.name
            parts = (household.number, name, household.address)
            household.display_name = " ".join(part for part in parts if part)

    @api.depends(
        "location_id.complete_name",
        "location_id.kind",
        "location_id.parent_id.kind",
        "location_id.parent_id.parent_id.kind",
        "room",
    )
    def _compute_address(self):
        for household in self:
            chain = {}
            location = household.location_id
            while location:
                chain[location.kind] = location
                location = location.parent_id
            household.community_id = chain.get("community")
            household.building_id = chain.get("building")
            household.unit_id = chain.get("unit")
            household.address = (household.location_id.complete_name or "") + (
                household.room or ""
            )

    @api.depends("location_id.station_id")
    def _compute_station_id(self):
        for household in self:
            household.station_id = (
                household.location_id.station_id or household.station_id
            )

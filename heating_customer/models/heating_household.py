import unicodedata

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .heating_supply import SUPPLY_STATES


class HeatingHousehold(models.Model):
    """A household (用热户): the place that takes heat and has a number.

    It is a flat, a shop or a school, not a person: customers come and go, the
    household stays. Current values (customer, area, supply state) are kept on the
    record for lists and searches; what held on any other day is read from
    occupancies, spaces and supply ranges.
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
    phone = fields.Char(related="customer_id.phone", readonly=False)
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
        "heating.supply", "household_id", string="Supply History"
    )
    occupancy_ids = fields.One2many(
        "heating.occupancy", "household_id", string="Customers over Time"
    )
    built_area = fields.Float(
        compute="_compute_current_spaces", store=True, digits=(16, 2), aggregator="sum"
    )
    category_id = fields.Many2one(
        "heating.category", compute="_compute_current_spaces", store=True, index=True
    )
    supply_state = fields.Selection(
        SUPPLY_STATES, compute="_compute_supply_state", store=True, index=True
    )
    supply_sentence = fields.Char(compute="_compute_supply_sentence")
    search_text = fields.Char(
        compute="_compute_search_text", store=True, index="trigram"
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
    def _compute_display_name(self):
        for household in self:
            parts = (household.number, household.customer_id.name, household.address)
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

    @api.depends(
        "space_ids.built_area",
        "space_ids.category_id",
        "space_ids.date_from",
        "space_ids.date_to",
    )
    def _compute_current_spaces(self):
        today = fields.Date.context_today(self)
        for household in self:
            spaces = household.space_ids.filtered(lambda s: s._is_valid_on(today))
            household.built_area = sum(spaces.mapped("built_area"))
            household.category_id = spaces.sorted(
                lambda s: (-s.built_area, s._origin.id)
            )[:1].category_id

    @api.depends("supply_ids.state", "supply_ids.date_from", "supply_ids.date_to")
    def _compute_supply_state(self):
        today = fields.Date.context_today(self)
        for household in self:
            current = household.supply_ids.filtered(lambda s: s._is_valid_on(today))
            household.supply_state = current[:1].state or "supplied"

    @api.depends("supply_state", "supply_ids.date_from")
    @api.depends_context("lang")
    def _compute_supply_sentence(self):
        today = fields.Date.context_today(self)
        states = dict(self._fields["supply_state"]._description_selection(self.env))
        for household in self:
            current = household.supply_ids.filtered(lambda s: s._is_valid_on(today))[:1]
            state = states[household.supply_state or "supplied"]
            household.supply_sentence = (
                self.env._(
                    "%(state)s since %(date)s",
                    state=state,
                    date=fields.Date.to_string(current.date_from),
                )
                if current.date_from
                else state
            )

    @api.depends(
        "number", "address", "customer_id.name", "customer_id.phone", "payer_id.name"
    )
    def _compute_search_text(self):
        for household in self:
            parts = (
                household.number,
                household.customer_id.name,
                household.customer_id.phone,
                household.payer_id.name,
                household.address,
            )
            household.search_text = self._normalise_search(
                " ".join(part for part in parts if part)
            )

    # === SEARCH === #

    @api.model
    def _normalise_search(self, text):
        """Fold what people type: half-width, lower case, no double blanks.

        :param str text: any text
        :return: the text as it is kept in ``search_text``
        :rtype: str
        """
        return " ".join(unicodedata.normalize("NFKC", text or "").lower().split())

    @api.model
    def _get_search_domain(self, text):
        """Domain for households that contain each word of *text* in any order.

        :param str text: any part of number, name, phone or address
        :rtype: Domain
        """
        words = self._normalise_search(text).split()
        return Domain.AND([Domain("search_text", "ilike", word) for word in words])

    @api.model
    def _search_display_name(self, operator, value):
        if operator in ("ilike", "like", "=ilike", "=like") and isinstance(value, str):
            return self._get_search_domain(value)
        return super()._search_display_name(operator, value)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        households = super().create(vals_list)
        households._open_occupancies()
        return households

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

    # === BUSINESS METHODS === #

    @api.model
    def _refresh_current_values(self):
        """Bring the kept “now” values up to date; called every night.

        A range of days begins or ends without anybody writing a record, so the
        households whose kept supply state or area no longer says what holds today
        are found by one query and recomputed.
        """
        # the nightly job's user has no time zone, but “today” is China's
        zone = self.env.context.get("tz") or self.env.user.tz or "Asia/Shanghai"
        self = self.with_context(tz=zone)
        today = fields.Date.context_today(self)
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT household.id
                  FROM heating_household household
             LEFT JOIN heating_supply supply
                    ON supply.household_id = household.id
                   AND daterange(supply.date_from, supply.date_to, '[]') @> %(today)s
             LEFT JOIN LATERAL (
                       SELECT COALESCE(SUM(space.built_area), 0) AS built_area
                         FROM heating_space space
                        WHERE space.household_id = household.id
                          AND daterange(space.date_from, space.date_to, '[]')
                              @> %(today)s) area ON TRUE
                 WHERE household.supply_state IS DISTINCT FROM
                       COALESCE(supply.state, 'supplied')
                    OR ROUND(household.built_area::numeric, 2) <>
                       ROUND(area.built_area::numeric, 2)
                """,
                today=today,
            )
        )
        stale = self.browse(row[0] for row in rows)
        for name in ("supply_state", "built_area", "category_id"):
            self.env.add_to_compute(self._fields[name], stale)
        stale._recompute_recordset(["supply_state", "built_area", "category_id"])
        return len(stale)

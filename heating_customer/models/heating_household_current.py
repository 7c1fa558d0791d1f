from odoo import api, fields, models
from odoo.tools import SQL

from .heating_supply import SUPPLY_STATES


class HeatingHousehold(models.Model):
    """What holds today of a household: area, category, supply state, payer."""

    _inherit = "heating.household"

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

    # === COMPUTE METHODS === #

    @api.depends(
        "space_ids.built_area",
        "space_ids.category_id",
        "space_ids.date_from",
        "space_ids.date_to",
        "space_ids.active",
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

    # === BUSINESS METHODS === #

    @api.model
    def _refresh_current_values(self):
        """Bring the kept “now” values up to date; called every night.

        A range of days begins or ends without anybody writing a record, so the
        households whose kept supply state, area, category or payer no longer says what
        holds today are found by one query and brought up to date.
        """
        # the nightly job's user has no time zone, but “today” is China's
        zone = self.env.context.get("tz") or self.env.user.tz or "Asia/Shanghai"
        self = self.with_context(tz=zone)
        today = fields.Date.context_today(self)
        for model in (
            "heating.household",
            "heating.space",
            "heating.supply",
            "heating.payer.period",
        ):
            self.env[model].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT household.id
                  FROM heating_household household
             LEFT JOIN heating_supply supply
                    ON supply.household_id = household.id
                   AND daterange(supply.date_from, supply.date_to, '[]') @> %(today)s
             LEFT JOIN heating_payer_period period
                    ON period.household_id = household.id
                   AND daterange(period.date_from, period.date_to, '[]') @> %(today)s
             LEFT JOIN LATERAL (
                       SELECT COALESCE(SUM(space.built_area), 0) AS built_area
                         FROM heating_space space
                        WHERE space.household_id = household.id AND space.active
                          AND daterange(space.date_from, space.date_to, '[]')
                              @> %(today)s) area ON TRUE
             LEFT JOIN LATERAL (
                       SELECT space.category_id
                         FROM heating_space space
                        WHERE space.household_id = household.id AND space.active
                          AND daterange(space.date_from, space.date_to, '[]')
                              @> %(today)s
                     ORDER BY space.built_area DESC, space.id
                        LIMIT 1) largest ON TRUE
                 WHERE household.supply_state IS DISTINCT FROM
                       COALESCE(supply.state, 'supplied')
                    OR ROUND(household.built_area::numeric, 2) <>
                       ROUND(area.built_area::numeric, 2)
                    OR household.category_id IS DISTINCT FROM largest.category_id
                    OR household.payer_id IS DISTINCT FROM period.partner_id
                """,
                today=today,
            )
        )
        stale = self.browse(row[0] for row in rows)
        for name in ("supply_state", "built_area", "category_id"):
            self.env.add_to_compute(self._fields[name], stale)
        stale._recompute_recordset(["supply_state", "built_area", "category_id"])
        stale._keep_payer()
        return len(stale)

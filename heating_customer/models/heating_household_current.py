from odoo import api, fields, models
from odoo.tools import SQL

from .heating_supply import SUPPLY_STATES


class HeatingHousehold(models.Model):
    """What holds today of a household: areas, category, supply state, payer."""

    _inherit = "heating.household"

    built_area = fields.Float(
        compute="_compute_current_spaces", store=True, digits=(16, 2), aggregator="sum"
    )
    category_id = fields.Many2one(
        "heating.category", compute="_compute_current_spaces", store=True, index=True
    )
    supply_state = fields.Selection(
        SUPPLY_STATES,
        compute="_compute_supply_state",
        store=True,
        index=True,
        help="Of the household as a whole: stopped where all its spaces are.",
    )
    unheated_area = fields.Float(
        string="Area without Heat (m²)",
        compute="_compute_supply_state",
        store=True,
        digits=(16, 2),
        aggregator="sum",
        help="Built area of the spaces that have no heat today.",
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

    @api.depends(
        "supply_ids.state",
        "supply_ids.date_from",
        "supply_ids.date_to",
        "part_supply_ids.state",
        "part_supply_ids.space_id",
        "part_supply_ids.date_from",
        "part_supply_ids.date_to",
        "space_ids.built_area",
        "space_ids.date_from",
        "space_ids.date_to",
        "space_ids.active",
    )
    def _compute_supply_state(self):
        today = fields.Date.context_today(self)
        for household in self:
            current = household.supply_ids.filtered(lambda s: s._is_valid_on(today))
            state = current[:1].state or "supplied"
            spaces = household._get_spaces_on(today)
            parts = {}
            if state == "supplied":
                parts = household._get_part_states_on(today)
                state = household._join_part_states(
                    [parts.get(space, "supplied") for space in spaces]
                )
            household.supply_state = state
            household.unheated_area = sum(
                space.built_area
                for space in spaces
                if state != "supplied" or space in parts
            )

    @api.depends(
        "supply_state",
        "supply_ids.state",
        "supply_ids.date_from",
        "part_supply_ids",
        "unheated_area",
    )
    @api.depends_context("lang")
    def _compute_supply_sentence(self):
        today = fields.Date.context_today(self)
        states = dict(self._fields["supply_state"]._description_selection(self.env))
        for household in self:
            current = household.supply_ids.filtered(lambda s: s._is_valid_on(today))[:1]
            state = states[household.supply_state or "supplied"]
            sentence = (
                self.env._(
                    "%(state)s since %(date)s",
                    state=state,
                    date=fields.Date.to_string(current.date_from),
                )
                if current.date_from
                else state
            )
            if (current.state or "supplied") == "supplied":
                for space, part in household._get_part_states_on(today).items():
                    sentence = self.env._(
                        "%(sentence)s; %(part)s",
                        sentence=sentence,
                        part=household._get_part_sentence(space, states[part], today),
                    )
            following = household.supply_ids.filtered(
                lambda s: s.date_from and s.date_from > today
            ).sorted("date_from")[:1]
            if following:
                name = states[following.state]
                sentence = self.env._(
                    "%(sentence)s; from %(date)s: %(state)s",
                    sentence=sentence,
                    date=fields.Date.to_string(following.date_from),
                    state=name,
                )
            household.supply_sentence = sentence

    # === BUSINESS METHODS === #

    @api.model
    def _get_part_sentence(self, space, state, day):
        """That a space is without heat, and since when.

        :param space: the space
        :param str state: the state's name in the reader's language
        :param date day: a day on which it holds
        :rtype: str
        """
        since = space._get_supply_run(day)[:1].date_from
        # the state goes on in the middle of a sentence
        words = {"space": space.name, "state": state[:1].lower() + state[1:]}
        if not since:
            return self.env._("%(space)s %(state)s", **words)
        return self.env._(
            "%(space)s %(state)s since %(date)s",
            date=fields.Date.to_string(since),
            **words,
        )

    @api.model
    def _refresh_current_values(self):
        """Bring the kept “now” values up to date; called every night.

        A range of days begins or ends without anybody writing a record, so the
        households whose kept supply state, areas, category or payer no longer say what
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
                   AND supply.space_id IS NULL
                   AND daterange(supply.date_from, supply.date_to, '[]') @> %(today)s
             LEFT JOIN heating_payer_period period
                    ON period.household_id = household.id
                   AND daterange(period.date_from, period.date_to, '[]') @> %(today)s
             LEFT JOIN LATERAL (
                       SELECT COALESCE(SUM(space.built_area), 0) AS built_area,
                              COALESCE(SUM(space.built_area)
                                  FILTER (WHERE part.state IS NOT NULL), 0) AS unheated,
                              COUNT(*) AS spaces,
                              COUNT(part.state) AS parts,
                              MIN(part.state) AS one_state,
                              MAX(part.state) AS other_state
                         FROM heating_space space
                    LEFT JOIN heating_supply part
                           ON part.space_id = space.id
                          AND part.state <> 'supplied'
                          AND daterange(part.date_from, part.date_to, '[]')
                              @> %(today)s
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
        CROSS JOIN LATERAL (
                       SELECT CASE
                              WHEN supply.state <> 'supplied' THEN supply.state
                              WHEN area.parts = 0 OR area.parts < area.spaces
                              THEN 'supplied'
                              WHEN area.one_state = area.other_state
                              THEN area.one_state
                              ELSE 'stopped' END AS state) today
                 WHERE household.supply_state IS DISTINCT FROM today.state
                    OR ROUND(household.built_area::numeric, 2) <>
                       ROUND(area.built_area::numeric, 2)
                    OR ROUND(COALESCE(household.unheated_area, 0)::numeric, 2) <>
                       ROUND((CASE WHEN today.state = 'supplied' THEN area.unheated
                                   ELSE area.built_area END)::numeric, 2)
                    OR household.category_id IS DISTINCT FROM largest.category_id
                    OR household.payer_id IS DISTINCT FROM period.partner_id
                """,
                today=today,
            )
        )
        stale = self.browse(row[0] for row in rows)
        kept = ["supply_state", "unheated_area", "built_area", "category_id"]
        for name in kept:
            self.env.add_to_compute(self._fields[name], stale)
        stale._recompute_recordset(kept)
        stale._keep_payer()
        return len(stale)

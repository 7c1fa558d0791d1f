from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..rooms import natural_key
from . import tier_guard

CAMPAIGN_STATES = [("draft", "Draft"), ("running", "Under Way"), ("done", "Done")]


class HeatingAreaCampaign(models.Model):
    """Measuring the areas of communities anew (核实面积), space by space.

    Starting it plans one check for each space in force; field workers measure them in
    the order of the addresses. Rights: archive clerks and administrators plan, start
    and end campaigns.
    """

    _name = "heating.area.campaign"
    _description = "Area Verification Campaign"
    _inherit = ["heating.company.mixin", "mail.thread"]
    _order = "date_from DESC, id DESC"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    branch_id = fields.Many2one(
        "heating.branch", required=True, ondelete="restrict", index=True
    )
    community_ids = fields.Many2many(
        "heating.location",
        string="Communities",
        domain="[('kind', '=', 'community'), ('branch_id', '=', branch_id)]",
        help="Where all spaces in force are measured.",
    )
    unverified_only = fields.Boolean(
        string="Only What Was Never Verified",
        help="Leaves out spaces whose area has been verified before.",
    )
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        required=True,
        tracking=True,
        domain="[('share', '=', False)]",
    )
    worker_id = fields.Many2one(
        "res.users",
        string="Field Worker",
        domain=lambda self: self._get_worker_domain(),
        help="Who measures. Empty: any field worker, or as assigned on each check.",
    )
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="To", required=True, help="The last day planned.")
    state = fields.Selection(
        CAMPAIGN_STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    check_ids = fields.One2many("heating.area.check", "campaign_id", readonly=True)
    check_count = fields.Integer(string="Spaces", compute="_compute_progress")
    measured_count = fields.Integer(string="Measured", compute="_compute_progress")
    different_count = fields.Integer(string="Different", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress", help="Share measured, %.")

    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The last day cannot come before the first."
    )

    # === COMPUTE METHODS === #

    @api.model
    def _get_worker_domain(self):
        group = self.env.ref("heating_customer.group_field_worker")
        return [("all_group_ids", "in", group.ids)]

    @api.depends("check_ids.state", "check_ids.is_different")
    def _compute_progress(self):
        counts = {
            (campaign, state, different): count
            for campaign, state, different, count in self.env[
                "heating.area.check"
            ]._read_group(
                [("campaign_id", "in", self.ids)],
                ["campaign_id", "state", "is_different"],
                ["__count"],
            )
        }
        for campaign in self:
            total = to_do = different = 0
            for (each, state, is_different), count in counts.items():
                if each == campaign._origin:
                    total += count
                    to_do += count if state == "to_do" else 0
                    different += count if is_different else 0
            campaign.check_count = total
            campaign.measured_count = total - to_do
            campaign.different_count = different
            campaign.progress = 100 * (total - to_do) / total if total else 0.0

    @api.constrains("community_ids", "branch_id")
    def _check_communities(self):
        for campaign in self:
            for place in campaign.community_ids:
                if place.kind != "community" or place.branch_id != campaign.branch_id:
                    raise ValidationError(
                        self.env._(
                            "%(place)s is no community of %(branch)s.",
                            place=place.complete_name,
                            branch=campaign.branch_id.name,
                        )
                    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        # whatever a client says: only the buttons start and end a campaign
        return super().create([{**vals, "state": "draft"} for vals in vals_list])

    def write(self, vals):
        if self and not tier_guard.is_trusted(self.env):
            self.check_access("write")
            if "state" in vals:
                raise UserError(
                    self.env._("Use the buttons to start and to end a campaign.")
                )
            planned = {"branch_id", "community_ids", "unverified_only"} & set(vals)
            if planned and any(campaign.state != "draft" for campaign in self):
                raise UserError(
                    self.env._(
                        "The campaign is under way: what it covers does not change any "
                        "more. Plan another one for other communities."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        for campaign in self.filtered(lambda each: each.state != "draft"):
            raise UserError(
                self.env._(
                    "“%(campaign)s” is on record and cannot be deleted.",
                    campaign=campaign.name,
                )
            )

    # === ACTIONS === #

    def action_start(self):
        """Plan one check for each space in force in the communities.

        :raise UserError: no draft, no community, or no space to measure
        """
        self.check_access("write")
        self.lock_for_update()
        self.invalidate_recordset(["state"])
        for campaign in self:
            if campaign.state != "draft":
                raise UserError(
                    self.env._(
                        "“%(campaign)s” has been started already.",
                        campaign=campaign.name,
                    )
                )
            if not campaign.community_ids:
                raise UserError(self.env._("Choose the communities to be measured."))
            if not campaign._plan_checks():
                raise UserError(
                    self.env._(
                        "No space in these communities is left to be measured: they "
                        "have none, or another campaign under way has them."
                    )
                )
            tier_guard.operating(campaign).state = "running"

    def action_done(self):
        """End campaigns; what was not measured stays unverified.

        :raise UserError: a measured difference still waits for somebody
        """
        self.check_access("write")
        for campaign in self:
            waiting = campaign.sudo().check_ids.filtered(
                lambda check: check.state in ("measured", "confirmed")
            )
            if campaign.state != "running" or waiting:
                raise UserError(
                    self.env._(
                        "“%(campaign)s” cannot be ended: it is not under way, or "
                        "measured differences (%(count)s) are not in the archive yet.",
                        campaign=campaign.name,
                        count=len(waiting),
                    )
                )
            tier_guard.operating(campaign).state = "done"

    def action_view_checks(self):
        """Open the checks of the campaign in the order of the addresses."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_customer.heating_area_check_action"
        )
        action["domain"] = [("campaign_id", "=", self.id)]
        action["context"] = {}
        return action

    def action_view_different(self):
        """Open the checks that found something else than what is on file."""
        return self.action_view_checks() | {"context": {"search_default_different": 1}}

    # === BUSINESS METHODS === #

    def _plan_checks(self):
        """Make the checks, numbered in the order in which a worker walks.

        A large district has 50,000 spaces: one query reads them, one makes the checks.

        :return: how many
        """
        self.ensure_one()
        self.env.flush_all()
        spaces = self._read_spaces()
        spaces.sort(key=lambda row: tuple(map(natural_key, row[1:])))
        self.env.execute_query(
            SQL(
                """
                INSERT INTO heating_area_check (
                    campaign_id, space_id, household_id, company_id, branch_id,
                    community_id, building_id, sequence, worker_id, state,
                    file_built_area, file_inner_area, file_height, is_different,
                    difference, difference_percent,
                    create_uid, create_date, write_uid, write_date)
                SELECT %(campaign)s, space.id, household.id, household.company_id,
                       household.branch_id, household.community_id,
                       household.building_id, planned.sequence, %(worker)s, 'to_do',
                       space.built_area, COALESCE(space.inner_area, 0),
                       COALESCE(space.height, 0), FALSE, 0, 0,
                       %(user)s, now() AT TIME ZONE 'UTC',
                       %(user)s, now() AT TIME ZONE 'UTC'
                  FROM unnest(%(spaces)s::int[])
                       WITH ORDINALITY AS planned(id, sequence)
                  JOIN heating_space space ON space.id = planned.id
                  JOIN heating_household household
                    ON household.id = space.household_id
             RETURNING id
                """,
                campaign=self.id,
                worker=self.worker_id.id or None,
                user=self.env.uid,
                spaces=[row[0] for row in spaces],
            )
        )
        self.env.invalidate_all(flush=False)
        return len(spaces)

    def _read_spaces(self):
        """The spaces to be measured, each with the names by which they are ordered.

        :rtype: list[tuple]
        """
        return self.env.execute_query(
            SQL(
                """
                SELECT space.id, community.name, COALESCE(building.name, ''),
                       COALESCE(unit.name, ''), COALESCE(household.room, ''),
                       household.number
                  FROM heating_space space
                  JOIN heating_household household
                    ON household.id = space.household_id
                  JOIN heating_location community
                    ON community.id = household.community_id
             LEFT JOIN heating_location building
                    ON building.id = household.building_id
             LEFT JOIN heating_location unit ON unit.id = household.unit_id
                 WHERE household.community_id = ANY(%(communities)s)
                   AND household.active AND household.state <> 'closed'
                   AND space.active
                   AND daterange(space.date_from, space.date_to, '[]') @> %(today)s
                   AND (space.verified_on IS NULL OR NOT %(unverified_only)s)
                   AND NOT EXISTS (
                       SELECT 1
                         FROM heating_area_check other
                         JOIN heating_area_campaign campaign
                           ON campaign.id = other.campaign_id
                        WHERE other.space_id = space.id
                          AND campaign.state = 'running'
                          AND other.state <> 'applied')
                """,
                communities=self.community_ids.ids,
                today=fields.Date.context_today(self),
                unverified_only=self.unverified_only,
            )
        )

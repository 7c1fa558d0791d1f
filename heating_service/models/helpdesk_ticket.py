from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import ENDED_STATES, KINDS, OPEN_STATES


class HelpdeskTicket(models.Model):
    """What somebody reported to the heating company, and for which household.

    What helps an agent during the call stands in ``helpdesk_ticket_caller.py`` and
    ``…_debt.py``, how a ticket moves from step to step in ``…_guard.py``,
    ``…_assignment.py`` and ``…_steps.py``, what householders may do in ``…_portal.py``.
    """

    _inherit = "helpdesk.ticket"
    _check_company_auto = True

    heating_service = fields.Boolean(related="team_id.heating_service")
    heating_state = fields.Selection(
        related="stage_id.heating_state", store=True, index=True, string="Step"
    )

    # what was reported, by whom
    kind = fields.Selection(KINDS, tracking=True, index=True)
    reporter_name = fields.Char(string="Caller")
    reporter_phone = fields.Char(string="Phone", index="trigram")

    # for which household
    household_id = fields.Many2one(
        "heating.household",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        check_company=True,
    )
    customer_id = fields.Many2one(
        "res.partner",
        string="Customer at the Time",
        compute="_compute_customer_id",
        store=True,
        index="btree_not_null",
        help="The household's customer when it was chosen. A later owner does not see "
        "what the earlier one reported.",
    )
    branch_id = fields.Many2one(
        related="household_id.branch_id", store=True, index="btree_not_null"
    )
    station_id = fields.Many2one(
        related="household_id.station_id", store=True, index="btree_not_null"
    )
    address = fields.Char(related="household_id.address")
    supply_state = fields.Selection(related="household_id.supply_state")

    # what became of it
    result = fields.Text(readonly=True, tracking=True, copy=False)
    done_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    done_date = fields.Datetime(string="Done On", readonly=True, copy=False)
    worked_by_ids = fields.Many2many(
        "res.users",
        "heating_ticket_worker_rel",
        "ticket_id",
        "user_id",
        string="Worked on by",
        readonly=True,
        copy=False,
        groups="heating_customer.group_user",
        help="Everybody who was ever assigned or reported a result: none of them makes "
        "the follow-up call.",
    )
    deadline = fields.Datetime(compute="_compute_deadline", store=True)
    is_late = fields.Boolean(compute="_compute_is_late", string="Late")
    time_to_done = fields.Float(
        string="Hours until Done",
        compute="_compute_time_to_done",
        store=True,
        aggregator="avg",
    )
    follow_up_ids = fields.One2many(
        "heating.follow.up",
        "ticket_id",
        string="Follow-up Calls",
        readonly=True,
        copy=False,
        groups="heating_customer.group_user",
    )
    follow_up_count = fields.Integer(
        compute="_compute_follow_up_count", groups="heating_customer.group_user"
    )
    follow_up_asked_at = fields.Datetime(
        string="Customer Asked for a Call", readonly=True, copy=False, tracking=True
    )
    reopen_count = fields.Integer(
        string="Re-opened",
        readonly=True,
        copy=False,
        aggregator="sum",
        tracking=True,
    )
    cancel_reason = fields.Text(readonly=True, copy=False, tracking=True)
    is_my_work = fields.Boolean(
        compute="_compute_is_my_work", groups="heating_customer.group_user"
    )
    can_follow_up = fields.Boolean(
        compute="_compute_can_follow_up", groups="heating_customer.group_user"
    )

    # Helpdesk's own fields under the service's words; those that keep their words stand
    # here too, so that this addon's translations cover them.
    number = fields.Char(string="Ticket")
    name = fields.Char(string="Subject")
    description = fields.Html()
    user_id = fields.Many2one(string="Field Worker")
    team_id = fields.Many2one()
    stage_id = fields.Many2one(
        domain="heating_service and [('team_ids', '=', team_id)] or "
        "['|', ('team_ids', '=', team_id), ('team_ids', '=', False)]",
    )
    partner_id = fields.Many2one(
        string="Contact",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
    )
    channel_id = fields.Many2one(string="Came in by")
    priority = fields.Selection(
        [("0", "Low"), ("1", "Normal"), ("2", "High"), ("3", "Urgent")]
    )
    assigned_date = fields.Datetime(string="Assigned On")
    closed_date = fields.Datetime(string="Closed On")

    # === COMPUTE METHODS === #

    @api.depends("name", "number")
    def _compute_display_name(self):
        """Override of `helpdesk_mgmt`: a ticket not yet saved has no number."""
        unsaved = self.filtered(lambda ticket: not ticket._origin)
        unsaved.display_name = self.env._("New Ticket")
        return super(HelpdeskTicket, self - unsaved)._compute_display_name()

    @api.depends("household_id")
    def _compute_customer_id(self):
        for ticket in self:
            ticket.customer_id = ticket.household_id.customer_id

    @api.depends("household_id", "kind")
    def _compute_partner_id(self):
        """The household's customer is the contact, unless somebody reports on them."""
        for ticket in self:
            partner, customer = ticket.partner_id, ticket.household_id.customer_id
            if ticket.kind == "theft_report":
                ticket.partner_id = partner if partner != customer else False
            elif not partner or (
                partner.sudo().heating_household_ids
                and partner != ticket.create_uid.partner_id
            ):
                ticket.partner_id = customer or partner
            else:
                ticket.partner_id = partner

    @api.depends("team_id")
    def _compute_user_id(self):
        """Override of `helpdesk_mgmt`: workers need not be members of the team."""
        service = self.filtered("heating_service")
        for ticket in service:
            ticket.user_id = ticket.user_id
        return super(HelpdeskTicket, self - service)._compute_user_id()

    @api.depends("team_id.heating_hours")
    def _compute_deadline(self):
        for ticket in self:
            start = ticket.create_date or fields.Datetime.now()
            ticket.deadline = ticket.heating_service and fields.Datetime.add(
                start, hours=ticket.team_id.heating_hours
            )

    @api.depends("deadline", "heating_state")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for ticket in self:
            ticket.is_late = bool(
                ticket.heating_state in OPEN_STATES
                and ticket.deadline
                and ticket.deadline < now
            )

    @api.depends("done_date")
    def _compute_time_to_done(self):
        for ticket in self:
            ticket.time_to_done = (
                (ticket.done_date - ticket.create_date).total_seconds() / 3600
                if ticket.done_date and ticket.create_date
                else 0.0
            )

    @api.depends("follow_up_ids")
    def _compute_follow_up_count(self):
        for ticket in self:
            # counted beyond the rights of those who see the number only
            ticket.follow_up_count = len(ticket.sudo().follow_up_ids)

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_my_work(self):
        for ticket in self:
            ticket.is_my_work = ticket.user_id == self.env.user

    @api.depends("heating_state", "worked_by_ids", "follow_up_asked_at")
    @api.depends_context("uid")
    def _compute_can_follow_up(self):
        for ticket in self:
            ticket.can_follow_up = ticket._is_waiting_for_call() and (
                self.env.user not in ticket.worked_by_ids
            )

    # === CONSTRAINTS === #

    @api.constrains("household_id", "team_id")
    def _check_team(self):
        for ticket in self:
            if ticket.household_id and not ticket.team_id.heating_service:
                raise ValidationError(
                    self.env._(
                        "Ticket %(number)s is for a household, so it belongs to a "
                        "heating service team.",
                        number=ticket.number,
                    )
                )

    @api.constrains("kind", "household_id", "partner_id")
    def _check_theft_report(self):
        """Whoever is reported gets no mail and no link about it."""
        for ticket in self.filtered(lambda t: t.kind == "theft_report"):
            if ticket.partner_id and ticket.partner_id == ticket.customer_id:
                raise ValidationError(
                    self.env._(
                        "The customer of a reported household cannot be the contact of "
                        "the report: they would be told about it."
                    )
                )

    # === BUSINESS METHODS === #

    def _is_waiting_for_call(self):
        """Whether a follow-up call makes sense now."""
        self.ensure_one()
        return bool(
            self.heating_service
            and (
                self.heating_state == "done"
                or (self.heating_state == "closed" and self.follow_up_asked_at)
            )
        )

    def _has_ended(self):
        self.ensure_one()
        return self.heating_state in ENDED_STATES

import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import (
    ENDED_STATES,
    KINDS,
    LONGEST_NATIONAL_NUMBER,
    MIN_PHONE_DIGITS,
    OPEN_STATES,
)


class HelpdeskTicket(models.Model):
    """What somebody reported to the heating company, and for which household.

    How a ticket moves from step to step stands in ``helpdesk_ticket_guard.py`` and
    ``helpdesk_ticket_steps.py``, what
    householders may do on the portal in ``helpdesk_ticket_portal.py``.
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
    phone_household_ids = fields.Many2many(
        "heating.household",
        compute="_compute_phone_household_ids",
        string="Households with This Phone",
        groups="heating_customer.group_user",
    )
    phone_household_id = fields.Many2one(
        "heating.household",
        string="Which of Them?",
        store=False,
        groups="heating_customer.group_user",
    )
    suggested_name = fields.Char(
        store=False,
        groups="heating_customer.group_user",
        help="The subject that was filled in, so that it may follow the household until "
        "the agent writes another.",
    )
    household_summary = fields.Html(
        compute="_compute_household_summary",
        sanitize=False,
        groups="heating_customer.group_user",
    )

    # what became of it
    result = fields.Text(readonly=True, tracking=True, copy=False)
    done_by_id = fields.Many2one(
        "res.users",
        string="Done By",
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

    # Helpdesk's own fields under the service's words.
    number = fields.Char(string="Ticket")
    name = fields.Char(string="Subject")
    description = fields.Html(string="Description")
    user_id = fields.Many2one(string="Field Worker")
    team_id = fields.Many2one(string="Team")
    stage_id = fields.Many2one(
        string="Stage",
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
    priority = fields.Selection(string="Priority")
    assigned_date = fields.Datetime(string="Assigned On")
    closed_date = fields.Datetime(string="Closed On")

    # === COMPUTE METHODS === #

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
        """Override of `helpdesk_mgmt`: field workers need not be members of the team."""
        service = self.filtered("heating_service")
        for ticket in service:
            ticket.user_id = ticket.user_id
        return super(HelpdeskTicket, self - service)._compute_user_id()

    @api.depends("reporter_phone")
    def _compute_phone_household_ids(self):
        for ticket in self:
            ticket.phone_household_ids = ticket._find_households_by_phone()

    @api.depends("household_id", "phone_household_ids")
    @api.depends_context("lang", "uid")
    def _compute_household_summary(self):
        for ticket in self:
            households = ticket.household_id or ticket.phone_household_ids
            values = [ticket._get_household_summary(h) for h in households]
            ticket.household_summary = values and self.env["ir.qweb"]._render(
                "heating_service.household_summary", {"households": values}
            )

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

    # === CONSTRAINTS AND ONCHANGES === #

    @api.constrains("household_id", "team_id")
    def _check_team(self):
        for ticket in self:
            if ticket.household_id and not ticket.heating_service:
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

    @api.onchange("reporter_phone")
    def _onchange_reporter_phone(self):
        if not self.household_id and len(self.phone_household_ids) == 1:
            self.household_id = self.phone_household_ids

    @api.onchange("phone_household_id")
    def _onchange_phone_household_id(self):
        if self.phone_household_id:
            self.household_id = self.phone_household_id

    @api.onchange("household_id", "kind")
    def _onchange_household_id(self):
        if self.household_id and self.kind and self.kind != "theft_report":
            customer = self.household_id.customer_id
            self.reporter_name = self.reporter_name or customer.name
            self.reporter_phone = self.reporter_phone or customer.phone
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        if self.kind and (not self.name or self.name == self.suggested_name):
            parts = (kinds[self.kind], self.household_id.address)
            self.name = " ".join(part for part in parts if part)
            self.suggested_name = self.name

    # === BUSINESS METHODS === #

    def _find_households_by_phone(self):
        """Households whose customer has the caller's number.

        People write numbers with blanks, dashes and +86, so the digits are compared.
        """
        self.ensure_one()
        digits = re.sub(r"\D", "", self.reporter_phone or "")
        if len(digits) > LONGEST_NATIONAL_NUMBER:
            digits = digits.removeprefix("86")
        found = self.env["heating.household"]
        if len(digits) < MIN_PHONE_DIGITS:
            return found
        # most numbers are on file as plain digits; the last four are hardly ever broken
        for part in (digits, digits[-4:]):
            found = found.search([("search_text", "ilike", part)], limit=500).filtered(
                lambda h: re.sub(r"\D", "", h.customer_id.phone or "").endswith(digits)
            )
            if found:
                break
        return found[:10]

    def _get_household_summary(self, household):
        """What an agent should know while the caller is still talking.

        Addons above add their facts (arrears, known outages) here.

        :param household: one heating.household record
        :return: values for the template ``heating_service.household_summary``
        :rtype: dict
        """
        self.ensure_one()
        tickets = self.search(
            [("household_id", "=", household._origin.id), ("id", "!=", self._origin.id)],
            order="create_date DESC, id DESC",
            limit=5,
        )
        return {"household": household, "tickets": tickets, "facts": []}

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

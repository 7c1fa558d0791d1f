from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class HeatingFollowUp(models.Model):
    """A follow-up call (回访) after a ticket was done.

    Made by somebody who did not work on the ticket. The answer decides: satisfied
    closes the ticket, not satisfied re-opens it, not reached leaves it waiting. A call
    is a record of what was said, so it is never changed or deleted.
    """

    _name = "heating.follow.up"
    _description = "Follow-up Call"
    _order = "called_at DESC, id DESC"
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True, index=True)
    branch_id = fields.Many2one(
        related="ticket_id.branch_id", store=True, index="btree_not_null"
    )
    household_id = fields.Many2one(
        related="ticket_id.household_id", store=True, index="btree_not_null"
    )
    kind = fields.Selection(related="ticket_id.kind", store=True)
    phone = fields.Char(related="ticket_id.contact_phone")
    worker_id = fields.Many2one(
        "res.users",
        string="Done By",
        compute="_compute_work",
        store=True,
        readonly=False,  # else what create() gives would be computed again later
        index="btree_not_null",
        help="Who had reported the ticket as done when this call was made.",
    )
    result = fields.Text(
        compute="_compute_work",
        store=True,
        readonly=False,  # else what create() gives would be computed again later
        help="What had been reported as done when this call was made.",
    )
    called_by_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True
    )
    called_at = fields.Datetime(required=True, default=fields.Datetime.now)
    outcome = fields.Selection(
        [
            ("satisfied", "Satisfied"),
            ("unsatisfied", "Not Satisfied"),
            ("not_reached", "Not Reached"),
        ],
        required=True,
    )
    reached = fields.Boolean(compute="_compute_answer", store=True)
    satisfied = fields.Boolean(compute="_compute_answer", store=True)
    rating = fields.Selection(
        [
            ("0", "Not Rated"),
            ("1", "1: Very Bad"),
            ("2", "2: Bad"),
            ("3", "3: Fair"),
            ("4", "4: Good"),
            ("5", "5: Very Good"),
        ],
        required=True,
        default="0",
    )
    remark = fields.Text(help="What the customer said.")

    _rated_when_reached = models.Constraint(
        "CHECK ((outcome = 'not_reached') = (rating = '0'))",
        "Ask for a rating from 1 to 5 when the customer was reached; without an answer "
        "there is none.",
    )
    _unsatisfied_says_why = models.Constraint(
        "CHECK (outcome != 'unsatisfied' OR COALESCE(TRIM(remark), '') != '')",
        "Write down what the customer is not satisfied with: the worker needs it.",
    )

    # === COMPUTE METHODS === #

    @api.depends("ticket_id")
    def _compute_work(self):
        """Kept as it was at the call: re-opening empties it on the ticket."""
        for call in self:
            call.worker_id = call.ticket_id.done_by_id
            call.result = call.ticket_id.result

    @api.depends("outcome")
    def _compute_answer(self):
        for call in self:
            call.reached = call.outcome in ("satisfied", "unsatisfied")
            call.satisfied = call.outcome == "satisfied"

    @api.depends("ticket_id.number", "called_at")
    def _compute_display_name(self):
        for call in self:
            call.display_name = self.env._(
                "Follow-up of %(ticket)s", ticket=call.ticket_id.number or ""
            )

    @api.constrains("called_at")
    def _check_called_at(self):
        now = fields.Datetime.now()
        for call in self:
            done_date = call.ticket_id.sudo().done_date
            if call.called_at > now or (done_date and call.called_at < done_date):
                raise ValidationError(
                    self.env._(
                        "The call lies between the moment the work was done and now."
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        default_id = self.env.context.get("default_ticket_id")
        for vals in vals_list:
            vals["ticket_id"] = vals.get("ticket_id") or default_id
        ticket_ids = [vals["ticket_id"] for vals in vals_list]
        if not all(ticket_ids) or len(ticket_ids) != len(set(ticket_ids)):
            raise UserError(self.env._("A follow-up call is about one ticket."))
        tickets = self.env["helpdesk.ticket"].browse(ticket_ids)
        tickets._check_follow_up_allowed()
        for vals, ticket in zip(vals_list, tickets, strict=True):
            # whoever records the call has made it, whatever a client sends
            vals["called_by_id"] = self.env.uid
            vals["worker_id"] = ticket.done_by_id.id
            vals["result"] = ticket.result
        calls = super().create(vals_list)
        for call in calls:
            call.ticket_id._apply_follow_up(call)
        return calls

    def write(self, vals):  # pylint: disable=method-required-super
        # recomputed related values are written below write(), so this is a person
        raise AccessError(
            self.env._("A follow-up call is a record of what was said: add another.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(
            self.env._("A follow-up call is a record of what was said: add another.")
        )

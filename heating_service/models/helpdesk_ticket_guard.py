from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..const import OPEN_STATES

# Only code that holds this very object may move a ticket past the guards: unlike a
# string, it cannot arrive in the context of a client's call.
_FLOW = object()

# What the steps write; a client that sent it could fake a ticket's history.
_FLOW_FIELDS = {
    "assigned_date",
    "cancel_reason",
    "closed_date",
    "done_by_id",
    "done_date",
    "follow_up_asked_at",
    "follow_up_ids",
    "last_stage_update",
    "reopen_count",
    "result",
    "worked_by_ids",
}


class HelpdeskTicket(models.Model):
    """Guards on the way of a heating service ticket: who may take which step, and when.

    New → Assigned → In Progress → To Follow Up → Closed, or Cancelled before it is
    done.

    ============  ===================================  ==========================
    step          who                                  from
    ============  ===================================  ==========================
    assign        service agent                        any open step
    take          field worker of the station, agent   New
    start         assigned worker, agent               Assigned
    done          assigned worker, agent; with result  Assigned, In Progress
    follow up     agent who never worked on it         To Follow Up; Closed, when
                                                       the customer asked for it
    cancel        agent who never worked on it;        any open step
                  with a reason
    ============  ===================================  ==========================

    A satisfied customer closes the ticket, an unsatisfied one re-opens it. Nothing
    else closes it: ``write`` and ``create`` refuse, and a constraint holds the rule
    for computed changes too. The steps stand in ``helpdesk_ticket_steps.py``.
    """

    _inherit = "helpdesk.ticket"

    # === CRUD METHODS === #

    @api.model
    def default_get(self, fields):
        """Tickets come to the service team, and whoever writes one down does not
        thereby take it: `helpdesk_mgmt` assigns it to them."""
        defaults = super().default_get(fields)
        team = self.env["helpdesk.ticket.team"].browse(defaults.get("team_id"))
        if not team and "team_id" in fields:
            team = team._get_heating_team(self.env.company)
            defaults["team_id"] = team.id
        if team.heating_service and "default_user_id" not in self.env.context:
            defaults.pop("user_id", None)
        if team.heating_service and "channel_id" in fields:
            channel = self.env.ref("heating_service.channel_phone", False)
            defaults.setdefault("channel_id", channel and channel.id)
        for name in _FLOW_FIELDS.intersection(defaults) - {"last_stage_update"}:
            # a client may send any “default_…” along
            del defaults[name]
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            self._prepare_service_vals(vals)
        tickets = super().create(vals_list)
        for ticket in tickets.filtered(lambda t: t.heating_service and t.user_id):
            ticket._check_assignment(ticket.user_id)
        tickets._follow_assignment({})
        return tickets

    def _prepare_service_vals(self, vals):
        """Complete and check the values of a new ticket, in place."""
        company = self.env["res.company"].browse(vals.get("company_id"))
        if vals.get("household_id") and not company:
            household = self.env["heating.household"].browse(vals["household_id"])
            company = household.company_id
            vals["company_id"] = company.id
        # a default from the context counts too, so it is checked like a value
        team = self.env["helpdesk.ticket.team"].browse(
            vals.get("team_id") or self.env.context.get("default_team_id")
        ) or self.env["helpdesk.ticket.team"]._get_heating_team(
            company or self.env.company
        )
        vals["team_id"] = team.id
        if not team.heating_service:
            return
        vals["kind"] = vals.get("kind") or self.env.context.get("default_kind", "other")
        # helpdesk_mgmt would assign it to whoever writes it down
        vals.setdefault("user_id", self.env.context.get("default_user_id", False))
        if self.env.context.get("fetchmail_cron_running"):
            channel = self.env.ref("heating_service.channel_email", False)
            vals.setdefault("channel_id", channel and channel.id)
        vals.pop("last_stage_update", None)
        self._check_flow_fields({name: vals[name] for name in vals if vals[name]})
        stage = self.env["helpdesk.ticket.stage"].browse(vals.get("stage_id"))
        if stage and stage.heating_state != "new":
            raise UserError(
                self.env._(
                    "A ticket begins as new. It cannot be created in the stage "
                    "“%(stage)s”.",
                    stage=stage.name,
                )
            )

    def write(self, vals):
        if not self._in_flow():
            self.filtered("heating_service")._check_direct_write(vals)
        followed = "user_id" in vals and not self._in_flow()
        previous = {ticket.id: ticket.user_id for ticket in self} if followed else {}
        result = super().write(vals)
        if followed:
            self._follow_assignment(previous)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if self.filtered("heating_service"):
            raise UserError(
                self.env._("Tickets are not deleted. Cancel it and say why.")
            )

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        """Override of `helpdesk_mgmt`: the service's boards show its stages only."""
        if self.env.context.get("heating_stages_only"):
            return stages.search([("heating_state", "!=", False)])
        return super()._read_group_stage_ids(stages, domain)

    # === GUARDS === #

    @api.model
    def _in_flow(self):
        return self.env.context.get("heating_service_flow") is _FLOW

    def _flow_write(self, vals):
        """Write what a step changes; who may take the step was checked before."""
        return self.sudo().with_context(heating_service_flow=_FLOW).write(vals)

    def _check_flow_fields(self, vals):
        faked = sorted(_FLOW_FIELDS.intersection(vals))
        if faked:
            labels = [
                self._fields[name]._description_string(self.env) for name in faked
            ]
            raise UserError(
                self.env._(
                    "%(fields)s: written by the steps of the ticket, not by hand.",
                    fields=", ".join(labels),
                )
            )

    def _check_direct_write(self, vals):
        """Refuse what only the steps may change: RPC, kanban, lists and imports."""
        if not self:
            return
        self._check_flow_fields(vals)
        if vals.get("stage_id"):
            stage = self.env["helpdesk.ticket.stage"].browse(vals["stage_id"])
            for ticket in self.filtered(lambda t: t.stage_id != stage):
                ticket._check_direct_stage(stage, vals)
        if "stage_id" in vals and not vals["stage_id"]:
            raise UserError(self.env._("A ticket always stands in a stage."))
        if "team_id" in vals:
            team = self.env["helpdesk.ticket.team"].browse(vals["team_id"])
            if not team.heating_service:
                raise UserError(
                    self.env._(
                        "A heating service ticket stays with a heating service team."
                    )
                )
        if "user_id" in vals:
            user = self.env["res.users"].browse(vals["user_id"])
            changed = self.filtered(lambda ticket: ticket.user_id != user)
            changed._check_state(OPEN_STATES)
            changed._check_assignment(user)
        if vals.get("active") is False and not all(t._has_ended() for t in self):
            raise UserError(
                self.env._("Only closed and cancelled tickets can be archived.")
            )

    def _check_direct_stage(self, stage, vals):
        """What dragging a card may do: move between the open steps."""
        self.ensure_one()
        names = {"number": self.number, "stage": stage.name}
        if stage.closed and stage.heating_state != "cancelled":
            raise UserError(
                self.env._(
                    "Ticket %(number)s cannot be moved to “%(stage)s”: it is closed by "
                    "a follow-up call of somebody who did not work on it.",
                    **names,
                )
            )
        if stage.heating_state == "cancelled":
            raise UserError(
                self.env._(
                    "Ticket %(number)s cannot be moved to “%(stage)s”: cancel it with "
                    "the button and say why.",
                    **names,
                )
            )
        if stage.heating_state == "done":
            raise UserError(
                self.env._(
                    "Ticket %(number)s cannot be moved to “%(stage)s”: report the "
                    "result with the button “Done”.",
                    **names,
                )
            )
        if self.heating_state not in OPEN_STATES or stage not in (
            self.team_id._get_applicable_stages()
        ):
            raise UserError(
                self.env._(
                    "Ticket %(number)s cannot be moved to “%(stage)s”: a follow-up "
                    "call re-opens it.",
                    **names,
                )
            )
        worker = vals.get("user_id", self.user_id.id)
        if (stage.heating_state == "new") == bool(worker):
            raise UserError(
                self.env._(
                    "Ticket %(number)s cannot be moved to “%(stage)s”: new tickets "
                    "have no field worker, all others have one.",
                    **names,
                )
            )

    @api.constrains("stage_id", "team_id", "active")
    def _check_ended(self):
        """The last line: no way at all leads to an end without its record."""
        # not by the ticket's own heating_service: it may be under computation here
        for ticket in self.sudo().filtered("team_id.heating_service"):
            if not ticket.stage_id.heating_state:
                raise ValidationError(
                    self.env._(
                        "Ticket %(number)s: “%(stage)s” is no stage of its team.",
                        number=ticket.number,
                        stage=ticket.stage_id.name or "",
                    )
                )
            calls = ticket.follow_up_ids.filtered(
                lambda call, ticket=ticket: (
                    call.satisfied
                    and call.called_by_id not in ticket.worked_by_ids
                    and ticket.done_date
                    and call.called_at >= ticket.done_date
                )
            )
            if ticket.heating_state == "closed" and not calls:
                raise ValidationError(
                    self.env._(
                        "Ticket %(number)s cannot be closed: nobody but those who "
                        "worked on it has asked the customer.",
                        number=ticket.number,
                    )
                )
            if ticket.heating_state == "cancelled" and not ticket.cancel_reason:
                raise ValidationError(
                    self.env._(
                        "Ticket %(number)s cannot be cancelled without a reason.",
                        number=ticket.number,
                    )
                )

    def _check_agent(self):
        if not self.env.user.has_group("heating_customer.group_service_agent"):
            raise AccessError(self.env._("Only service agents can do this."))
        self.check_access("write")

    def _check_state(self, states):
        for ticket in self:
            if ticket.heating_state not in states:
                raise UserError(
                    self.env._(
                        "Ticket %(number)s is in “%(stage)s”: this step is not "
                        "possible there.",
                        number=ticket.number,
                        stage=ticket.stage_id.name,
                    )
                )

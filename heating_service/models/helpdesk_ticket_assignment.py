from odoo import Command, models
from odoo.exceptions import UserError

from ..const import OPEN_STATES


class HelpdeskTicket(models.Model):
    """Who a heating service ticket is given to, and what follows from it."""

    _inherit = "helpdesk.ticket"

    def _check_assignment(self, user):
        """Whether the caller may give the tickets to *user*, and *user* can do them."""
        if not self:
            return
        self._check_agent()
        user_sudo = user.sudo()
        roles = ("field_worker", "service_agent")
        if user_sudo and not (
            user_sudo.active
            and any(user_sudo.has_group(f"heating_customer.group_{r}") for r in roles)
        ):
            raise UserError(
                self.env._(
                    "%(user)s is neither a field worker nor a service agent.",
                    user=user_sudo.name,
                )
            )
        branches = user_sudo.heating_branch_ids
        for branch in self.branch_id if branches else ():
            if branch not in branches:
                raise UserError(
                    self.env._(
                        "%(user)s does not work for %(branch)s.",
                        user=user_sudo.name,
                        branch=branch.name,
                    )
                )

    def _follow_assignment(self, previous):
        """Keep step, followers and the list of workers in line with the assignment.

        :param dict previous: ticket id → the user assigned before
        """
        for ticket in self.filtered("heating_service"):
            user, before = ticket.user_id, previous.get(ticket.id)
            vals = {}
            if user and ticket.heating_state == "new":
                vals["stage_id"] = ticket._get_stage("assigned").id
            elif not user and ticket.heating_state in OPEN_STATES:
                vals["stage_id"] = ticket._get_stage("new").id
            if user:
                vals["worked_by_ids"] = [Command.link(user.id)]
            if vals:
                ticket._flow_write(vals)
            if before and before != user:
                # followers may read a ticket; this is no longer theirs
                ticket.sudo().message_unsubscribe(before.partner_id.ids)

    def _get_stage(self, state):
        """The stage of the ticket's team that stands for *state*."""
        self.ensure_one()
        stage = self.team_id.sudo()._get_applicable_stages()
        stage = stage.filtered(lambda s: s.heating_state == state)[:1]
        if not stage:
            raise UserError(
                self.env._(
                    "The team %(team)s has no stage for this step. An administrator "
                    "can add it under Helpdesk, Configuration, Stages.",
                    team=self.team_id.name,
                )
            )
        return stage

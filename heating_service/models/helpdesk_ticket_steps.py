from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..const import OPEN_STATES


class HelpdeskTicket(models.Model):
    """The steps of a heating service ticket, each checking who takes it."""

    _inherit = "helpdesk.ticket"

    # === ACTIONS: OPEN A DIALOGUE === #

    def _open_dialogue(self, model, name, **defaults):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{key}": value for key, value in defaults.items()},
        }

    def action_open_assign(self):
        """Ask which field worker gets the tickets."""
        self._check_agent()
        return self._open_dialogue(
            "helpdesk.ticket.assign", self.env._("Assign"), ticket_ids=self.ids
        )

    def action_open_done(self):
        """Ask for the result of the work."""
        self.ensure_one()
        return self._open_dialogue(
            "helpdesk.ticket.done", self.env._("Report the Result"), ticket_id=self.id
        )

    def action_open_cancel(self):
        """Ask why the ticket is cancelled."""
        self.ensure_one()
        return self._open_dialogue(
            "helpdesk.ticket.cancel", self.env._("Cancel the Ticket"), ticket_id=self.id
        )

    def action_follow_up(self):
        """Open a follow-up call; saving it closes or re-opens the ticket."""
        self.ensure_one()
        self._check_follow_up_allowed()
        return self._open_dialogue(
            "heating.follow.up", self.env._("Follow-up Call"), ticket_id=self.id
        )

    def action_view_follow_ups(self):
        """Open the follow-up calls of the ticket."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_service.heating_follow_up_action"
        )
        action["domain"] = [("ticket_id", "=", self.id)]
        return action

    # === ACTIONS: TAKE A STEP === #

    def action_assign(self, user_id):
        """Give the tickets to a field worker.

        :param int user_id: id of a field worker or service agent
        """
        self._check_agent()
        self._check_state(OPEN_STATES)
        user = self.env["res.users"].browse(user_id).exists()
        if not user:
            raise UserError(self.env._("Choose a field worker."))
        self.write({"user_id": user.id})

    def assign_to_me(self):
        """Override of `helpdesk_mgmt`: heating tickets are taken, see `action_take`."""
        if self.heating_service:
            return self.action_take()
        return super().assign_to_me()

    def action_take(self):
        """Take a new ticket: field workers those of their stations, agents any."""
        self._check_field()
        self._check_state(("new",))
        for ticket in self:
            ticket._flow_write(
                {
                    "user_id": self.env.uid,
                    "stage_id": ticket._get_stage("assigned").id,
                    "worked_by_ids": [Command.link(self.env.uid)],
                }
            )

    def action_start(self):
        """Say that the work has begun."""
        self._check_own_work()
        self._check_state(("assigned",))
        for ticket in self:
            ticket._flow_write({"stage_id": ticket._get_stage("in_progress").id})

    def action_done(self, result):
        """Report the result; the ticket then waits for the follow-up call.

        :param str result: what was found and done, in words
        """
        self._check_own_work()
        self._check_state(("assigned", "in_progress"))
        result = self._clean_text(result)
        if not result:
            raise UserError(self.env._("Write down what was found and done."))
        for ticket in self:
            workers = ticket.user_id | self.env.user
            ticket._flow_write(
                {
                    "result": result,
                    "done_by_id": self.env.uid,
                    "done_date": fields.Datetime.now(),
                    "worked_by_ids": [Command.link(user.id) for user in workers],
                    "stage_id": ticket._get_stage("done").id,
                }
            )

    def action_cancel(self, reason):
        """End tickets that need no work: a double call, a wrong number.

        Done tickets are not cancelled but followed up, and nobody cancels what they
        were assigned.

        :param str reason: why, in words
        """
        self._check_agent()
        self._check_state(OPEN_STATES)
        self._check_not_worked_on()
        reason = self._clean_text(reason)
        if not reason:
            raise UserError(self.env._("Say why the ticket is cancelled."))
        for ticket in self:
            ticket._flow_write(
                {
                    "cancel_reason": reason,
                    "follow_up_asked_at": False,
                    "stage_id": ticket._get_stage("cancelled").id,
                }
            )

    # === FOLLOW-UP === #

    def _check_follow_up_allowed(self):
        """Whether the caller may record a follow-up call for the tickets now."""
        self._check_agent()
        for ticket in self:
            if not ticket._is_waiting_for_call():
                raise UserError(
                    self.env._(
                        "Ticket %(number)s is in “%(stage)s” and waits for no "
                        "follow-up call.",
                        number=ticket.number,
                        stage=ticket.stage_id.name,
                    )
                )
        self._check_not_worked_on()

    def _apply_follow_up(self, call):
        """Let the customer's answer decide: close, re-open or wait.

        :param call: the heating.follow.up just recorded
        """
        self.ensure_one()
        if not call.reached:
            return
        vals = {"follow_up_asked_at": False}
        if call.satisfied and self.heating_state == "done":
            vals["stage_id"] = self._get_stage("closed").id
        elif not call.satisfied:
            state = "assigned" if self.user_id else "new"
            vals.update(
                stage_id=self._get_stage(state).id,
                reopen_count=self.reopen_count + 1,
                result=False,
                done_by_id=False,
                done_date=False,
                closed_date=False,
            )
        self._flow_write(vals)
        if not call.satisfied:
            # the worker has no access to the calls, but must know what is wrong
            self.sudo().message_post(
                body=self.env._(
                    "Re-opened after a follow-up call: %(remark)s", remark=call.remark
                ),
                subtype_xmlid="mail.mt_note",
                partner_ids=self.user_id.partner_id.ids,
            )

    # === WHO === #

    @api.model
    def _clean_text(self, text):
        return text.strip() if isinstance(text, str) else ""

    def _check_field(self):
        """Whether the caller works in the field or service and sees the tickets."""
        if not self.env.user.has_groups(
            "heating_customer.group_field_worker,heating_customer.group_service_agent"
        ):
            raise AccessError(
                self.env._("Only field workers and service agents can do this.")
            )
        self.check_access("read")

    def _check_own_work(self):
        """Whether the caller is the assigned worker, or an agent for them."""
        self._check_field()
        if self.env.user.has_group("heating_customer.group_service_agent"):
            return
        for ticket in self:
            if ticket.user_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "Ticket %(number)s is not assigned to you.",
                        number=ticket.number,
                    )
                )

    def _check_not_worked_on(self):
        for ticket in self:
            if self.env.user in ticket.sudo().worked_by_ids:
                raise UserError(
                    self.env._(
                        "You worked on ticket %(number)s. Somebody else has to ask the "
                        "customer before it ends.",
                        number=ticket.number,
                    )
                )

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HeatingServiceCommon


@tagged("post_install", "-at_install")
class TestTicketGuard(HeatingServiceCommon):
    """No way around the follow-up call: by RPC, kanban, import or settings."""

    def test_no_stage_that_ends_or_skips_by_hand(self):
        foreign = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        for make in (self._ticket, self._done_ticket):
            ticket = make()
            before = ticket.heating_state
            refused = [self.stages["closed"], self.stages["cancelled"], foreign]
            if before != "done":
                refused.append(self.stages["done"])
            for user in (self.agent, self.agent_2, self.env.ref("base.user_admin")):
                for stage in refused:
                    with self.subTest(before=before, user=user.name, to=stage.name):
                        with self.assertRaisesRegex(UserError, "cannot be moved"):
                            ticket.with_user(user).write({"stage_id": stage.id})
            self.assertEqual(ticket.heating_state, before)

    def test_closing_in_words(self):
        with self.assertRaisesRegex(
            UserError, "closed by a follow-up call of somebody who did not work on it"
        ):
            self._done_ticket().write({"stage_id": self.stages["closed"].id})

    def test_superuser_code_cannot_close_either(self):
        ticket = self._done_ticket()
        with self.assertRaisesRegex(UserError, "cannot be moved"):
            ticket.sudo().stage_id = self.stages["closed"]
        with self.assertRaisesRegex(ValidationError, "cannot be closed"):
            ticket._flow_write({"stage_id": self.stages["closed"].id})

    def test_done_and_closed_do_not_go_back_by_hand(self):
        done, closed = self._done_ticket(), self._done_ticket()
        self._follow_up(closed)
        for ticket in (done, closed):
            for state in ("new", "assigned", "in_progress"):
                with self.assertRaisesRegex(UserError, "re-opens it"):
                    ticket.write({"stage_id": self.stages[state].id})

    def test_cards_move_between_open_steps(self):
        ticket = self._ticket()
        with self.assertRaisesRegex(UserError, "all others have one"):
            ticket.write({"stage_id": self.stages["in_progress"].id})
        ticket.action_assign(self.worker.id)
        ticket.write({"stage_id": self.stages["in_progress"].id})
        self.assertEqual(ticket.heating_state, "in_progress")
        with self.assertRaisesRegex(UserError, "all others have one"):
            ticket.write({"stage_id": self.stages["new"].id})
        with self.assertRaisesRegex(UserError, "always stands in a stage"):
            ticket.write({"stage_id": False})

    def test_a_context_is_no_key(self):
        ticket = self._done_ticket()
        for key in (True, "heating_service_flow", "<object object>"):
            with self.assertRaisesRegex(UserError, "cannot be moved"):
                ticket.with_context(heating_service_flow=key).write(
                    {"stage_id": self.stages["closed"].id}
                )

    def test_tickets_begin_as_new(self):
        for state in ("assigned", "in_progress", "done", "closed", "cancelled"):
            with self.assertRaisesRegex(UserError, "begins as new"):
                self._ticket(stage_id=self.stages[state].id)
        foreign = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        with self.assertRaisesRegex(UserError, "begins as new"):
            self._ticket(stage_id=foreign.id)
        tickets = self.env["helpdesk.ticket"].with_user(self.agent)
        ticket = tickets.with_context(
            default_stage_id=self.stages["closed"].id,
            default_result="Never done",
            default_done_date="2026-01-01 00:00:00",
            default_reopen_count=7,
        ).create({"name": "Sly", "description": "Sly"})
        self.assertRecordValues(
            ticket,
            [
                {
                    "heating_state": "new",
                    "result": False,
                    "done_date": False,
                    "reopen_count": 0,
                }
            ],
        )

    def test_history_is_not_written_by_hand(self):
        ticket = self._ticket()
        for vals in (
            {"result": "Done, believe me"},
            {"done_date": "2026-11-20 10:00:00"},
            {"done_by_id": self.worker.id},
            {"worked_by_ids": [(5,)]},
            {"reopen_count": 0},
            {"closed_date": "2026-11-20 10:00:00"},
            {"cancel_reason": "because"},
            {"follow_up_ids": [(0, 0, {"outcome": "satisfied", "rating": "5"})]},
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "not by hand"):
                ticket.write(vals)
        with self.assertRaisesRegex(UserError, "not by hand"):
            self._ticket(result="Done before it began")

    def test_a_copy_starts_afresh(self):
        ticket = self._done_ticket()
        self._follow_up(ticket)
        copy = ticket.copy()
        self.assertRecordValues(
            copy,
            [{"result": False, "done_date": False, "closed": False, "kind": "repair"}],
        )
        self.assertFalse(copy.with_user(self.agent).follow_up_count)

    def test_no_archiving_of_what_is_open(self):
        ticket = self._done_ticket()
        with self.assertRaisesRegex(UserError, "Only closed and cancelled"):
            ticket.action_archive()
        self._follow_up(ticket)
        ticket.action_archive()
        self.assertFalse(ticket.active)

    def test_no_deleting(self):
        ticket = self._ticket()
        with self.assertRaises(AccessError):
            ticket.unlink()
        with self.assertRaisesRegex(UserError, "not deleted"):
            ticket.with_user(self.administrator).unlink()

    def test_no_leaving_the_team(self):
        other = self.env["helpdesk.ticket.team"].create({"name": "IT"})
        ticket = self._ticket()
        for user in (self.agent, self.administrator):
            for team_id in (other.id, False):
                with self.assertRaisesRegex(UserError, "stays with"):
                    ticket.with_user(user).write({"team_id": team_id})
        with self.assertRaisesRegex(ValidationError, "belongs to a heating service"):
            self._ticket(self.env.ref("base.user_admin"), team_id=other.id)

    def test_the_team_keeps_its_way_once_it_has_tickets(self):
        self._ticket()
        with self.assertRaisesRegex(UserError, "has tickets already"):
            self.team.with_user(self.administrator).heating_service = False

    @mute_logger("odoo.sql_db")
    def test_no_stage_learns_to_close(self):
        self._ticket()
        for stage, vals in (
            (self.stages["new"], {"closed": True}),
            (self.stages["closed"], {"close_from_portal": True}),
        ):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                stage.write(vals)
                stage.flush_recordset()
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            self.stages["new"].write({"heating_state": "closed", "closed": True})
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            self.stages["new"].write({"active": False})

    def test_the_duplicate_wizard_does_not_close(self):
        ticket, other = self._ticket(), self._ticket()
        admin = self.env.ref("base.user_admin")
        wizard = (
            self.env["helpdesk.ticket.duplicate.wizard"]
            .with_user(admin)
            .create(
                {
                    "ticket_id": ticket.id,
                    "duplicate_of_id": other.id,
                    "target_stage_id": self.stages["closed"].id,
                }
            )
        )
        with self.assertRaisesRegex(UserError, "cannot be moved"):
            wizard.action_confirm()

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import HeatingServiceCommon


@tagged("post_install", "-at_install")
class TestTicketWay(HeatingServiceCommon):
    """The way of a ticket, each step by the one whose step it is."""

    def test_from_the_call_to_the_closed_ticket(self):
        ticket = self._ticket()
        self.assertRecordValues(
            ticket,
            [
                {
                    "heating_state": "new",
                    "stage_id": self.stages["new"].id,
                    "team_id": self.team.id,
                    "user_id": False,
                    "partner_id": self.customer.id,
                    "branch_id": self.east.id,
                    "station_id": self.station_east.id,
                    "address": "Garden ST-0001101",
                }
            ],
        )
        ticket.action_assign(self.worker.id)
        self.assertEqual(ticket.heating_state, "assigned")
        self.assertTrue(ticket.assigned_date)
        work = ticket.with_user(self.worker)
        work.action_start()
        self.assertEqual(ticket.heating_state, "in_progress")
        work.action_done("  Valve changed ")
        self.assertRecordValues(
            ticket,
            [
                {
                    "heating_state": "done",
                    "result": "Valve changed",
                    "done_by_id": self.worker.id,
                    "closed_date": False,
                }
            ],
        )
        call = self._follow_up(ticket)
        self.assertRecordValues(
            call,
            [
                {
                    "called_by_id": self.agent_2.id,
                    "worker_id": self.worker.id,
                    "result": "Valve changed",
                    "reached": True,
                    "satisfied": True,
                    "branch_id": self.east.id,
                }
            ],
        )
        self.assertEqual(ticket.heating_state, "closed")
        self.assertTrue(ticket.closed)
        self.assertTrue(ticket.closed_date)
        self.assertEqual(ticket.reopen_count, 0)

    def test_the_agent_who_took_the_call_may_follow_up(self):
        ticket = self._done_ticket()
        self._follow_up(ticket, self.agent)
        self.assertEqual(ticket.heating_state, "closed")

    def test_unsatisfied_customer_reopens(self):
        ticket = self._done_ticket()
        call = self._follow_up(ticket, outcome="unsatisfied")
        self.assertRecordValues(
            ticket,
            [
                {
                    "heating_state": "assigned",
                    "user_id": self.worker.id,
                    "reopen_count": 1,
                    "result": False,
                    "done_date": False,
                    "closed": False,
                }
            ],
        )
        # the worker reads what is wrong, though not the call itself
        messages = ticket.with_user(self.worker).message_ids
        self.assertIn("Still drips", "".join(messages.mapped("body")))
        ticket.with_user(self.worker).action_done("Seal changed too")
        second = self._follow_up(ticket)
        self.assertEqual(second.result, "Seal changed too")
        self.assertEqual(call.result, "Valve changed")
        self.assertEqual(ticket.heating_state, "closed")
        self.assertEqual(ticket.reopen_count, 1)

    def test_the_first_answer_does_not_close_the_second_work(self):
        """A satisfied call of before the re-opening is no answer to later work."""
        ticket = self._done_ticket()
        self._follow_up(ticket)
        ticket._ask_follow_up()
        self._follow_up(ticket, outcome="unsatisfied")
        ticket.with_user(self.worker).action_done("Again")
        ticket.sudo().follow_up_ids.filtered("satisfied")._write(
            {"called_at": "2020-01-01 00:00:00"}
        )
        ticket.sudo().follow_up_ids.invalidate_recordset()
        with self.assertRaisesRegex(ValidationError, "cannot be closed"):
            ticket._flow_write({"stage_id": self.stages["closed"].id})

    def test_not_reached_leaves_the_ticket_waiting(self):
        ticket = self._done_ticket()
        self._follow_up(ticket, outcome="not_reached")
        self.assertEqual(ticket.heating_state, "done")
        self.assertEqual(ticket.with_user(self.agent).follow_up_count, 1)
        self._follow_up(ticket)
        self.assertEqual(ticket.heating_state, "closed")

    def test_who_worked_does_not_follow_up(self):
        ticket = self._ticket()
        ticket.action_assign(self.both.id)
        ticket.with_user(self.both).action_done("Done by myself")
        with self.assertRaisesRegex(UserError, "You worked on ticket"):
            self._follow_up(ticket, self.both)
        self.assertFalse(ticket.with_user(self.both).can_follow_up)
        self.assertTrue(ticket.with_user(self.agent).can_follow_up)
        self.assertEqual(ticket.heating_state, "done")

    def test_who_was_assigned_before_does_not_follow_up(self):
        ticket = self._ticket()
        ticket.action_assign(self.both.id)
        ticket.action_assign(self.worker.id)
        ticket.with_user(self.worker).action_done("Done")
        with self.assertRaisesRegex(UserError, "You worked on ticket"):
            self._follow_up(ticket, self.both)

    def test_who_reported_for_the_worker_does_not_follow_up(self):
        ticket = self._ticket()
        ticket.action_assign(self.worker.id)
        ticket.with_user(self.agent).action_done("The worker said so on the phone")
        with self.assertRaisesRegex(UserError, "You worked on ticket"):
            self._follow_up(ticket, self.agent)
        self._follow_up(ticket, self.agent_2)

    def test_field_workers_do_not_follow_up(self):
        ticket = self._done_ticket()
        for user in (self.worker, self.worker_2):
            with self.assertRaises(AccessError):
                self._follow_up(ticket, user)

    def test_caller_is_whoever_records_the_call(self):
        ticket = self._done_ticket()
        call = self._follow_up(
            ticket,
            called_by_id=self.manager.id,
            worker_id=self.agent_2.id,
            result="Nothing",
        )
        self.assertEqual(call.called_by_id, self.agent_2)
        self.assertEqual(call.worker_id, self.worker)
        self.assertEqual(call.result, "Valve changed")

    def test_calls_stay_as_they_were_recorded(self):
        call = self._follow_up(self._done_ticket(), outcome="not_reached")
        for change in (
            lambda: call.write({"outcome": "satisfied"}),
            lambda: call.sudo().write({"remark": "nicer"}),
            lambda: call.sudo().unlink(),
        ):
            with self.assertRaises(AccessError):
                change()

    def test_no_call_before_the_work_is_done(self):
        ticket = self._ticket()
        for step in (
            lambda: None,
            lambda: ticket.action_assign(self.worker.id),
            lambda: ticket.with_user(self.worker).action_start(),
        ):
            step()
            with self.assertRaisesRegex(UserError, "waits for no follow-up"):
                self._follow_up(ticket)
        # a ticket sent as a default is looked at too
        with self.assertRaisesRegex(UserError, "waits for no follow-up"):
            self.env["heating.follow.up"].with_user(self.agent_2).with_context(
                default_ticket_id=ticket.id
            ).create({"outcome": "satisfied", "rating": "5"})

    def test_call_lies_between_work_and_now(self):
        ticket = self._done_ticket()
        for moment in ("2020-01-01 00:00:00", "2999-01-01 00:00:00"):
            with self.assertRaisesRegex(ValidationError, "between the moment"):
                self._follow_up(ticket, called_at=moment)

    @mute_logger("odoo.sql_db")
    def test_answers_need_a_rating_and_complaints_a_reason(self):
        ticket = self._done_ticket()
        for values, constraint in (
            ({"rating": "0"}, "rated_when_reached"),
            ({"outcome": "not_reached", "rating": "5"}, "rated_when_reached"),
            ({"outcome": "unsatisfied", "remark": "  "}, "unsatisfied_says_why"),
        ):
            with (
                self.subTest(values),
                self.assertRaisesRegex(IntegrityError, constraint),
                self.cr.savepoint(),
            ):
                self._follow_up(ticket, **values)

    def test_customer_asks_again_after_closing(self):
        ticket = self._done_ticket()
        self._follow_up(ticket)
        with self.assertRaisesRegex(UserError, "waits for no follow-up"):
            self._follow_up(ticket)
        ticket._ask_follow_up()
        self.assertTrue(ticket.follow_up_asked_at)
        self._follow_up(ticket, outcome="unsatisfied")
        self.assertRecordValues(
            ticket,
            [
                {
                    "heating_state": "assigned",
                    "reopen_count": 1,
                    "follow_up_asked_at": False,
                    "closed_date": False,
                }
            ],
        )

    def test_result_is_required(self):
        ticket = self._ticket()
        ticket.action_assign(self.worker.id)
        for result in ("", "   ", False, ["x"]):
            with self.assertRaisesRegex(UserError, "Write down what was found"):
                ticket.with_user(self.worker).action_done(result)
        self.assertEqual(ticket.heating_state, "assigned")

    def test_workers_report_their_own_tickets_only(self):
        ticket = self._ticket()
        ticket.action_assign(self.worker.id)
        for step in (
            lambda work: work.action_start(),
            lambda work: work.action_done("Not mine"),
        ):
            with self.assertRaises(AccessError):
                step(ticket.with_user(self.worker_2))

    def test_worker_takes_a_new_ticket_of_the_station(self):
        ticket = self._ticket()
        ticket.with_user(self.worker).action_take()
        self.assertEqual(ticket.user_id, self.worker)
        self.assertEqual(ticket.heating_state, "assigned")
        with self.assertRaises(AccessError):
            ticket.with_user(self.worker_2).action_take()
        with self.assertRaises(AccessError):
            self._ticket().with_user(self.worker_west).action_take()
        with self.assertRaisesRegex(UserError, "not possible"):
            ticket.with_user(self.agent).assign_to_me()

    def test_cancelling_needs_a_reason_and_clean_hands(self):
        ticket = self._ticket()
        with self.assertRaisesRegex(UserError, "Say why"):
            ticket.action_cancel(" ")
        with self.assertRaises(AccessError):
            ticket.with_user(self.worker).action_cancel("No time")
        ticket.action_assign(self.both.id)
        with self.assertRaisesRegex(UserError, "You worked on ticket"):
            ticket.with_user(self.both).action_cancel("No time")
        ticket.action_cancel("Second call about the same leak")
        self.assertEqual(ticket.heating_state, "cancelled")
        self.assertEqual(ticket.cancel_reason, "Second call about the same leak")

    def test_done_tickets_are_not_cancelled(self):
        ticket = self._done_ticket()
        with self.assertRaisesRegex(UserError, "not possible"):
            ticket.with_user(self.agent_2).action_cancel("Too many calls to make")

    def test_hours_until_done(self):
        ticket = self._ticket()
        ticket._write({"create_date": "2026-11-20 08:00:00"})
        ticket.invalidate_recordset()
        self.env.add_to_compute(ticket._fields["deadline"], ticket)
        self.assertEqual(str(ticket.deadline), "2026-11-21 08:00:00")
        ticket.action_assign(self.worker.id)
        ticket._flow_write({"done_date": "2026-11-20 14:30:00"})
        self.assertEqual(ticket.time_to_done, 6.5)

    def test_dialogues_take_the_steps(self):
        ticket = self._ticket()
        ticket.action_assign(self.worker.id)
        action = ticket.with_user(self.worker).action_open_done()
        wizard = Form(
            self.env[action["res_model"]]
            .with_user(self.worker)
            .with_context(**action["context"])
        )
        wizard.result = "Vented"
        wizard.save().action_confirm()
        self.assertEqual(ticket.result, "Vented")
        action = ticket.with_user(self.agent_2).action_follow_up()
        form = Form(
            self.env[action["res_model"]]
            .with_user(self.agent_2)
            .with_context(**action["context"])
        )
        form.outcome = "satisfied"
        form.rating = "5"
        form.save()
        self.assertEqual(ticket.heating_state, "closed")
        other = self._ticket()
        action = other.action_open_cancel()
        wizard = Form(
            self.env[action["res_model"]]
            .with_user(self.agent)
            .with_context(**action["context"])
        )
        wizard.reason = "Wrong number"
        wizard.save().action_confirm()
        self.assertEqual(other.heating_state, "cancelled")

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import HeatingServiceCommon


@tagged("post_install", "-at_install")
class TestDispatch(HeatingServiceCommon):
    """Who gets a ticket, and what follows from it."""

    def test_assigning_in_the_form_or_by_rpc_is_the_same_step(self):
        ticket = self._ticket()
        ticket.write({"user_id": self.worker.id})
        self.assertEqual(ticket.heating_state, "assigned")
        self.assertIn(self.worker, ticket.worked_by_ids)
        ticket.write({"user_id": False})
        self.assertEqual(ticket.heating_state, "new")
        self.assertIn(self.worker, ticket.worked_by_ids)
        ticket = self._ticket(user_id=self.worker.id)
        self.assertEqual(ticket.heating_state, "assigned")
        self.assertIn(self.worker, ticket.worked_by_ids)

    def test_only_field_and_service_staff_are_assigned(self):
        for user in (self.cashier, self.owner, self.manager):
            with self.assertRaisesRegex(UserError, "neither a field worker"):
                self._ticket().action_assign(user.id)
            with self.assertRaisesRegex(UserError, "neither a field worker"):
                self._ticket(user_id=user.id)
        with self.assertRaisesRegex(UserError, "Choose a field worker"):
            self._ticket().action_assign(0)

    def test_workers_of_another_branch_are_not_assigned(self):
        with self.assertRaisesRegex(UserError, "does not work for Service Test East"):
            self._ticket().action_assign(self.worker_west.id)

    def test_only_agents_assign(self):
        ticket = self._ticket()
        for user in (self.worker, self.manager, self.administrator, self.owner):
            with self.assertRaises(AccessError):
                ticket.with_user(user).action_assign(self.worker.id)
            with self.assertRaises(AccessError):
                ticket.with_user(user).write({"user_id": self.worker.id})

    def test_no_reassigning_after_the_work(self):
        ticket = self._done_ticket()
        with self.assertRaisesRegex(UserError, "not possible"):
            ticket.write({"user_id": self.worker_2.id})

    def test_the_former_worker_no_longer_reads_it(self):
        ticket = self._ticket()
        ticket.action_assign(self.worker.id)
        self.assertTrue(ticket.with_user(self.worker).has_access("read"))
        ticket.action_assign(self.worker_2.id)
        self.assertFalse(ticket.with_user(self.worker).has_access("read"))

    def test_dialogue_offers_workers_in_reach_and_their_load(self):
        self._ticket(user_id=self.worker.id)
        tickets = self._ticket() + self._ticket()
        action = tickets.action_open_assign()
        wizard = Form(
            self.env[action["res_model"]]
            .with_user(self.agent)
            .with_context(**action["context"])
        )
        candidates = self.env["res.users"].browse(wizard.candidate_ids.ids)
        self.assertLessEqual(self.worker | self.worker_2 | self.both, candidates)
        self.assertNotIn(self.worker_west, candidates)
        self.assertNotIn(self.agent, candidates)
        self.assertFalse(wizard.user_id)
        wizard.user_id = self.worker
        self.assertEqual(wizard.open_count, 1)
        wizard.save().action_confirm()
        self.assertEqual(tickets.user_id, self.worker)

    def test_dialogue_does_not_offer_administrators(self):
        everything = self._make_user("everything", ["field_worker", "administrator"])
        wizard = (
            self.env["helpdesk.ticket.assign"]
            .with_user(self.agent)
            .create({"ticket_ids": self._ticket().ids, "user_id": self.worker.id})
        )
        self.assertIn(self.worker, wizard.candidate_ids)
        self.assertNotIn(everything, wizard.candidate_ids)

    def test_dialogue_suggests_the_only_worker_of_the_station(self):
        self.worker_2.heating_station_ids = False
        action = self._ticket().action_open_assign()
        wizard = Form(
            self.env[action["res_model"]]
            .with_user(self.agent)
            .with_context(**action["context"])
        )
        self.assertEqual(wizard.user_id, self.worker)

    def test_board_shows_the_service_stages_only(self):
        self._ticket()
        groups = (
            self.env["helpdesk.ticket"]
            .with_user(self.agent)
            .with_context(heating_stages_only=True, read_group_expand=True)
            .web_read_group(
                [("household_id", "=", self.household.id)], ["stage_id"], ["__count"]
            )["groups"]
        )
        shown = [group["stage_id"][0] for group in groups]
        self.assertEqual(shown, [stage.id for stage in self.stages.values()])

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HeatingServiceCommon


@tagged("post_install", "-at_install")
class TestAccess(HeatingServiceCommon):
    """Who may see and change what, role by role."""

    def _sees(self, ticket, user):
        found = self.env["helpdesk.ticket"].with_user(user).search([])
        listed = ticket.id in found.ids
        self.assertEqual(ticket.with_user(user).has_access("read"), listed)
        return listed

    def test_roles_by_operation(self):
        ticket = self._ticket()
        call = self._follow_up(self._done_ticket(), outcome="not_reached")
        #             role, ticket, follow-up call: what each may do
        expected = [
            (self.agent, {"read", "write", "create"}, {"read", "create"}),
            (self.worker, {"read"}, set()),
            (self.manager, {"read"}, {"read"}),
            (self.administrator, {"read", "write", "create", "unlink"}, {"read"}),
            (self.cashier, set(), set()),
            (self.owner, {"read"}, set()),
            (self.stranger, set(), set()),
            (self.env.ref("base.public_user"), set(), set()),
        ]
        operations = ("read", "write", "create", "unlink")
        for user, on_ticket, on_call in expected:
            for record, allowed in ((ticket, on_ticket), (call, on_call)):
                with self.subTest(user=user.login, model=record._name):
                    self.assertEqual(
                        {o for o in operations if record.with_user(user).has_access(o)},
                        allowed,
                    )

    def test_only_administrators_belong_to_helpdesk_groups(self):
        groups = self.env["res.groups"].search(
            [
                (
                    "privilege_id",
                    "=",
                    self.env.ref("helpdesk_mgmt.group_helpdesk_privilege").id,
                )
            ]
        )
        for user in (self.agent, self.worker, self.manager, self.cashier):
            self.assertFalse(user.all_group_ids & groups)
        self.assertTrue(
            self.administrator.has_group("helpdesk_mgmt.group_helpdesk_manager")
        )

    def test_branches(self):
        east, west = (
            self._ticket(),
            self._ticket(household_id=self.household_west.id),
        )
        self.assertTrue(self._sees(east, self.agent))
        self.assertTrue(self._sees(west, self.agent))
        self.assertFalse(self._sees(east, self.agent_west))
        self.assertTrue(self._sees(west, self.agent_west))
        with self.assertRaises(AccessError):
            east.with_user(self.agent_west).write({"name": "Mine now"})
        with self.assertRaises(AccessError):
            self._ticket(self.agent_west)
        self.manager.heating_branch_ids = self.west
        self.assertFalse(self._sees(east, self.manager))

    def test_helpdesk_groups_open_no_other_branch(self):
        east = self._ticket()
        self.agent_west.group_ids += self.env.ref("helpdesk_mgmt.group_helpdesk_user")
        self.assertFalse(self._sees(east, self.agent_west))

    def test_calls_follow_the_branch(self):
        call = self._follow_up(self._done_ticket())
        self.assertTrue(call.with_user(self.manager).has_access("read"))
        self.assertFalse(call.with_user(self.agent_west).has_access("read"))

    def test_tickets_without_household(self):
        ticket = self._ticket(household_id=False)
        self.assertTrue(self._sees(ticket, self.agent))
        self.assertFalse(self._sees(ticket, self.agent_west))
        self.team.user_ids += self.agent_west
        self.env.registry.clear_cache()
        self.assertTrue(self._sees(ticket, self.agent_west))

    def test_workers_see_their_own_and_their_stations_new_tickets(self):
        ticket = self._ticket()
        self.assertTrue(self._sees(ticket, self.worker))
        self.assertTrue(self._sees(ticket, self.worker_2))
        self.assertFalse(self._sees(ticket, self.worker_west))
        ticket.action_assign(self.worker.id)
        self.assertTrue(self._sees(ticket, self.worker))
        self.assertFalse(self._sees(ticket, self.worker_2))
        with self.assertRaises(AccessError):
            ticket.with_user(self.worker).write({"name": "Nothing to do"})

    def test_theft_reports_are_not_open_to_all_workers(self):
        ticket = self._ticket(kind="theft_report")
        self.assertFalse(self._sees(ticket, self.worker))
        ticket.action_assign(self.worker.id)
        self.assertTrue(self._sees(ticket, self.worker))

    def test_stations_change_at_once_what_a_worker_sees(self):
        ticket = self._ticket()
        self.assertTrue(self._sees(ticket, self.worker))
        self.worker.heating_station_ids = False
        self.assertFalse(self._sees(ticket, self.worker))

    def test_householders_see_their_own(self):
        ticket = self._ticket()
        self.assertTrue(self._sees(ticket, self.owner))
        for user in (self.stranger, self.contact):
            self.assertFalse(self._sees(ticket, user))

    def test_colleagues_do_not_see_each_others_tickets(self):
        ticket = self._ticket(
            household_id=self.household_school.id, partner_id=self.contact.partner_id.id
        )
        self.assertTrue(self._sees(ticket, self.contact))
        self.assertFalse(self._sees(ticket, self.colleague))
        # following is no key either
        ticket.sudo().message_subscribe(self.colleague.partner_id.ids)
        self.assertFalse(self._sees(ticket, self.colleague))

    def test_the_reported_do_not_see_the_report(self):
        ticket = self._ticket(kind="theft_report")
        self.assertFalse(self._sees(ticket, self.owner))

    def test_the_next_owner_does_not_see_the_last_ones_tickets(self):
        ticket = self._ticket()
        self.env.flush_all()  # the transfer is another day
        self.household.customer_id = self.stranger.partner_id
        self.assertFalse(self._sees(ticket, self.stranger))
        self.assertTrue(self._sees(ticket, self.owner))
        self.assertTrue(self._sees(self._ticket(), self.stranger))

    def test_householders_do_not_read_what_is_internal(self):
        ticket = self._done_ticket().with_user(self.owner)
        self.assertEqual(ticket.result, "Valve changed")
        for name in ("worked_by_ids", "follow_up_ids", "household_summary"):
            with self.assertRaises(AccessError):
                ticket.read([name])
        self.assertNotIn("follow_up_ids", ticket.fields_get())

    def test_householders_get_no_file_of_an_internal_note(self):
        ticket = self._ticket()
        noted, handed_in = (
            self.env["ir.attachment"]
            .with_user(user)
            .sudo()
            .create(
                {
                    "name": user.login,
                    "raw": b"%PDF-1.4",
                    "res_model": "helpdesk.ticket",
                    "res_id": ticket.id,
                }
            )
            for user in (self.agent, self.owner)
        )
        self.assertTrue(noted.with_user(self.agent).has_access("read"))
        for file in (noted, handed_in):
            # without the token that the page gives out, nobody outside reads a file
            self.assertFalse(file.with_user(self.owner).has_access("read"))
        self.assertEqual(ticket._get_portal_files(), handed_in)

    def test_a_worker_adds_a_photo(self):
        ticket = self._ticket()
        ticket.action_assign(self.worker.id)
        message = ticket.with_user(self.worker).message_post(
            body="See photo", attachments=[("valve.png", b"\x89PNG\r\n\x1a\n")]
        )
        self.assertEqual(message.attachment_ids.name, "valve.png")

    @mute_logger("odoo.addons.base.models.ir_access")
    def test_visitors_do_not_write_stages(self):
        public = self.env.ref("base.public_user")
        with self.assertRaises(AccessError):
            self.stages["new"].with_user(public).write({"closed": True})

    def test_no_helpdesk_rule_is_global_and_for_groups(self):
        rules = self.env["ir.rule"].search([("model_id.model", "=like", "helpdesk.%")])
        self.assertTrue(rules)
        for rule in rules:
            self.assertNotEqual(rule["global"], bool(rule.groups), rule.name)

    def test_one_entrance_for_staff(self):
        menus = self.env["ir.ui.menu"]
        helpdesk = self.env.ref("helpdesk_mgmt.helpdesk_ticket_main_menu")
        service = self.env.ref("heating_service.menu_service")
        for user, sees_helpdesk, sees_service in (
            (self.agent, False, True),
            (self.worker, False, True),
            (self.manager, False, True),
            (self.cashier, False, False),
            (self.administrator, True, True),
        ):
            visible = menus.with_user(user)._visible_menu_ids()
            self.assertEqual(helpdesk.id in visible, sees_helpdesk, user.login)
            self.assertEqual(service.id in visible, sees_service, user.login)

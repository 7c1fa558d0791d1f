from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .common_portal import HeatingPortalTicketsCommon


@tagged("post_install", "-at_install")
class TestPortalClosing(HeatingPortalTicketsCommon):
    """Nobody closes a ticket from outside, by whatever route."""

    def _call(self, model, method, args, kwargs=None):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs or {}},
        )

    def test_nobody_closes_from_the_portal(self):
        stages = (
            self.stages["closed"],
            self.stages["cancelled"],
            self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done"),
        )
        done = self._done_ticket()
        before = {ticket: ticket.stage_id for ticket in (self.ticket, done)}
        users = [None, self.owner, self.contact, self.stranger, self.agent, self.worker]
        for user in users:
            self._login(user)
            for ticket in before:
                for stage in stages:
                    query = f"?ticket_id={ticket.id}&stage_id={stage.id}"
                    got = self.url_open(f"/ticket/close{query}", allow_redirects=False)
                    posted = self._post(
                        "/ticket/close", ticket_id=ticket.id, stage_id=stage.id
                    )
                    for response in (got, posted):
                        if user:
                            self.assertEqual(response.status_code, 403)
                            self._assert_says("follow-up call", response.text)
                        else:
                            self._assert_sent_away(response)
        self.env.invalidate_all()
        for ticket, stage in before.items():
            self.assertEqual(ticket.stage_id, stage)

    def test_nonsense_to_the_close_route_is_refused_too(self):
        self._login(self.owner)
        for query in ("", "?ticket_id=abc&stage_id=", "?ticket_id=999999999"):
            response = self.url_open(f"/ticket/close{query}", allow_redirects=False)
            self.assertEqual(response.status_code, 403)

    def test_a_ticket_of_another_team_is_not_closed_either(self):
        team = self.env["helpdesk.ticket.team"].create({"name": "IT"})
        ticket = self.env["helpdesk.ticket"].create(
            {
                "name": "Printer",
                "description": "Jam",
                "team_id": team.id,
                "partner_id": self.stranger.partner_id.id,
            }
        )
        done = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        for user in (self.owner, self.stranger):
            self._login(user)
            self._post("/ticket/close", ticket_id=ticket.id, stage_id=done.id)
        ticket.invalidate_recordset()
        self.assertFalse(ticket.closed)

    @mute_logger("odoo.http")
    def test_rpc_takes_no_step_for_outsiders(self):
        ticket = self._done_ticket()
        calls = [
            ("write", [[ticket.id], {"stage_id": self.stages["closed"].id}]),
            ("web_save", [[ticket.id], {"stage_id": self.stages["closed"].id}, {}]),
            ("action_cancel", [[ticket.id], "Go away"]),
            ("action_done", [[ticket.id], "Done"]),
            ("action_assign", [[ticket.id], self.worker.id]),
            ("action_follow_up", [[ticket.id]]),
            ("_flow_write", [[ticket.id], {"stage_id": self.stages["closed"].id}]),
            ("_apply_follow_up", [[ticket.id], False]),
            ("unlink", [[ticket.id]]),
            ("create", [{"name": "x", "description": "x"}]),
        ]
        for user in (self.owner, self.contact, self.stranger, self.manager):
            self._login(user)
            for method, args in calls:
                with self.subTest(user=user.login, method=method):
                    with self.assertRaises(JsonRpcException):
                        self._call("helpdesk.ticket", method, args)
            with self.assertRaises(JsonRpcException):
                self._call(
                    "heating.follow.up",
                    "create",
                    [{"ticket_id": ticket.id, "outcome": "satisfied", "rating": "5"}],
                )
        ticket.invalidate_recordset()
        self.assertEqual(ticket.heating_state, "done")

    @mute_logger("odoo.http")
    def test_rpc_with_a_context_closes_nothing(self):
        ticket = self._done_ticket()
        self._login(self.agent)
        with self.assertRaisesRegex(JsonRpcException, "Error"):
            self._call(
                "helpdesk.ticket",
                "write",
                [[ticket.id], {"stage_id": self.stages["closed"].id}],
                {"context": {"heating_service_flow": True}},
            )
        ticket.invalidate_recordset()
        self.assertEqual(ticket.heating_state, "done")

from odoo import http
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import HeatingServiceCommon

# Pages answer in the language that the database has: what is said in Chinese.
IN_CHINESE = {
    "follow-up call": "回访",
    "We will call you": "给您回电",
    "write a subject": "填写主题",
    "describe what": "情况",
    "subject may have": "主题最多",
    "description may have": "描述最多",
    "not a phone number": "电话",
    "one of your own households": "您名下的用热户",
    "choose what it is about": "请选择",
    "neither an image nor a PDF": "既不是图片",
    "Up to 5 files": "最多可上传 5 个附件",
    "is larger than": "超过",
    "Please wait a little": "请稍后再试",
}


class HeatingPortalCommon(HeatingServiceCommon, HttpCase):
    """Everything here goes over HTTP, as a browser or a program would send it."""

    def _login(self, user=None):
        self.authenticate(user and user.login, user and user.login)

    def _post(self, route, files=None, csrf=True, **data):
        if csrf:
            data["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(route, data=data, files=files, allow_redirects=False)

    def _assert_says(self, words, text):
        """*text* holds the English words, or the Chinese ones for them."""
        chinese = IN_CHINESE.get(words, words)
        self.assertTrue(words in text or chinese in text, f"{words!r} is not said")

    def _assert_sent_away(self, response, ticket=None):
        """To the login or to the portal's home, and not a word of the ticket."""
        self.assertIn(response.status_code, (302, 303))
        target = response.headers["Location"]
        self.assertTrue(target.endswith("/my") or "/web/login" in target, target)
        if ticket:
            self.assertNotIn(ticket.name, response.text)


@tagged("post_install", "-at_install")
class TestPortal(HeatingPortalCommon):
    """What householders, their colleagues, strangers and visitors reach."""

    def setUp(self):
        super().setUp()
        self.ticket = self._ticket(name="Owner's cold bedroom")
        self.school_ticket = self._ticket(
            name="School hall is cold",
            household_id=self.household_school.id,
            partner_id=self.contact.partner_id.id,
        )

    def _everybody_else(self):
        """Those who have nothing to do with the owner's ticket."""
        return [None, self.contact, self.stranger, self.agent_west]

    # === READING === #

    def test_lists_show_own_tickets_only(self):
        for user, sees_owner, sees_school in (
            (self.owner, True, False),
            (self.contact, False, True),
            (self.colleague, False, False),
            (self.stranger, False, False),
        ):
            with self.subTest(user.login):
                self._login(user)
                text = self.url_open("/my/tickets").text
                self.assertEqual("cold bedroom" in text, sees_owner)
                self.assertEqual("School hall" in text, sees_school)
        self._login()
        self._assert_sent_away(
            self.url_open("/my/tickets", allow_redirects=False), self.ticket
        )

    def test_staff_see_their_own_reports_in_the_portal_list_only(self):
        self._login(self.agent)
        text = self.url_open("/my/tickets").text
        self.assertIn("cold bedroom", text)  # written down by this agent
        self._login(self.agent_2)
        self.assertNotIn("cold bedroom", self.url_open("/my/tickets").text)

    def test_lists_take_no_harm_from_odd_parameters(self):
        self._login(self.owner)
        for query in (
            "sortby=drop+table",
            "filterby=closed%27--",
            "groupby=nonsense&search_in=secret&search=x",
            "date_begin=yesterday&date_end=%00",
        ):
            response = self.url_open(f"/my/tickets?{query}")
            self.assertEqual(response.status_code, 200, query)
            self.assertIn("cold bedroom", response.text)
        self.assertNotIn(
            "cold bedroom", self.url_open("/my/tickets?filterby=ended").text
        )

    def test_counter_counts_own_tickets(self):
        for user, count in ((self.owner, 1), (self.colleague, 0), (self.stranger, 0)):
            self._login(user)
            values = self.make_jsonrpc_request(
                "/my/counters", {"counters": ["ticket_count"]}
            )
            self.assertEqual(values["ticket_count"], count, user.login)

    def test_page_opens_for_its_owner_only(self):
        url = f"/my/ticket/{self.ticket.id}"
        self._login(self.owner)
        response = self.url_open(url, allow_redirects=False)
        self.assertEqual(response.status_code, 200)
        self.assertIn("cold bedroom", response.text)
        self.assertIn("Garden ST-0001101", response.text)
        for user in self._everybody_else():
            with self.subTest(user and user.login):
                self._login(user)
                self._assert_sent_away(
                    self.url_open(url, allow_redirects=False), self.ticket
                )

    def test_colleagues_do_not_open_each_others_tickets(self):
        url = f"/my/ticket/{self.school_ticket.id}"
        self._login(self.contact)
        self.assertIn("School hall", self.url_open(url).text)
        self._login(self.colleague)
        self._assert_sent_away(
            self.url_open(url, allow_redirects=False), self.school_ticket
        )

    def test_a_link_opens_the_page_without_persons(self):
        token = self.ticket.sudo()._portal_ensure_token()
        self._login()
        response = self.url_open(f"/my/ticket/{self.ticket.id}/{token}")
        self.assertIn("cold bedroom", response.text)
        for private in ("Wang Owner", "199 0770 4461", "Garden ST-0001101"):
            self.assertNotIn(private, response.text)
        self.assertNotIn("ask_follow_up", response.text)

    def test_a_wrong_link_opens_nothing(self):
        self.ticket.sudo()._portal_ensure_token()
        other = self.school_ticket.sudo()._portal_ensure_token()
        for user in (None, self.stranger):
            self._login(user)
            for token in ("0" * 36, other, "None", "False", "%00"):
                self._assert_sent_away(
                    self.url_open(
                        f"/my/ticket/{self.ticket.id}/{token}", allow_redirects=False
                    ),
                    self.ticket,
                )

    def test_a_missing_ticket_is_like_a_foreign_one(self):
        self._login(self.stranger)
        self._assert_sent_away(
            self.url_open("/my/ticket/999999999", allow_redirects=False)
        )

    def test_pages_offer_no_close_button(self):
        ticket = self._done_ticket()
        self._login(self.owner)
        for url in ("/my/tickets", f"/my/ticket/{ticket.id}", "/new/ticket"):
            self.assertNotIn("/ticket/close", self.url_open(url).text)
        self.assertIn("Valve changed", self.url_open(f"/my/ticket/{ticket.id}").text)

    # === CLOSING === #

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

    def _call(self, model, method, args, kwargs=None):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs or {}},
        )

    # === ASKING FOR A CALL === #

    def test_owner_asks_for_a_call(self):
        ticket = self._done_ticket()
        route = f"/my/ticket/{ticket.id}/ask_follow_up"
        self._login(self.owner)
        self.assertIn("ask_follow_up", self.url_open(f"/my/ticket/{ticket.id}").text)
        response = self._post(route)
        self.assertTrue(
            response.headers["Location"].endswith(f"/my/ticket/{ticket.id}")
        )
        ticket.invalidate_recordset()
        self.assertTrue(ticket.follow_up_asked_at)
        self.assertEqual(ticket.heating_state, "done")
        text = self.url_open(f"/my/ticket/{ticket.id}").text
        self._assert_says("We will call you", text)

    @mute_logger("odoo.http")
    def test_nobody_else_asks_for_a_call(self):
        ticket = self._done_ticket()
        route = f"/my/ticket/{ticket.id}/ask_follow_up"
        for user in [*self._everybody_else(), self.agent_2]:
            self._login(user)
            self._assert_sent_away(self._post(route))
        self._login(self.owner)
        self.assertEqual(self._post(route, csrf=False, call="1").status_code, 400)
        ticket.invalidate_recordset()
        self.assertFalse(ticket.follow_up_asked_at)

    def test_no_call_about_work_not_yet_done(self):
        self._login(self.owner)
        self._post(f"/my/ticket/{self.ticket.id}/ask_follow_up")
        self.ticket.invalidate_recordset()
        self.assertFalse(self.ticket.follow_up_asked_at)

    # === CHATTER AND FILES === #

    def _say(self, ticket, **params):
        return self.make_jsonrpc_request(
            "/mail/message/post",
            {
                "thread_model": "helpdesk.ticket",
                "thread_id": ticket.id,
                "post_data": {
                    "body": "A word from outside",
                    "message_type": "comment",
                    "subtype_xmlid": "mail.mt_comment",
                },
                **params,
            },
        )

    @mute_logger("odoo.http")
    def test_only_the_owner_writes_messages(self):
        before = len(self.ticket.message_ids)
        for user in self._everybody_else():
            self._login(user)
            for params in ({}, {"token": "0" * 36}):
                with self.subTest(user=user and user.login, params=params):
                    with self.assertRaises(JsonRpcException):
                        self._say(self.ticket, **params)
        self._login(self.colleague)
        with self.assertRaises(JsonRpcException):
            self._say(self.school_ticket)
        self._login(self.owner)
        self._say(self.ticket)
        self.ticket.invalidate_recordset()
        self.assertEqual(len(self.ticket.message_ids), before + 1)

    @mute_logger("odoo.http")
    def test_messages_are_read_by_the_owner_only(self):
        for body, subtype in (
            ("We come at ten", "mail.mt_comment"),
            ("Bad debtor", "mail.mt_note"),
        ):
            self.ticket.message_post(
                body=body, message_type="comment", subtype_xmlid=subtype
            )
        params = {"thread_model": "helpdesk.ticket", "thread_id": self.ticket.id}

        def bodies():
            found = self.make_jsonrpc_request("/mail/chatter_fetch", params)
            return "".join(m["body"][1] for m in found["data"]["mail.message"])

        self._login(self.owner)
        self.assertIn("We come at ten", bodies())
        self.assertNotIn("Bad debtor", bodies())
        for user in self._everybody_else():
            self._login(user)
            with self.subTest(user and user.login):
                try:
                    found = self.make_jsonrpc_request("/mail/chatter_fetch", params)
                except JsonRpcException:
                    continue
                self.assertFalse(found["messages"])

    @mute_logger("odoo.http")
    def test_only_the_owner_adds_files(self):
        route = "/mail/attachment/upload"
        data = {"thread_model": "helpdesk.ticket", "thread_id": self.ticket.id}
        for user in self._everybody_else():
            self._login(user)
            response = self._post(route, files={"ufile": ("a.png", b"\x89PNG")}, **data)
            self.assertEqual(response.status_code, 404)
        self._login(self.owner)
        response = self._post(route, files={"ufile": ("a.png", b"\x89PNG")}, **data)
        self.assertEqual(response.status_code, 200)

    def test_files_of_staff_are_not_on_the_page(self):
        staff, own = (
            self.env["ir.attachment"]
            .with_user(user)
            .sudo()
            .create(
                {
                    "name": f"by-{user.login}.pdf",
                    "raw": b"%PDF-1.4 content",
                    "res_model": "helpdesk.ticket",
                    "res_id": self.ticket.id,
                }
            )
            for user in (self.agent, self.owner)
        )
        self._login(self.owner)
        text = self.url_open(f"/my/ticket/{self.ticket.id}").text
        self.assertIn(own.name, text)
        self.assertNotIn(staff.name, text)
        own.invalidate_recordset()
        link = f"/web/content/{own.id}?access_token={own.access_token}"
        self.assertEqual(self.url_open(link).content, b"%PDF-1.4 content")
        for user in (None, self.owner, self.colleague, self.stranger):
            self._login(user)
            for file in (staff, own):
                self.assertEqual(
                    self.url_open(f"/web/content/{file.id}").status_code, 404
                )

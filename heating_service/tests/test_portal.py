from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_portal import HeatingPortalTicketsCommon


@tagged("post_install", "-at_install")
class TestPortal(HeatingPortalTicketsCommon):
    """What householders, their colleagues, strangers and visitors reach."""

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

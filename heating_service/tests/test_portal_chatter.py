from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .common_portal import HeatingPortalTicketsCommon


@tagged("post_install", "-at_install")
class TestPortalChatter(HeatingPortalTicketsCommon):
    """Messages and files: the owner's, and of staff what is meant for the owner."""

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

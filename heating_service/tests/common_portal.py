from odoo import http
from odoo.tests import HttpCase

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


class HeatingPortalTicketsCommon(HeatingPortalCommon):
    """One ticket of the owner's and one of the school's."""

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

from odoo.tests import HttpCase, new_test_user, tagged

from .common_application import HeatingApplicationCommon
from .common_contract import drawn_signature


@tagged("post_install", "-at_install")
class TestContractPortal(HeatingApplicationCommon, HttpCase):
    """Who reads and signs a contract on the portal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.householder, cls.neighbour = (
            new_test_user(cls.env, login, groups="base.group_portal")
            for login in ("test_householder", "test_neighbour")
        )
        cls.household.customer_id = cls.householder.partner_id
        cls.contract = cls.env["heating.contract"].create(
            {"household_id": cls.household.id}
        )
        cls.contract.action_send()
        cls.url = f"/my/heating/contracts/{cls.contract.id}"
        cls.token = cls.contract.access_token

    def _open(self, token=None, **params):
        if token:
            params["access_token"] = token
        query = "&".join(f"{name}={value}" for name, value in params.items())
        return self.url_open(f"{self.url}?{query}")

    def _sign(self, token=None, **params):
        query = f"?access_token={token}" if token else ""
        self.env.flush_all()
        answer = self.make_jsonrpc_request(
            f"{self.url}/sign{query}",
            {"name": "Zhang San", "signature": drawn_signature(), **params},
        )
        self.env.invalidate_all()
        return answer

    def test_the_customer_reads_and_signs(self):
        self.authenticate("test_householder", "test_householder")
        self.assertIn(self.contract.number, self.url_open("/my/heating/contracts").text)
        page = self._open()
        self.assertIn("portal.signature_form", page.text)
        self.assertIn("error", self._sign(signature="no image"))
        answer = self._sign()
        self.assertNotIn("error", answer)
        self.assertEqual(self.contract.state, "signed")
        self.assertEqual(self.contract.signed_ip, "127.0.0.1")
        self.assertNotIn("portal.signature_form", self._open().text)
        paper = self._open(report_type="pdf")
        self.assertIn(self.contract.number, paper.headers["Content-Disposition"])
        self.assertIn("error", self._sign())

    def test_the_household_page_asks_for_the_signature(self):
        # what is looked for is English, whatever the database speaks
        self.env["res.lang"]._activate_lang("en_US")
        self.householder.lang = "en_US"
        asked = "waits for your signature"
        page = f"/my/heating/{self.household.id}"
        self.authenticate("test_householder", "test_householder")
        for url in ("/my/heating", page):
            self.assertIn(asked, self.url_open(url).text, url)
        self.assertIn(f"{self.url}?", self.url_open(page).text)
        self._sign()
        for url in ("/my/heating", page):
            self.assertNotIn(asked, self.url_open(url).text, url)

    def test_who_holds_the_link_signs(self):
        self.assertIn("portal.signature_form", self._open(self.token).text)
        self.assertNotIn("error", self._sign(self.token))
        self.assertEqual(self.contract.state, "signed")

    def test_nobody_else_reads_or_signs(self):
        for login in (None, "test_neighbour", "test_stranger"):
            if login:
                self.authenticate(login, login)
            for token in (None, "wrong"):
                self.assertNotIn(self.contract.number, self._open(token).text)
                self.assertIn("error", self._sign(token))
        self.assertEqual(self.contract.state, "sent")

    def test_staff_do_not_sign_for_customers(self):
        self.authenticate(self.clerk.login, self.clerk.login)
        self.assertIn(self.contract.number, self._open(self.token).text)
        for token in (None, self.token):
            self.assertIn("error", self._sign(token))
        self.assertEqual(self.contract.state, "sent")

    def test_a_withdrawn_contract_is_not_shown(self):
        self.contract.action_withdraw()
        self.contract._portal_ensure_token()
        self.assertNotIn(
            self.contract.number, self._open(self.contract.access_token).text
        )
        self.assertIn("error", self._sign(self.contract.access_token))

    def test_an_ended_contract_takes_no_signature(self):
        self.contract.action_end()
        self.authenticate("test_householder", "test_householder")
        self.assertIn("error", self._sign())
        self.assertIn("error", self._sign(self.token))

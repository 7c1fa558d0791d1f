from contextlib import suppress

from odoo.exceptions import UserError
from odoo.tests import JsonRpcException, tagged

from .common_portal import HeatingPortalCommon
from .test_portal_transfer import NEW


@tagged("post_install", "-at_install")
class TestPortalActor(HeatingPortalCommon):
    """Reading an application is not yet acting on it."""

    def setUp(self):
        super().setUp()
        self.login(self.householder)

    def _url(self, application, step=""):
        return f"/my/heating/application/{application.id}{step and '/' + step}"

    def _become_helper(self):
        code = self.env["heating.household.code"].with_user(self.householder)
        code = code._make(self.household.with_user(self.householder))
        self.login(self.helper)
        self.post("/my/heating/add", by="code", number="T000001", code=code)

    def test_what_the_company_wrote_is_not_given_up_on_the_portal(self):
        for application in (self._create_application(), self._create_requested()):
            state = application.state
            page = self.get(self._url(application)).text
            self.assertNotIn("/cancel", page)
            for step in ("cancel", "request", "attach", "link"):
                answer = self.post(self._url(application, step))
                self.assertIn("ask the heating company", answer.text, step)
            self.assertTrue(self.sign(application).get("error"))
            self.assertEqual(application.state, state)
            self.assertFalse(application.signed_on)

    def test_a_helper_does_not_sign_for_the_former_customer(self):
        application = self.get_applied(
            self.apply(code="transfer", date_from=str(self._today()), **NEW)
        )
        self._become_helper()
        self.assertNotIn("heating_sign", self.get(self._url(application)).text)
        self.assertIn("ask the heating", self.sign(application)["error"])
        self.assertFalse(application.old_confirmed_on)
        self.login(self.householder)
        self.sign(application)
        self.assertTrue(application.old_confirmed_on)
        self.login(self.helper)
        page = self.get(self._url(application)).text
        self.assertNotIn("/heating/transfer/", page, "the link is the customer's")
        self.assertIn("ask the heating", self.post(self._url(application, "link")).text)

    def test_a_former_customer_decides_nothing_any_more(self):
        stop = self.get_applied(self.apply())
        self.household.customer_id = self.customer_2
        with suppress(JsonRpcException):  # not even readable
            self.assertIn("ask the heating", self.sign(stop).get("error", ""))
        self.assertEqual(stop.state, "draft")
        self.assertIn("no longer the customer", stop._get_portal_refusals()[0])

    def test_who_confirmed_a_change_must_still_be_the_customer(self):
        application = self._create_application(
            self.env.ref("heating_customer.application_type_transfer"),
            date_from=self._today(),
            new_customer_id=self.outsider.partner_id.id,
        )
        application.action_confirm_old()
        self.household.customer_id = self.customer_2
        with self.assertRaisesRegex(UserError, "Zhang San is no longer the customer"):
            application.request_validation()

    def _today(self):
        return self.company._heating_today()

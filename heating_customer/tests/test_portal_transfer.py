from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common_portal import SIGNATURE, HeatingPortalCommon

NEW = {"new_name": "Wang Wu", "new_phone": "138 0000 0003"}


@tagged("post_install", "-at_install")
class TestPortalTransfer(HeatingPortalCommon):
    """The old customer applies, the new one confirms by a link."""

    def setUp(self):
        super().setUp()
        self.login(self.householder)
        self.day = fields.Date.today()

    def _apply_and_sign(self, **form):
        application = self.get_applied(self.apply(code="transfer", **{**NEW, **form}))
        self.sign(application)
        return application

    def _link(self, application):
        return application._get_side_url().replace(application.get_base_url(), "")

    def _confirm(self, link, name="Wang Wu"):
        return self.json(f"{link}/sign", name=name, signature=SIGNATURE)

    def test_a_change_of_customer(self):
        application = self._apply_and_sign()
        self.assertEqual(application.state, "requested")
        self.assertTrue(application.old_confirmed_on)
        link = self._link(application)
        page = self.get(f"/my/heating/application/{application.id}").text
        self.assertIn(link, page)
        self.login(None)
        page = self.get(link).text
        self.assertIn("Wang Wu", page)
        self.assertIn("T000001", page)
        for word in ("Zhang San", "13800000001", "138 0000 0003"):
            self.assertNotIn(word, page)
        self.assertIn("full name", self._confirm(link, "Somebody")["error"])
        self.assertIn("on record", self._confirm(link)["message"])
        self.assertTrue(application.new_confirmed_on)
        self.assertEqual(application.new_signed_by, "Wang Wu")
        # once only
        self.assertIn("not valid", self._confirm(link)["error"])
        with self.quiet():
            self.assertEqual(self.get(link).status_code, 404)
        application.with_user(self.approver).validate_tier()
        self.assertEqual(application.state, "done")
        self.assertEqual(self.household.customer_id.name, "Wang Wu")

    def test_known_phones_are_not_told(self):
        """A contact of the same name and phone is neither shown nor used."""
        application = self._apply_and_sign(new_name="Li Si", new_phone="13800000002")
        self.assertNotEqual(application.new_customer_id, self.customer_2)
        self.login(None)
        self._confirm(self._link(application), "Li Si")
        self.assertNotEqual(application.new_customer_id, self.customer_2)

    def test_who_has_the_account_confirms_with_it(self):
        application = self._apply_and_sign(
            new_name="Li Si", new_phone="+86 138-0000-0002"
        )
        link = self._link(application)
        self.login(self.neighbour)
        self._confirm(link, "Li Si")
        self.assertEqual(application.new_customer_id, self.customer_2)
        self.assertEqual(application.new_confirmed_by_id, self.neighbour)

    def test_another_account_does_not_slip_in(self):
        application = self._apply_and_sign()
        self.login(self.outsider)
        self._confirm(self._link(application))
        self.assertNotEqual(application.new_customer_id, self.outsider.partner_id)

    def test_links_expire_and_are_made_anew(self):
        application = self._apply_and_sign()
        link = self._link(application)
        with freeze_time(fields.Datetime.now() + timedelta(days=8)), self.quiet():
            self.login(None)
            self.assertEqual(self.get(link).status_code, 404)
            self.assertIn("not valid", self._confirm(link)["error"])
        self.login(self.householder)
        url = f"/my/heating/application/{application.id}/link"
        self.assertEqual(self.post(url).status_code, 303)
        self.assertNotEqual(self._link(application), link)
        with self.quiet():
            self.assertEqual(self.get(link).status_code, 404)

    def test_tokens_are_compared_whole(self):
        application = self._apply_and_sign()
        link = self._link(application)
        with self.quiet():
            for wrong in (link[:-1], f"{link}x", link.rpartition("/")[0] + "/False"):
                self.assertEqual(self.get(wrong).status_code, 404)
        other = self._create_application(
            self.env.ref("heating_customer.application_type_transfer"),
            household_id=self.household_2.id,
            new_customer_id=self.customer.id,
        )
        with self.quiet():
            self.assertEqual(
                self.get(f"/heating/transfer/{other.id}/False").status_code, 404
            )

    def test_cancelled_is_not_confirmed(self):
        application = self._apply_and_sign()
        link = self._link(application)
        self.post(f"/my/heating/application/{application.id}/cancel")
        self.assertIn("not valid", self._confirm(link)["error"])

    def test_names_and_phones_make_sense(self):
        for form in (
            {"new_name": ""},
            {"new_name": "x" * 61},
            {"new_phone": "call me"},
            {"new_phone": ""},
        ):
            with self.subTest(form=form):
                response = self.apply(code="transfer", **{**NEW, **form})
                self.assertEqual(response.status_code, 200)
                self.assertIn("heating_refusal", response.text)

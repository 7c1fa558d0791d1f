from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import JsonRpcException, tagged

from ..models import heating_application_portal_form as portal_form
from .common_portal import PNG, SIGNATURE, HeatingPortalCommon


@tagged("post_install", "-at_install")
class TestPortalApplication(HeatingPortalCommon):
    """A householder applies, signs, follows, and hears the answer."""

    def setUp(self):
        super().setUp()
        self.login(self.householder)

    def _url(self, application, step=""):
        return f"/my/heating/application/{application.id}{step and '/' + step}"

    def _apply_and_sign(self, **form):
        application = self.get_applied(self.apply(**form))
        self.assertTrue(self.sign(application).get("force_refresh"))
        return application

    # === APPLYING === #

    def test_a_stop_is_applied_for_signed_and_approved(self):
        response = self.apply(
            reason="Away",
            files={"paper_photo": ("valve.png", PNG, "image/png")},
        )
        application = self.get_applied(response)
        self.assertRecordValues(
            application,
            [
                {
                    "state": "draft",
                    "household_id": self.household.id,
                    "customer_id": self.customer.id,
                    "portal_user_id": self.householder.id,
                    "create_uid": self.householder.id,
                    "reason": "Away",
                }
            ],
        )
        self.assertEqual(application.attachment_ids.name, "valve.png")
        self.assertEqual(application.attachment_ids.heating_paper_kind_id.code, "photo")
        self.assertIn("heating_sign", self.get(self._url(application)).text)
        answer = self.sign(application)
        self.assertEqual(answer["redirect_url"], self._url(application))
        self.assertRecordValues(
            application,
            [
                {
                    "state": "requested",
                    "signed_by": "Zhang San",
                    "signed_ip": "127.0.0.1",
                    "requested_by_id": self.householder.id,
                }
            ],
        )
        self.assertTrue(application.signature)
        application.with_user(self.approver).validate_tier()
        self.assertEqual(application.state, "approved")
        page = self.get(self._url(application)).text
        self.assertIn("has been approved", page)
        self.assertIn("has to confirm the work on site", page)
        self.assertNotIn(self.approver.name, page)
        message = application.message_ids.filtered(lambda m: "approved" in m.body)[:1]
        self.assertEqual(message.author_id, self.company.partner_id)
        self.assertIn(self.customer, message.notified_partner_ids)

    def test_the_answer_to_a_refused_one_says_why(self):
        application = self._apply_and_sign()
        wizard = (
            self.env["comment.wizard"]
            .with_user(self.approver)
            .with_context(
                **application.with_user(self.approver).reject_tier()["context"]
            )
            .create({"comment": "The photo is too dark"})
        )
        wizard.add_comment()
        self.assertEqual(application.state, "rejected")
        page = self.get(self._url(application)).text
        self.assertIn("has been refused", page)
        self.assertIn("The photo is too dark", page)

    def test_sent_back_it_says_what_to_correct(self):
        application = self._apply_and_sign()
        wizard = (
            self.env["comment.wizard"]
            .with_user(self.approver)
            .with_context(
                **application.with_user(self.approver).send_back_tier()["context"]
            )
            .create({"comment": "Add a photo of the valve"})
        )
        wizard.add_comment()
        self.assertEqual(application.state, "draft")
        page = self.get(self._url(application)).text
        self.assertIn("Add a photo of the valve", page)
        self.assertNotIn(self.approver.name, page)

    def test_conditions_are_shown_before(self):
        self.type_stop.min_days = 30
        page = self.get(f"/my/heating/{self.household.id}/apply/stop").text
        self.assertIn("It lasts 30 days at least.", page)
        self.assertIn("after a worker has been at the valve", page)

    def test_refusals_come_at_once_and_leave_nothing(self):
        self._create_requested()
        page = self.get(f"/my/heating/{self.household.id}/apply/stop").text
        self.assertIn("is still open", page)
        before = self.env["heating.application"].search_count([])
        response = self.apply()
        self.assertEqual(response.status_code, 200)
        self.assertIn("is still open", response.text)
        self.assertEqual(self.env["heating.application"].search_count([]), before)

    def test_values_of_clients_are_not_trusted(self):
        yesterday = fields.Date.today() - timedelta(days=3)
        for form in (
            {"date_from": str(yesterday)},
            {"date_from": "tomorrow"},
            {"date_from": ""},
            {"date_to": str(yesterday)},
            {"date_to": "never"},
        ):
            with self.subTest(form=form):
                self.assertEqual(self.apply(**form).status_code, 200)
        application = self.get_applied(
            self.apply(
                household_id=self.household_2.id,
                state="approved",
                portal_user_id=1,
                signed_on="2026-01-01",
                type_id=self.type_restore.id,
            )
        )
        self.assertEqual(application.household_id, self.household)
        self.assertEqual(application.state, "draft")
        self.assertFalse(application.signed_on)
        self.assertEqual(application.type_id, self.type_stop)

    def test_only_what_is_on_the_portal(self):
        with self.quiet():
            self.assertEqual(self.apply(code="cut_off").status_code, 404)
            self.type_stop.on_portal = False
            self.assertEqual(self.apply().status_code, 404)

    def test_an_area_is_corrected_for_own_spaces_only(self):
        foreign = self.household_2.space_ids
        for form in (
            {"space": str(foreign.id), "built_area": "90"},
            {"built_area": "-1"},
            {"built_area": "nan"},
            {"built_area": "100"},
        ):
            with self.subTest(form=form):
                self.assertEqual(self.apply(code="area", **form).status_code, 200)
        application = self.get_applied(self.apply(code="area", built_area="91.234"))
        self.assertEqual(application.space_id, self.household.space_ids)
        self.assertAlmostEqual(application.new_built_area, 91.23)

    def test_restoring_what_is_not_stopped_is_refused(self):
        response = self.apply(code="restore")
        self.assertIn("is not possible", response.text)

    # === SINGLE SPACES === #

    def _add_balcony(self):
        return self.env["heating.space"].create(
            {
                "household_id": self.household.id,
                "name": "Balcony Room",
                "category_id": self.category.id,
                "built_area": 20.0,
            }
        )

    def test_spaces_are_chosen_only_where_the_type_allows_it(self):
        balcony = self._add_balcony()
        url = f"/my/heating/{self.household.id}/apply/stop"
        page = self.get(url).text
        self.assertIn("It counts for the whole household.", page)
        self.assertNotIn(f'name="part_{balcony.id}"', page)
        # whoever sends it all the same is told
        refused = self.apply(**{f"part_{balcony.id}": "on"})
        self.assertIn("is for the whole household only", refused.text)
        self.type_stop.whole_household_only = False
        page = self.get(url).text
        self.assertIn(f'name="part_{balcony.id}"', page)
        self.assertNotIn("It counts for the whole household.", page)

    def test_a_householder_stops_one_room_and_signs_for_it(self):
        balcony = self._add_balcony()
        foreign = self.household_2.space_ids
        self.type_stop.whole_household_only = False
        application = self.get_applied(
            self.apply(**{f"part_{balcony.id}": "on", f"part_{foreign.id}": "on"})
        )
        self.assertEqual(application.supply_space_ids, balcony)
        self.assertIn("Balcony Room", self.get(self._url(application)).text)
        self.sign(application)
        self.assertEqual(application.state, "requested")
        with self.assertRaises(UserError):
            application.with_user(self.clerk).supply_space_ids = False

    def test_nothing_chosen_is_the_whole_household(self):
        self._add_balcony()
        self.type_stop.whole_household_only = False
        self.assertFalse(self.get_applied(self.apply()).supply_space_ids)

    # === PAPERS === #

    def test_files_are_limited(self):
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'
        for name, content in (
            ("photo.png", svg),
            ("photo.jpg", b"<html><script>alert(1)</script></html>"),
            ("tool.png", b"MZ\x90\x00" + b"\x00" * 200),
            ("empty.png", b""),
            ("huge.png", PNG + b"\x00" * portal_form.MAX_FILE_SIZE),
        ):
            with self.subTest(name=name):
                response = self.apply(files={"paper_photo": (name, content)})
                self.assertEqual(response.status_code, 200)
                self.assertIn("heating_refusal", response.text)
        many = [("paper_photo", (f"{n}.png", PNG)) for n in range(9)]
        self.assertIn("At most 8 files", self.apply(files=many).text)
        self.assertFalse(
            self.env["heating.application"].search([("portal_user_id", "!=", False)])
        )

    def test_names_of_files_are_cleaned(self):
        files = [("paper_photo", ("../../a<b>.exe", PNG))]
        application = self.get_applied(self.apply(files=files))
        self.assertEqual(application.attachment_ids.name, ".._.._a_b_.png")
        self.assertEqual(application.attachment_ids.mimetype, "image/png")

    def test_a_missing_paper_comes_later(self):
        self.type_stop.paper_kind_ids = self.env.ref(
            "heating_customer.paper_kind_identity"
        )
        application = self._apply_and_sign()
        self.assertEqual(application.state, "draft")
        page = self.get(self._url(application)).text
        self.assertIn("Identity Card", page)
        with patch.object(portal_form, "MAX_FILES", 0):
            response = self.post(
                self._url(application, "attach"),
                files={"paper_identity": ("card.png", PNG)},
            )
            self.assertIn("At most 0 files", response.text)
        response = self.post(
            self._url(application, "attach"),
            files={"paper_identity": ("card.png", PNG)},
        )
        self.assertEqual(response.status_code, 303)
        self.assertEqual(application.state, "requested")
        response = self.post(
            self._url(application, "attach"),
            files={"paper_identity": ("card.png", PNG)},
        )
        self.assertIn("has moved on", response.text)
        self.assertEqual(len(application.attachment_ids), 1)

    # === SIGNATURE === #

    def test_no_signature_no_request(self):
        application = self.get_applied(self.apply())
        response = self.post(self._url(application, "request"))
        self.assertIn("has not been signed yet", response.text)
        for name, signature in (
            ("Zhang San", ""),
            ("Zhang San", "no base64!"),
            ("Zhang San", "PHN2Zz48L3N2Zz4="),
            ("Zhang San", None),
            ("Zhang San", 5),
            ("", SIGNATURE),
            (None, SIGNATURE),
            (["x"], SIGNATURE),
        ):
            with self.subTest(name=name, signature=signature):
                self.assertTrue(self.sign(application, name, signature).get("error"))
        self.assertFalse(application.signed_on)
        self.assertEqual(application.state, "draft")

    def test_what_is_signed_does_not_change(self):
        self.type_stop.paper_kind_ids = self.env.ref(
            "heating_customer.paper_kind_identity"
        )
        application = self._apply_and_sign()
        self.assertIn("signed already", self.sign(application)["error"])
        with self.assertRaisesRegex(Exception, "has signed"):
            application.with_user(self.clerk).write({"date_from": "2030-01-01"})

    def test_taken_back_by_staff_it_is_sent_again(self):
        application = self._apply_and_sign()
        application.with_user(self.clerk).restart_validation()
        self.assertIn("/request", self.get(self._url(application)).text)
        self.assertEqual(self.post(self._url(application, "request")).status_code, 303)
        self.assertEqual(application.state, "requested")

    # === CANCELLING === #

    def test_it_is_cancelled_while_it_waits(self):
        application = self._apply_and_sign()
        self.assertEqual(self.post(self._url(application, "cancel")).status_code, 303)
        self.assertEqual(application.state, "cancelled")
        self.assertIn("moved on", self.post(self._url(application, "cancel")).text)
        application = self._apply_and_sign()
        application.with_user(self.approver).validate_tier()
        self.assertIn("moved on", self.post(self._url(application, "cancel")).text)

    # === OTHERS === #

    def test_a_helper_applies_under_the_own_name(self):
        code = self.env["heating.household.code"].with_user(self.householder)
        code = code._make(self.household.with_user(self.householder))
        self.login(self.helper)
        self.post("/my/heating/add", by="code", number="T000001", code=code)
        with self.quiet():
            self.assertEqual(self.apply(code="transfer").status_code, 404)
        application = self.get_applied(self.apply())
        self.sign(application, name="Helper")
        self.assertRecordValues(
            application,
            [
                {
                    "state": "requested",
                    "portal_user_id": self.helper.id,
                    "requested_by_id": self.helper.id,
                    "customer_id": self.customer.id,
                    "applicant_name": "Zhang San",
                }
            ],
        )
        body = " ".join(application.message_ids.mapped("body"))
        self.assertIn("Written on the portal by Helper for Zhang San", body)
        self.login(self.householder)
        self.assertIn("Helper", self.get(self._url(application)).text)

    def test_others_cannot_sign(self):
        application = self.get_applied(self.apply())
        for user in (self.neighbour, self.outsider):
            self.login(user)
            with self.assertRaises(JsonRpcException), self.quiet():
                self.sign(application)
        self.assertFalse(application.signed_on)

    def test_four_eyes_hold(self):
        """Who is householder and approver does not approve what they asked for."""
        application = self._apply_and_sign()
        self.householder.sudo().write(
            {
                "group_ids": [
                    (6, 0, [self.env.ref("heating_customer.group_approver").id])
                ]
            }
        )
        with self.assertRaisesRegex(Exception, "somebody else must decide"):
            application.with_user(self.householder).validate_tier()

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_portal import PNG, HeatingPortalCommon


@tagged("post_install", "-at_install")
class TestPortalPages(HeatingPortalCommon):
    """Who sees which household, and what of it."""

    def _seen(self, user, model):
        return self.env[model].browse(self.rpc(user, model, "search", []))

    def test_the_home_leads_to_the_households(self):
        self.login(self.householder)
        self.assertIn('href="/my/heating"', self.get("/my/home").text)
        page = self.get("/my/heating").text
        self.assertIn("T000001", page)
        self.assertNotIn("T000002", page)
        page = self.get(f"/my/heating/{self.household.id}").text
        self.assertIn("100.00", page)
        self.assertIn("Supplied", page)
        self.assertIn("/apply/stop", page)

    def test_while_one_is_open_nothing_else_is_offered(self):
        self.login(self.householder)
        application = self._create_application()
        page = self.get(f"/my/heating/{self.household.id}").text
        self.assertIn("/apply/", page)
        self.assertNotIn("heating_deciding", page)
        application.request_validation()
        page = self.get(f"/my/heating/{self.household.id}").text
        self.assertNotIn("/apply/", page)
        self.assertIn("heating_deciding", page)
        self.assertIn(application.number, page)
        application.action_cancel()
        self.assertIn("/apply/", self.get(f"/my/heating/{self.household.id}").text)

    def test_what_is_anothers_does_not_exist(self):
        application = self._create_application()
        for user in (self.neighbour, self.outsider):
            self.login(user)
            self.assertNotIn("T000001", self.get("/my/heating").text)
            for path in (
                f"/my/heating/{self.household.id}",
                "/my/heating/99999999",
                f"/my/heating/{self.household.id}/apply/stop",
                f"/my/heating/application/{application.id}",
            ):
                with self.subTest(user=user.login, path=path), self.quiet():
                    self.assertEqual(self.get(path).status_code, 404)
            for path in (
                f"/my/heating/{self.household.id}/apply/stop",
                f"/my/heating/{self.household.id}/code",
                f"/my/heating/{self.household.id}/revoke/1",
                f"/my/heating/application/{application.id}/cancel",
                f"/my/heating/application/{application.id}/request",
                f"/my/heating/application/{application.id}/attach",
                f"/my/heating/application/{application.id}/link",
            ):
                with self.subTest(user=user.login, path=path), self.quiet():
                    self.assertEqual(self.post(path).status_code, 404)
        self.assertEqual(application.state, "draft")

    def test_strangers_log_in_first(self):
        self.login(None)
        response = self.get("/my/heating")
        self.assertIn("/web/login", response.headers["Location"])

    def test_staff_see_their_own_households_only(self):
        self.login(self.clerk)
        self.assertNotIn("T000001", self.get("/my/heating").text)

    def test_rpc_reads_own_and_writes_nothing(self):
        application = self._create_application(reason="Moving")
        own = self.rpc(
            self.householder,
            "heating.application",
            "read",
            [application.id],
            ["number", "state", "reason"],
        )
        self.assertEqual(own[0]["reason"], "Moving")
        self.assertFalse(self._seen(self.neighbour, "heating.application"))
        for method, *args in (
            ("create", {"type_id": 1, "household_id": 1, "date_from": "2026-11-15"}),
            ("write", [application.id], {"reason": "x"}),
            ("unlink", [application.id]),
            ("request_validation", [application.id]),
            ("action_cancel", [application.id]),
            ("validate_tier", [application.id]),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(self.householder, "heating.application", method, *args)
        for model in (
            "heating.household.access",
            "heating.household.code",
            "heating.claim.attempt",
            "heating.application.type",
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(self.householder, model, "search", [])

    def test_no_name_of_the_staff_is_read(self):
        application = self._create_approved()
        for name in (
            "create_uid",
            "write_uid",
            "field_worker_id",
            "requested_by_id",
            "review_ids",
            "path_html",
            "message_ids",
            "signed_ip",
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.rpc(
                    self.householder,
                    "heating.application",
                    "read",
                    [application.id],
                    [name],
                )
        self.login(self.householder)
        page = self.get(f"/my/heating/application/{application.id}").text
        for user in (self.clerk, self.approver):
            self.assertNotIn(user.name, page)
        self.assertIn(self.company.name, page)

    def test_a_new_customer_reads_no_application_of_the_former(self):
        application = self._create_application()
        self.household.customer_id = self.outsider.partner_id
        self.assertEqual(self._seen(self.outsider, "heating.household"), self.household)
        self.assertFalse(self._seen(self.outsider, "heating.application"))
        self.assertEqual(
            self._seen(self.householder, "heating.application"), application
        )

    def test_papers_are_for_the_customer_of_then(self):
        application = self._create_application()
        deed, paper = self.env["ir.attachment"].create(
            [
                {
                    "name": "deed.png",
                    "raw": PNG,
                    "res_model": record._name,
                    "res_id": record.id,
                }
                for record in (self.household, application)
            ]
        )
        url = f"/my/heating/application/{application.id}/paper/"
        self.login(self.householder)
        self.assertEqual(self.get(f"{url}{paper.id}").content, PNG)
        with self.quiet():
            self.assertEqual(self.get(f"{url}{deed.id}").status_code, 404)
            self.assertEqual(self.get(f"/web/content/{deed.id}").status_code, 404)
        self.login(self.neighbour)
        with self.quiet():
            self.assertEqual(self.get(f"{url}{paper.id}").status_code, 404)
        # who has access beside the customer sees the application, not the papers
        self.login(self.helper)
        self.assertTrue(self.claim())
        with self.quiet():
            self.assertEqual(self.get(f"{url}{paper.id}").status_code, 404)
        page = self.get(f"/my/heating/application/{application.id}").text
        self.assertNotIn("deed.png", page)

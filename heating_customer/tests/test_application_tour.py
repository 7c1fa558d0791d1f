from dateutil.relativedelta import relativedelta

from odoo.tests import HttpCase, tagged

from .common_application import HeatingApplicationCommon


@tagged("post_install", "-at_install")
class TestApplicationTour(HeatingApplicationCommon, HttpCase):
    """A stop from the counter to the sealed valve, as its people click through it."""

    browser_size = "1366x768"

    def setUp(self):
        super().setUp()
        self.type_stop.paper_kind_ids = self.env.ref(
            "heating_customer.paper_kind_application"
        )
        # as shipped, whoever approves is not asked for any words
        self.tier.has_comment = True
        # the tours read the screens in English, whatever the database speaks
        self.env["res.lang"]._activate_lang("en_US")
        for user, name in (
            (self.clerk, "Clerk Chen"),
            (self.approver, "Approver Bai"),
            (self.field_worker, "Worker Zhou"),
        ):
            # “today” is the company's, whatever the machine's time zone is
            user.write({"name": name, "tz": "Asia/Shanghai", "lang": "en_US"})

    def _click_through(self, name, user):
        self.start_tour("/odoo", f"heating_application_{name}", login=user.login)
        self.env.invalidate_all()

    def test_stop_with_approval(self):
        today = self.company._heating_today()

        self._click_through("ask", self.clerk)
        application = self.household.application_ids
        self.assertRecordValues(
            application,
            [
                {
                    "type_id": self.type_stop.id,
                    "state": "requested",
                    "date_from": today + relativedelta(days=7),
                    "reason": "Away for the winter",
                    "create_uid": self.clerk.id,
                    "requested_by_id": self.clerk.id,
                }
            ],
        )
        self.assertRecordValues(
            application.attachment_ids,
            [
                {
                    "name": "signed-application.png",
                    "heating_paper_kind_id": self.type_stop.paper_kind_ids.id,
                    "heating_household_id": self.household.id,
                }
            ],
        )
        self.assertIn(self.approver, application.review_ids.reviewer_ids)
        self.assertNotIn(self.clerk, application.review_ids.reviewer_ids)

        self._click_through("send_back", self.approver)
        self.assertEqual(application.state, "draft")
        self.assertFalse(application.review_ids)

        self._click_through("ask_again", self.clerk)
        self.assertRecordValues(
            application, [{"state": "requested", "date_from": today}]
        )
        self.assertEqual(application.review_ids.status, "pending")

        self._click_through("approve", self.approver)
        self.assertRecordValues(
            application, [{"state": "approved", "valve_on": False, "done_on": False}]
        )
        self.assertRecordValues(
            application.review_ids,
            [
                {
                    "status": "approved",
                    "done_by": self.approver.id,
                    "comment": "Signature compared",
                }
            ],
        )
        self.assertEqual(self.household.supply_state, "supplied")
        self.assertFalse(self.household.supply_ids)

        self._click_through("shut_valve", self.field_worker)
        self.assertRecordValues(
            application,
            [
                {
                    "state": "done",
                    "valve_on": today,
                    "seal_number": "QF-88123",
                    "field_worker_id": self.field_worker.id,
                }
            ],
        )
        self.assertRecordValues(
            application.supply_id,
            [{"household_id": self.household.id, "state": "stopped"}],
        )
        self.assertEqual(application.supply_id.date_from, today)
        self.assertEqual(self.household.supply_state, "stopped")
        self.assertRecordValues(
            self.env["heating.valve.record"].search(
                [("household_id", "=", self.household.id)]
            ),
            [
                {
                    "date": today,
                    "state": "shut",
                    "seal_number": "QF-88123",
                    "user_id": self.field_worker.id,
                    "application_id": application.id,
                }
            ],
        )

        self._click_through("path", self.clerk)

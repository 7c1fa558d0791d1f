from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestSeasonSilent(HeatingBillingCommon):
    """Who neither pays nor applies counts as stopped where the tariff says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.season.date_due = "2026-11-10"

    def _bill_with(self, rule):
        self.env["heating.tariff"].search([]).sudo().env.cr.execute(
            "UPDATE heating_tariff SET silent_household = %s", [rule]
        )
        self.env.invalidate_all()
        self._bill_season()
        # one household of the three has spoken
        self.env["heating.application"].with_user(self.clerk).create(
            {
                "type_id": self.env.ref("heating_customer.application_type_area").id,
                "household_id": self.household_2.id,
                "date_from": "2026-11-16",
            }
        )

    def _ask(self, role="archive_clerk"):
        self.season.with_user(self.users[role]).action_stop_silent()
        return self.env["heating.application"].search([("type_id.code", "=", "silent")])

    def test_each_goes_the_way_of_a_stop(self):
        self._bill_with("stopped")
        with freeze_time("2026-11-20"):
            asked = self._ask()
            self.assertEqual(asked.household_id, self.household | self.other_household)
            self.assertEqual(set(asked.mapped("state")), {"requested"})
            application = asked.filtered(
                lambda each: each.household_id == self.household
            )
            self.assertIn("2026-11-10", application.reason)
            # asked once, it is not asked again
            with self.assertRaisesRegex(UserError, "is silent"):
                self._ask()
            with self.assertRaises(AccessError):
                application.with_user(self.clerk).validate_tier()
            application.with_user(self.approver).validate_tier()
            self.assertEqual(self.household.bill_ids.amount_total, 2000.0)
            application.with_user(self.users["field_worker"]).action_confirm_field(
                "2026-11-20", "S-7"
            )
            self.env.invalidate_all()
            self.assertEqual(application.state, "done")
            # 5 days in full, 115 days at 30 %
            self.assertEqual(self.household.bill_ids.amount_total, 658.33)
            self.assertEqual(self.household.supply_state, "stopped")
            self.assertEqual(
                str(self.household.supply_ids.date_to), str(self.season.date_end)
            )

    def test_nobody_before_the_last_day_to_pay_is_over(self):
        self._bill_with("stopped")
        with freeze_time("2026-11-10"), self.assertRaisesRegex(UserError, "is silent"):
            self._ask()

    def test_nobody_where_the_tariff_bills_them_in_full(self):
        self._bill_with("full")
        with freeze_time("2026-11-20"), self.assertRaisesRegex(UserError, "is silent"):
            self._ask()

    def test_who_is_stopped_already_has_spoken(self):
        self.env["heating.supply"].create(
            {"household_id": self.household.id, "state": "stopped"}
        )
        self._bill_with("stopped")
        with freeze_time("2026-11-20"):
            self.assertEqual(self._ask().household_id, self.other_household)

    def test_only_an_archive_clerk_asks_and_not_after_the_season(self):
        self._bill_with("stopped")
        with freeze_time("2026-11-20"), self.assertRaises(AccessError):
            self._ask("accountant")
        with freeze_time("2027-03-15"), self.assertRaisesRegex(UserError, "is over"):
            self._ask()

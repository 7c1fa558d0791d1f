from freezegun import freeze_time

from odoo.tests import tagged

from .common_fapiao import HeatingFapiaoCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20")
class TestFapiaoTransfer(HeatingFapiaoCommon):
    """A debt that a fapiao stands for passes on only when that is taken back."""

    def _approve(self, handling, day="2026-11-20"):
        kind = self.env["heating.application.type"].search([("code", "=", "transfer")])
        kind.write({"arrears_cleared": False, "paper_kind_ids": False})
        application = (
            self.env["heating.application"]
            .with_user(self.clerk)
            .create(
                {
                    "type_id": kind.id,
                    "household_id": self.household.id,
                    "date_from": day,
                    "new_customer_id": self.customer_2.id,
                    "debt_handling": handling,
                }
            )
        )
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        application.with_user(self.clerk).action_confirm_old()
        application.with_user(self.clerk_2).action_confirm_new()
        return application

    def test_a_debt_with_a_fapiao_is_taken_over_after_the_red_one(self):
        fapiao = self._issue(self._request(self.bill))
        application = self._approve("taken_over")
        self.assertEqual(application.state, "approved")
        self.assertRegex(application.pending_text, "red one has to take back.*2,000.00")
        self._red(fapiao, number=self._number(), date="2026-11-20").action_red()
        self.assertEqual(application.state, "done")
        self.assertEqual(self.bill.partner_id, self.customer_2)
        self.assertFalse(self.env["heating.fapiao.duty"].search([]))
        # and the new customer gets one of their own
        new = self._request(self.bill)
        self.assertEqual((new.partner_id, new.amount_total), (self.customer_2, 2000.0))

    def test_only_what_passes_on_is_taken_back(self):
        fapiao = self._issue(self._request(self.bill)).with_user(self.accountant)
        application = self._approve("split", "2027-01-14")
        # 60 of 120 days
        self.assertRegex(application.pending_text, "red one has to take back.*1,000.00")
        red = fapiao._create_red({fapiao.line_ids: 999.99}, "transfer")
        self._issue(red)
        self.assertRegex(application.pending_text, "red one has to take back.*0.01")

    def test_without_a_fapiao_nothing_waits(self):
        application = self._approve("taken_over")
        self.assertEqual(application.state, "done")

    def test_the_former_customer_is_not_covered_above_their_part(self):
        """The law by customer: what the new one owes makes no room for the old one."""
        self._issue(self._request(self.bill))
        self.bill.sudo()._pass_on(1500.0, self.customer, self.customer_2, "by force")
        duty = self.env["heating.fapiao.duty"].search([("bill_id", "=", self.bill.id)])
        self.assertEqual(duty.amount, 1500.0)
        self.assertFalse(self.bill._get_fapiao_room())

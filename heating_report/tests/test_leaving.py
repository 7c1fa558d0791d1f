from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.heating_payment.tests.common import HeatingPaymentCommon

from ..audit import broken_laws


@tagged("post_install", "-at_install")
@freeze_time("2026-12-05 02:00:00")
class TestLeaving(HeatingPaymentCommon):
    """A household leaves in its season: 20 of 120 days of 2,000 yuan are 333.33."""

    def _ask(self, code, **vals):
        kind = self.env.ref(f"heating_customer.application_type_{code}")
        kind.sudo().write({"arrears_cleared": False, "paper_kind_ids": False})
        return (
            self.env["heating.application"]
            .with_user(self.clerk)
            .create(
                {
                    "type_id": kind.id,
                    "household_id": self.household.id,
                    "date_from": "2026-12-05",
                    **vals,
                }
            )
        )

    def _leave(self):
        application = self._ask("leave")
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        worker = self.users["field_worker"]
        application.with_user(worker).action_confirm_field("2026-12-05", "S-1")
        self.env.invalidate_all()
        return application

    def _get_kept(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return (
            self.env["heating.advances"]
            .with_user(self.accountant)
            .search([("household_id", "=", self.household.id)])
        )

    def test_what_is_owed_is_known_once_the_heat_has_ended(self):
        """Not the season is to be paid first, but the days until then."""
        application = self._leave()
        self.assertEqual(application.state, "approved")
        self.assertEqual(application.heat_ended_on.isoformat(), "2026-12-05")
        self.assertEqual(self.household.state, "active")
        self.assertEqual(self.household.supply_state, "disconnected")
        self.assertEqual(self.household.amount_due, 333.33)
        self.assertIn("333.33", application.pending_text)
        with self.assertRaisesRegex(UserError, "the heat ended on"):
            application.with_user(self.approver).action_give_up("Stays after all")
        with self.assertRaisesRegex(UserError, "the heat ended on"):
            application.action_cancel()
        self._take(self.household, ("cash", 333.33))
        self.assertEqual(application.state, "done")
        self.assertEqual(self.household.state, "closed")
        self.assertEqual(self.household.left_on.isoformat(), "2026-12-05")
        self.assertFalse(self._get_kept())
        self.assertEqual(broken_laws(self.env), {})

    def test_who_had_paid_has_money_to_get_back(self):
        """Listed for the accountant until it is given back."""
        self._take(self.household, ("cash", 2000.0))
        self.assertFalse(self._get_kept())
        application = self._leave()
        self.assertEqual(application.state, "done")
        kept = self._get_kept()
        self.assertEqual((kept.kept_for, kept.amount), ("left", 1666.67))
        self.assertEqual(broken_laws(self.env), {})

    def test_debts_that_nobody_takes_over(self):
        """Said when it is asked for, not when everybody has signed."""
        application = self._ask("transfer", new_customer_id=self.customer_2.id)
        with self.assertRaisesRegex(UserError, "2,000.00.*nobody takes over"):
            application.request_validation()
        self._take(self.household, ("cash", 2000.0))
        application.request_validation()
        self.assertEqual(application.state, "requested")

    def test_who_was_undone_has_not_paid(self):
        """A transfer that waits for the money does not go ahead meanwhile."""
        receipt = self._take(self.household, ("cash", 2000.0))
        application = self._ask("transfer", new_customer_id=self.customer_2.id)
        application.request_validation()
        receipt.with_user(self.head_cashier).action_void("Typed wrong")
        application.with_user(self.approver).validate_tier()
        application.action_confirm_old()
        other = self._create_user("archive_clerk", login="other_clerk")
        application.with_user(other).action_confirm_new()
        self.assertIn("2,000.00", application.pending_text)
        run = self.bill_run
        run.with_user(self.accountant).action_request_undo("Wrong prices")
        run.with_user(self.approver).action_undo()
        self.env.invalidate_all()
        self.assertEqual(self.household.amount_due, 0.0)
        application.sudo()._finish_or_explain()
        self.assertEqual(application.state, "approved")
        self.assertIn("was undone", application.pending_text)
        self._bill_season()
        self.env.invalidate_all()
        self.assertIn("2,000.00", application.pending_text)
        self._take(self.household, ("cash", 2000.0))
        application.sudo()._finish_or_explain()
        self.assertEqual(application.state, "done")

    def test_a_leaving_that_failed_is_tried_again(self):
        """While the season is still unpaid, since what is owed follows from it."""
        application = self._ask("leave")
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        with (
            patch.object(
                self.registry["heating.application"],
                "_effect_applied",
                side_effect=UserError("The books are locked"),
                autospec=True,
            ),
            self.assertRaisesRegex(UserError, "locked"),
            self.env.cr.savepoint(),
        ):
            worker = self.users["field_worker"]
            application.with_user(worker).action_confirm_field("2026-12-05", "S-1")
        application.sudo()._approval_trusted().write(
            {
                "valve_on": "2026-12-05",
                "seal_number": "S-1",
                "finish_problem": "The books are locked",
            }
        )
        self.assertTrue(application.sudo()._is_due())
        application.sudo()._finish_or_explain()
        self.assertEqual(application.heat_ended_on.isoformat(), "2026-12-05")
        self.assertEqual(self.household.amount_due, 333.33)

    def test_a_prepayment_stays_with_the_former_customer(self):
        self._take(self.household, ("cash", 2050.0), surplus="advance", advance=50.0)
        self.assertEqual(self._get_kept().kept_for, "present")
        self.household._change_customer(self.customer_2, self.company._heating_today())
        kept = self._get_kept()
        self.assertEqual(
            (kept.kept_for, kept.partner_id, kept.amount),
            ("former", self.customer.commercial_partner_id, 50.0),
        )

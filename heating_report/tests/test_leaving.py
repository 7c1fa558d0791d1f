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

    def test_who_had_paid_gets_money_back(self):
        """Asked for in the name of who asked for leaving; listed until it is paid."""
        self._take(self.household, ("cash", 2000.0))
        self.assertFalse(self._get_kept())
        application = self._leave()
        self.assertEqual(application.state, "done")
        kept = self._get_kept()
        self.assertEqual((kept.kept_for, kept.amount), ("left", 1666.67))
        self.assertEqual(broken_laws(self.env), {})
        refund = self.household.sudo().refund_ids
        self.assertEqual(
            (refund.state, refund.kind, refund.amount, refund.partner_id),
            ("requested", "left", 1666.67, self.customer),
        )
        self.assertEqual(refund.requested_by_id, self.clerk)
        said = application.sudo().message_ids.mapped("body")
        self.assertTrue(any(refund.number in body for body in said))
        refund.with_user(self.approver).validate_tier()
        self._pay_out(refund, 1700.0)
        self.assertFalse(self._get_kept())
        self.assertEqual(broken_laws(self.env), {})

    def _pay_out(self, refund, opening_float):
        """By a cashier who did not take the money, from a drawer that is closed."""
        colleague = self._create_user("cashier", login="colleague")
        shift = self._open_shift(colleague, self.desk_2, opening_float)
        refund.with_user(colleague).action_pay_out(received_by="Zhang San")
        self.env.invalidate_all()
        self.assertEqual(refund.state, "paid")
        shift.action_close(
            self.company.currency_id.round(opening_float - refund.amount)
        )
        self.assertEqual(shift.cash_difference, 0.0)

    def _sell(self, **vals):
        """The first household changes hands today; both sides have confirmed."""
        application = self._ask("transfer", new_customer_id=self.customer_2.id, **vals)
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        application.action_confirm_old()
        other = self._create_user("archive_clerk", login="other_clerk")
        application.with_user(other).action_confirm_new()
        self.env.invalidate_all()
        self.assertEqual(application.state, "done")
        return application

    def test_who_sells_gets_the_prepayment_back(self):
        """Without consent it does not pass on, and pays nothing of the new customer."""
        self._take(self.household, ("cash", 2150.0), surplus="advance")
        self._sell()
        refund = self.household.sudo().refund_ids
        self.assertEqual(
            (refund.state, refund.kind, refund.amount, refund.partner_id),
            ("requested", "transferred", 150.0, self.customer),
        )
        self._open_debt(self.household, 40.0, "2026-12-05")
        self.env.invalidate_all()
        self.assertEqual(self.household.amount_due, 40.0)
        self.assertEqual(self._get_kept().kept_for, "former")
        refund.with_user(self.approver).validate_tier()
        self._pay_out(refund, 150.0)
        self.assertFalse(self._get_kept())
        self.assertEqual(broken_laws(self.env), {})

    def test_what_is_asked_for_already_does_not_pass_on(self):
        """The rest passes with consent, the refund stays the former customer's."""
        self._take(self.household, ("cash", 2150.0), surplus="advance")
        refund = (
            self.env["heating.refund"]
            .with_user(self.clerk)
            .create(
                {
                    "household_id": self.household.id,
                    "amount_asked": 100.0,
                    "reason": "Moves away",
                }
            )
        )
        refund.request_validation()
        self._sell(advance_handling="pass")
        self.assertEqual(refund.state, "requested")
        self.assertEqual(
            {kept.partner_id: kept.amount for kept in self._get_kept()},
            {self.customer: 100.0, self.customer_2: 50.0},
        )
        self.assertEqual(self.household.sudo().refund_ids, refund)
        self.assertEqual(broken_laws(self.env), {})

    def test_a_transfer_needs_an_account_first(self):
        """It stays a draft that says what is missing."""
        self._take(self.household, ("transfer", 2150.0), surplus="advance")
        application = self._sell()
        refund = self.household.sudo().refund_ids
        self.assertEqual(refund.state, "draft")
        self.assertIn("whose account", str(refund.message_ids[:1].body))
        refund.with_user(self.clerk).write(
            {"account_holder": "Zhang San", "account_number": "6222"}
        )
        refund.with_user(self.clerk).request_validation()
        self.assertEqual(refund.amount, 150.0)
        self.assertEqual(application.state, "done")

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

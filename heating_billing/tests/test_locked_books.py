from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import HeatingBillingCommon

LOCKS = (
    "fiscalyear_lock_date",
    "sale_lock_date",
    "tax_lock_date",
    "hard_lock_date",
)


@tagged("post_install", "-at_install")
class TestLockedBooks(HeatingBillingCommon):
    """Odoo would book on the next open day without a word; here it is said first."""

    def _each_lock(self, day):
        """Lock the books up to *day*, in one way after another."""
        for name in LOCKS:
            with self.subTest(lock=name), self.env.cr.savepoint() as savepoint:
                self.company[name] = day
                yield
                savepoint.close(rollback=True)
            self.env.invalidate_all()

    def test_a_run_into_locked_books_is_not_begun(self):
        run = self._create_run(date="2026-10-10")
        for _lock in self._each_lock("2026-10-31"):
            with self.assertRaisesRegex(UserError, "locked up to 2026-10-31"):
                run.action_rehearse()
        self.assertEqual(run.state, "draft")

    def test_a_rehearsed_run_is_neither_approved_nor_started(self):
        run = self._create_run(date="2026-10-10")
        run.action_rehearse()
        for _lock in self._each_lock("2026-10-31"):
            with self.assertRaisesRegex(UserError, "locked up to 2026-10-31"):
                run.with_user(self.approver).action_approve()
        run.with_user(self.approver).action_approve()
        for _lock in self._each_lock("2026-10-31"):
            with self.assertRaisesRegex(UserError, "locked up to 2026-10-31"):
                run.action_start()
        self.assertEqual(run.state, "approved")
        self.assertFalse(self.env["heating.bill"].search([]))

    def test_books_locked_during_the_run_bill_nobody(self):
        run = self._create_run(date="2026-10-10")
        run.action_rehearse()
        run.with_user(self.approver).action_approve()
        run.sudo().write({"state": "running"})
        self.company.sale_lock_date = "2026-10-31"
        run.sudo()._bill_batch(run.job_round, run.line_ids.ids)
        self.assertEqual(run.problem_count, 3)
        self.assertIn("locked up to 2026-10-31", run.line_ids[0].reason)
        self.assertFalse(self.env["heating.bill"].search([]))

    def test_a_charge_is_not_confirmed_into_locked_books(self):
        charge = self.env["heating.charge"].create(
            {"household_id": self.household.id, "amount": 218.0, "date": "2026-10-10"}
        )
        for _lock in self._each_lock("2026-10-31"):
            with self.assertRaisesRegex(UserError, "locked up to 2026-10-31"):
                charge.with_user(self.accountant).action_confirm()
        self.assertEqual(charge.state, "draft")
        charge.date = "2026-11-01"
        self.company.sale_lock_date = "2026-10-31"
        charge.with_user(self.accountant).action_confirm()
        self.assertEqual(charge.move_ids.date, charge.move_ids.invoice_date)

    def test_arrears_have_no_tax_that_could_be_locked(self):
        charge = self.env["heating.charge"].create(
            {
                "household_id": self.household.id,
                "season_id": self.season.id,
                "kind": "opening",
                "amount": 218.0,
                "date": "2026-10-10",
            }
        )
        self.company.tax_lock_date = "2026-10-31"
        charge._post_invoices()
        self.assertEqual(str(charge.move_ids.date), "2026-10-10")

    def test_an_invoice_booked_on_another_day_is_refused(self):
        """Whatever moves the day, the debt is not in the books then."""
        charge = self.env["heating.charge"].create(
            {"household_id": self.household.id, "amount": 218.0, "date": "2026-10-10"}
        )
        move = self.env["account.move"].new(
            {
                "move_type": "out_invoice",
                "amount_total": 218.0,
                "invoice_date": "2026-10-10",
                "date": "2026-11-30",
            }
        )
        with self.assertRaisesRegex(UserError, "2026-11-30"):
            charge._check_document(move, 218.0, charge.date)

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestCharge(HeatingBillingCommon):
    def _create_charge(self, **vals):
        return self.env["heating.charge"].create(
            {"household_id": self.household.id, "amount": 218.0, **vals}
        )

    def test_a_charge_is_one_invoice_in_its_own_journal(self):
        charge = self._create_charge(kind="restore")
        charge.with_user(self.accountant).action_confirm()
        self.assertEqual(charge.state, "posted")
        self.assertRecordValues(
            charge.move_ids,
            [
                {
                    "journal_id": self.company.heating_charge_journal_id.id,
                    "amount_total": 218.0,
                    "amount_tax": 18.0,
                }
            ],
        )
        self.assertEqual(self.household.amount_due, 218.0)

    def test_opening_arrears_have_no_tax_and_no_revenue(self):
        charge = self._create_charge(kind="opening", season_id=self.season.id)
        charge._post_invoices()
        self.assertFalse(charge.move_ids.invoice_line_ids.tax_ids)
        self.assertEqual(
            charge.move_ids.invoice_line_ids.account_id,
            self.company.heating_opening_account_id,
        )
        self.assertEqual(
            charge.move_ids.journal_id, self.company.heating_opening_journal_id
        )

    def test_only_accountants_confirm(self):
        charge = self._create_charge()
        with self.assertRaises(AccessError):
            charge.with_user(self.users["cashier"]).action_confirm()

    def test_a_posted_charge_does_not_change(self):
        charge = self._create_charge()
        charge.with_user(self.accountant).action_confirm()
        with self.assertRaisesRegex(UserError, "does not change"):
            charge.with_user(self.accountant).amount = 1.0
        with self.assertRaisesRegex(UserError, "stays"):
            charge.with_user(self.accountant).unlink()
        with self.assertRaisesRegex(UserError, "Confirm"):
            self.rpc(
                self.accountant,
                "heating.charge",
                "write",
                charge.ids,
                {"state": "draft"},
            )

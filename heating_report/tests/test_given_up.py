from odoo.tests import tagged

from odoo.addons.heating_payment.tests.common import HeatingPaymentCommon

from ..audit import broken_laws


@tagged("post_install", "-at_install")
class TestGivenUp(HeatingPaymentCommon):
    """The fee of a business that does not come about, in the books."""

    def test_what_was_paid_of_a_fee_taken_back_is_the_customers(self):
        kind = self.env["heating.application.type"].search([("code", "=", "payer")])
        kind.write({"fee_kind": "fixed", "fee_price": 50.0, "arrears_cleared": False})
        application = (
            self.env["heating.application"]
            .with_user(self.users["archive_clerk"])
            .create(
                {
                    "type_id": kind.id,
                    "household_id": self.household.id,
                    "date_from": self.company._heating_today(),
                    "new_payer_id": self.customer_2.id,
                }
            )
        )
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        owed = self.household.amount_due
        self._take(self.household, ("cash", owed - 20.0))
        self.assertAlmostEqual(application.fee_charge_ids.amount_residual, 20.0)
        application.with_user(self.approver).action_give_up("The payer went away")
        self.household.invalidate_recordset()
        self.assertEqual(application.fee_charge_ids.state, "cancelled")
        self.assertEqual(self.household.amount_due, 0.0)
        self.assertAlmostEqual(self.household.advance_balance, 30.0)
        self.assertEqual(broken_laws(self.env), {})

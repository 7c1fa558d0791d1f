from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20 04:00:00")
class TestPayerDates(HeatingBillingCommon):
    """Bills and charges go to who pays on their own date."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employer, cls.office = cls.env["res.partner"].create(
            [
                {"name": "Steel Works", "is_company": True},
                {"name": "City Office", "is_company": True},
            ]
        )

    def test_a_bill_goes_to_who_pays_on_its_date(self):
        self.household._change_payer(
            self.employer, date(2026, 10, 1), date(2026, 10, 31)
        )
        self.household_2._change_payer(self.office, date(2026, 11, 1))
        self.assertFalse(self.household.payer_id)
        self.assertEqual(self.household_2.payer_id, self.office)
        self._bill_season(date="2026-10-10")
        self.assertEqual(self._get_bill(self.household).partner_id, self.employer)
        self.assertEqual(self._get_bill(self.household_2).partner_id, self.customer_2)

    def test_a_charge_goes_to_who_pays_on_its_date(self):
        self.household._change_payer(self.employer, date(2026, 12, 1))
        charges = self.env["heating.charge"].create(
            [
                {"household_id": self.household.id, "amount": 5.0, "date": day}
                for day in ("2026-11-20", "2026-12-02")
            ]
        )
        self.assertEqual(charges.mapped("partner_id"), self.customer | self.employer)
        self.assertEqual(charges[1].partner_id, self.employer)

    def test_bills_that_have_been_made_stay_with_whom_they_were_made_for(self):
        self._bill_season()
        bill = self._get_bill(self.household)
        application = (
            self.env["heating.application"]
            .with_user(self.clerk)
            .create(
                {
                    "type_id": self.env.ref(
                        "heating_customer.application_type_payer"
                    ).id,
                    "household_id": self.household.id,
                    "new_payer_id": self.employer.id,
                    "date_from": "2026-11-15",
                }
            )
        )
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        self.assertEqual(application.state, "done")
        self.assertEqual(self.household.payer_id, self.employer)
        self.assertEqual(bill.partner_id, self.customer)
        self.assertEqual(bill.move_ids.partner_id, self.customer)
        self.assertFalse(bill.version_ids)

    def test_a_payer_of_a_season_that_is_over_is_refused(self):
        self.env["heating.season"].create(
            {"date_start": "2025-11-15", "date_end": "2026-03-14"}
        )
        application = (
            self.env["heating.application"]
            .with_user(self.clerk)
            .create(
                {
                    "type_id": self.env.ref(
                        "heating_customer.application_type_payer"
                    ).id,
                    "household_id": self.household.id,
                    "new_payer_id": self.employer.id,
                    "date_from": "2026-01-10",
                }
            )
        )
        with self.assertRaisesRegex(UserError, "which is over"):
            application.request_validation()

from datetime import date

from odoo.tests import tagged

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestAdvance(HeatingPaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employer = cls.env["res.partner"].create(
            {"name": "Employer", "is_company": True}
        )

    def test_new_bills_are_paid_from_advances(self):
        """One entry for the batch; what is over stays on the household."""
        first = self._create_household("T000040", self.customer)
        second = self._create_household("T000041", self.customer_2)
        self._take(first, ("cash", 2500.0), surplus="advance")
        self._take(second, ("wechat", 700.0), surplus="advance")
        run = self._create_run()
        run.action_rehearse()
        run.with_user(self.approver).action_approve()
        run.action_start()
        self.env.invalidate_all()
        self.assertEqual((first + second).mapped("amount_due"), [0.0, 1300.0])
        self.assertEqual((first + second).mapped("advance_balance"), [500.0, 0.0])
        applications = self.env["heating.advance.application"].search([])
        self.assertEqual(len(applications.debit_line_id.move_id), 1)
        self.assertEqual(
            self._get_bill(first).move_ids.payment_state,
            "paid",
        )

    def test_applying_again_changes_nothing(self):
        household = self._create_household("T000042", self.customer)
        self._take(household, ("cash", 100.0), surplus="advance")
        applications = self.env["heating.advance.application"]
        self.assertFalse(applications._apply(household))
        self.assertEqual(household.advance_balance, 100.0)

    def test_each_keeps_their_own_advance(self):
        """A household's advance never pays for another one of the same customer."""
        first = self._create_household("T000043", self.customer)
        self._take(first, ("cash", 100.0), surplus="advance")
        self.env["heating.advance.application"]._apply(first + self.household)
        self.env.invalidate_all()
        self.assertEqual(self.household.amount_due, 2000.0)
        self.assertEqual(first.advance_balance, 100.0)

    def _lines(self, receipt):
        return receipt.tender_ids.payment_id.move_id.line_ids.sorted("id")

    def test_a_surplus_is_of_who_is_billed(self):
        """Also where several households of several payers are paid at once."""
        contact = self.env["res.partner"].create(
            {"name": "Accounts", "parent_id": self.employer.id}
        )
        self.household_2.payer_id = contact
        receipt = self._take(
            self.household_2 + self.household,
            ("cash", 2500.0),
            ("wechat", 1800.0),
            surplus="advance",
        )
        self.assertEqual(receipt.payer_name, "Accounts")
        self.assertEqual(
            [
                (line.partner_id, line.heating_household_id, line.balance)
                for line in self._lines(receipt)
                if line.heating_household_id
            ],
            [
                # each debt is of whose invoice it is, not of who is billed now
                (self.customer, self.household, -2000.0),
                (self.customer_2, self.household_2, -500.0),
                (self.customer_2, self.household_2, -1500.0),
                (self.employer, self.household_2, -300.0),
            ],
        )
        self.assertEqual(self.household_2.advance_balance, 300.0)
        self.assertEqual(self.household.advance_balance, 0.0)

    def test_a_prepayment_where_nothing_is_open(self):
        household = self._create_household(
            "T000044", self.customer, payer_id=self.employer.id
        )
        receipt = self._take(household, ("cash", 100.0), surplus="advance")
        self.assertEqual(self._lines(receipt).partner_id, self.employer)
        self.assertEqual(receipt.tender_ids.payment_id.partner_id, self.employer)

    def test_an_employer_s_bill_is_not_paid_by_the_resident(self):
        household = self._create_household("T000045", self.customer)
        self._take(household, ("cash", 300.0), surplus="advance")
        household._change_payer(self.employer, date(2026, 9, 1))
        self._open_debt(household, 100.0, "2026-10-01")
        self._open_debt(
            household, 40.0, "2026-10-02", partner_id=self.customer.id, kind="water"
        )
        self.env.invalidate_all()
        self.assertEqual(household.amount_due, 100.0)
        self.assertEqual(household.advance_balance, 260.0)
        self._take(household, ("wechat", 150.0), surplus="advance")
        self._open_debt(household, 90.0, "2026-10-03")
        self._open_debt(
            household, 500.0, "2026-10-04", partner_id=self.customer.id, kind="water"
        )
        self.env.invalidate_all()
        # 50 of the employer paid 90 in part, 260 of the resident paid 500 in part
        self.assertEqual(household.amount_due, 40.0 + 240.0)
        self.assertEqual(household.advance_balance, 0.0)
        self._check_partners_are_their_own()

    def test_a_former_customer_s_money_is_not_used_for_the_new_one(self):
        household = self._create_household("T000046", self.customer)
        self._take(household, ("cash", 100.0), surplus="advance")
        household.customer_id = self.customer_2
        self._open_debt(household, 60.0, "2026-10-01")
        self.env.invalidate_all()
        self.assertEqual(household.amount_due, 60.0)
        self.assertEqual(household.advance_balance, 100.0)
        self.assertIn("Zhang San", household.advance_owners)
        # what the former one still owes is paid from it
        self._open_debt(household, 70.0, "2026-10-02", partner_id=self.customer.id)
        self.env.invalidate_all()
        self.assertEqual(household.amount_due, 60.0)
        self.assertEqual(household.advance_balance, 30.0)

    def _check_partners_are_their_own(self):
        for application in self.env["heating.advance.application"].search([]):
            lines = application.advance_line_id + application.debt_line_id
            lines += application.debit_line_id + application.credit_line_id
            self.assertEqual(len(lines.partner_id), 1)
            self.assertEqual(lines.heating_household_id, application.household_id)

from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestBill(HeatingBillingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.business = cls.env.ref("heating_customer.category_business")
        cls.stopped = cls._create_household("T000010", cls.customer)
        cls.env["heating.supply"].create(
            {"household_id": cls.stopped.id, "state": "stopped"}
        )
        cls.shop = cls._create_household("T000011", cls.customer_2)
        cls.shop.space_ids.category_id = cls.business
        cls.employer = cls.env["res.partner"].create(
            {"name": "Employer", "is_company": True}
        )
        cls.paid_for = cls._create_household(
            "T000012", cls.customer, payer_id=cls.employer.id
        )
        cls.half = cls._create_household("T000013", cls.customer)
        cls.env["heating.supply"].create(
            {
                "household_id": cls.half.id,
                "state": "stopped",
                "date_from": "2027-01-14",
            }
        )
        cls.bill_run = cls._bill_season()

    def test_a_bill_is_explained_and_invoiced(self):
        bill = self._get_bill(self.household)
        self.assertRecordValues(
            bill,
            [
                {
                    "number": "2026-2027/T000001",
                    "amount_total": 2000.0,
                    "amount_residual": 2000.0,
                    "payment_state": "open",
                    "partner_id": self.customer.id,
                    "date_due": date(2026, 12, 31),
                }
            ],
        )
        self.assertEqual(
            bill.line_ids.explanation, "Heat: Built Area 100.00 m² × 20.00 yuan"
        )
        self.assertRecordValues(
            bill.move_ids,
            [
                {
                    "move_type": "out_invoice",
                    "state": "posted",
                    "partner_id": self.customer.id,
                    "journal_id": self.company.heating_bill_journal_id.id,
                    "invoice_date_due": date(2026, 12, 31),
                    "amount_total": 2000.0,
                    "amount_tax": 0.0,
                }
            ],
        )
        receivable = bill.move_ids.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        self.assertRecordValues(
            receivable,
            [
                {
                    "balance": 2000.0,
                    "heating_household_id": self.household.id,
                    "heating_bill_id": bill.id,
                    "heating_season_id": self.season.id,
                }
            ],
        )
        revenue = bill.move_ids.invoice_line_ids
        self.assertEqual(revenue.account_id, self.company.heating_income_account_id)

    def test_other_heat_has_its_tax_inside(self):
        invoice = self._get_bill(self.shop).move_ids
        self.assertRecordValues(
            invoice, [{"amount_total": 3000.0, "amount_tax": 247.71}]
        )

    def test_a_stopped_household_owes_the_basic_fee(self):
        bill = self._get_bill(self.stopped)
        self.assertEqual(bill.amount_total, 600.0)
        self.assertEqual(bill.line_ids.kind, "basic")
        self.assertIn("30% while Stopped", bill.line_ids.explanation)

    def test_days_are_counted_by_state(self):
        bill = self._get_bill(self.half)
        self.assertEqual(
            [(line.kind, line.days, line.amount) for line in bill.line_ids],
            [("heat", 60, 1000.0), ("basic", 60, 300.0)],
        )
        self.assertIn("60 of 120 days", bill.line_ids[0].explanation)

    def test_the_payer_is_billed_instead_of_the_customer(self):
        bill = self._get_bill(self.paid_for)
        self.assertEqual(bill.partner_id, self.employer)
        self.assertEqual(bill.move_ids.partner_id, self.employer)

    @mute_logger("odoo.sql_db")
    def test_one_bill_for_a_household_and_season(self):
        bill = self._get_bill(self.household)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            bill.copy({"number": "again", "line_ids": [Command.clear()]})

    def test_owed_is_read_from_the_ledger(self):
        self.assertEqual(self.shop.amount_due, 3000.0)
        self.assertEqual(
            self.env["heating.household"]
            .browse([self.household.id, self.stopped.id])
            .mapped("amount_due"),
            [2000.0, 600.0],
        )

    def test_the_notice_has_the_formula_and_the_household_s_code(self):
        bill = self._get_bill(self.household)
        report = self.env["ir.actions.report"].with_user(self.users["cashier"])
        name = "heating_billing.bill_document"
        html = report._render_qweb_pdf(name, bill.ids)[0].decode()
        for words in (
            bill.line_ids[0].with_user(self.users["cashier"]).explanation,
            self.household.number,
            "data:image/png;base64,",
            "2,000.00",
        ):
            self.assertIn(words, html)
        pdf, kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(
            name, bill.ids
        )
        self.assertEqual(kind, "pdf")
        self.assertTrue(pdf.startswith(b"%PDF"))
        with self.assertRaises(AccessError):
            report.with_user(self.stranger)._render_qweb_pdf(name, bill.ids)

    def test_facts_of_parts_take_no_query_more_for_each_household(self):
        households = self.household + self.household_2 + self.shop
        for household in households:
            for space in household.space_ids:
                self.env["heating.supply"].create(
                    {
                        "household_id": household.id,
                        "space_id": space.id,
                        "state": "stopped",
                        "date_from": "2026-12-15",
                    }
                )
        gather = self.env["heating.bill"]._gather_facts

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            facts = gather(self.season, some)
            return self.env.cr.sql_log_count - before, facts

        count(households)
        one, _facts = count(self.household)
        all_of_them, facts = count(households)
        self.assertEqual(one, all_of_them)
        for household in households:
            (space,) = facts[household.id].spaces
            (part,) = space.supply
            self.assertEqual((part.state, str(part.start)), ("stopped", "2026-12-15"))
            self.assertEqual(part.end, self.season.date_end)

import io
from datetime import date

import openpyxl

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.heating_billing.tests.common_parts import SharedBillCommon
from odoo.addons.heating_payment.tests.common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestStatement(HeatingPaymentCommon, SharedBillCommon):
    """The mill pays a shop's part of 700 yuan and all 2,000 of another flat."""

    @classmethod
    def _bill_season(cls, **vals):
        cls.household_2._change_payer(cls.employer, date(2026, 10, 1))
        return super()._bill_season(**vals)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.users["manager"]

    def _state(self, **vals):
        self.env.flush_all()
        statement = self.env["heating.statement"].with_user(self.manager)
        return statement.create({"partner_id": self.employer.id, **vals})

    def test_every_household_the_payer_is_billed_for(self):
        theirs = self.shop.bill_ids.move_ids.filtered("heating_payer_kind_id")
        self._take(self.shop, ("card", 300.0), move_ids=theirs.ids)
        statement = self._state()
        self.assertRecordValues(
            statement.line_ids,
            [
                {
                    "household_number": "T000002",
                    "billed": 2000.0,
                    "paid": 0.0,
                    "open": 2000.0,
                    "area": 100.0,
                },
                {
                    "household_number": "T000009",
                    "billed": 700.0,
                    "paid": 300.0,
                    "open": 400.0,
                    "area": 100.0,
                },
            ],
        )
        self.assertIn("Employer", statement.line_ids[1].document)
        self.assertEqual(
            (statement.household_count, statement.billed, statement.paid),
            (2, 2700.0, 300.0),
        )
        self.assertEqual(statement.open, 2400.0)

    def test_what_is_paid_may_be_left_out(self):
        self._take(self.household_2, ("card", 2000.0))
        self.assertEqual(self._state(only_open=True).open, 700.0)
        self.assertEqual(len(self._state(only_open=True).line_ids), 1)
        self.assertEqual(len(self._state().line_ids), 2)

    def test_a_contact_of_the_company_stands_for_it(self):
        contact = self.env["res.partner"].create(
            {"name": "Accounts", "parent_id": self.employer.id}
        )
        self.assertEqual(self._state(partner_id=contact.id).billed, 2700.0)

    def test_other_seasons_have_nothing(self):
        season = self.env["heating.season"].create(
            {"date_start": "2024-11-15", "date_end": "2025-03-14"}
        )
        statement = self._state(season_ids=[Command.set(season.ids)])
        self.assertFalse(statement.line_ids)
        for action in (statement.action_print, statement.action_spreadsheet):
            with self.assertRaisesRegex(UserError, "Nothing of this was billed to"):
                action()

    def test_somebody_of_another_branch_sees_their_own_households_only(self):
        branch = self.env["heating.branch"].create({"name": "Elsewhere", "code": "EW"})
        self.manager.heating_branch_ids = branch
        statement = self._state()
        self.assertFalse(statement.line_ids)
        self.assertEqual(statement.branch_names, "Elsewhere")

    def test_on_paper(self):
        statement = self._state()
        action = statement.action_print()
        self.assertEqual(action["report_name"], "heating_report.statement_document")
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.manager)
            ._render_qweb_html("heating_report.statement_document", statement.ids)
        )
        text = html.decode()
        for words in ("Cotton Mill", "T000009", "2,700.00", "Total of 2 households"):
            self.assertIn(words, text)

    def test_as_a_spreadsheet(self):
        statement = self._state()
        statement.action_spreadsheet()
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.manager)
            ._render_xlsx("heating_report.statement_xlsx", statement.line_ids.ids, {})
        )
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        rows = list(sheet.iter_rows(values_only=True))
        self.assertEqual([row[2] for row in rows[1:3]], ["T000002", "T000009"])
        self.assertEqual([row[7] for row in rows[1:3]], [2000, 700])

import io

import openpyxl

from odoo.tests import tagged

from odoo.addons.heating_payment.tests.common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestArrears(HeatingPaymentCommon):
    """A debt is listed with who owes it and with the household it is for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.users["manager"]
        cls.former = cls.customer
        cls.present = cls.env["res.partner"].create(
            {"name": "Wang Wu", "phone": "13800000009"}
        )
        cls.household.customer_id = cls.present
        cls._charge(cls.household, 30.0)
        cls._charge(cls.household, 12.5)

    @classmethod
    def _charge(cls, household, amount, **vals):
        charge = cls.env["heating.charge"].create(
            {
                "household_id": household.id,
                "season_id": cls.season.id,
                "kind": "water",
                "amount": amount,
                **vals,
            }
        )
        charge.with_user(cls.accountant).action_confirm()

    def _rows(self, *domain):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["heating.arrears"].with_user(self.manager).search(list(domain))

    def test_two_debtors_of_one_household_have_a_row_each(self):
        rows = self._rows(("household_id", "=", self.household.id))
        self.assertRecordValues(
            rows.sorted("open"),
            [
                {
                    "partner_id": self.present.id,
                    "phone": "13800000009",
                    "customer_id": self.present.id,
                    "household_number": "T000001",
                    "kind": "charge",
                    "open": 42.5,
                },
                {
                    "partner_id": self.former.id,
                    "phone": "13800000001",
                    "customer_id": self.present.id,
                    "household_number": "T000001",
                    "kind": "bill",
                    "open": 2000.0,
                },
            ],
        )
        self.assertEqual(len(set(rows.ids)), 2)

    def test_debts_of_the_same_season_and_kind_stay_apart(self):
        self._charge(self.household, 7.0, partner_id=self.former.id)
        rows = self._rows(
            ("household_id", "=", self.household.id), ("kind", "=", "charge")
        )
        self.assertEqual(
            {row.partner_id: row.open for row in rows},
            {self.present: 42.5, self.former: 7.0},
        )
        self.assertEqual(sum(rows.mapped("open")), 49.5)

    def test_who_pays_for_a_household_is_its_debtor(self):
        employer = self.env["res.partner"].create(
            {"name": "Employer", "is_company": True, "phone": "03521234567"}
        )
        self.household_2.payer_id = employer
        self._charge(self.household_2, 5.0)
        rows = self._rows(
            ("household_id", "=", self.household_2.id), ("kind", "=", "charge")
        )
        self.assertRecordValues(
            rows,
            [
                {
                    "partner_id": employer.id,
                    "phone": "03521234567",
                    "customer_id": self.customer_2.id,
                }
            ],
        )

    def test_totals_are_the_ledger_s(self):
        self._take(self.household, ("cash", 1000.0))
        arrears = self.env["heating.arrears"].with_user(self.manager)
        households = self.household | self.household_2 | self.other_household
        groups = dict(
            arrears._read_group(
                [("household_id", "in", households.ids)], ["community_id"], ["open:sum"]
            )
        )
        self.assertEqual(sum(groups.values()), sum(households.mapped("amount_due")))
        self.assertEqual(groups[self.community], 3042.5)
        self.assertEqual(groups[self.other_community], 2000.0)

    def test_a_debtor_is_found_who_lives_there_no_longer(self):
        views = self.env["heating.arrears"].get_view(
            self.env.ref("heating_report.heating_arrears_view_search").id, "search"
        )
        self.assertIn("partner_id.phone", views["arch"])
        for word in ("Zhang", "13800000001"):
            rows = self._rows(
                "|",
                ("partner_id", "ilike", word),
                ("partner_id.phone", "ilike", word),
            )
            self.assertEqual(rows.partner_id, self.former)

    def test_the_spreadsheet_names_debtor_and_household(self):
        rows = self._rows(("household_id", "=", self.household.id))
        report = self.env["ir.actions.report"].with_user(self.manager)
        content, _kind = report._render("heating_report.arrears_xlsx", rows.ids, {})
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        cells = [
            [cell.value for cell in row] for row in sheet.iter_rows(2, len(rows) + 1)
        ]
        labels = rows.fields_get(["household_number", "partner_id", "phone", "open"])
        head = [cell.value for cell in sheet[1]]
        columns = [head.index(labels[name]["string"]) for name in labels]
        self.assertCountEqual(
            [[row[column] for column in columns] for row in cells],
            [
                [
                    row[name] if name != "partner_id" else row.partner_id.name
                    for name in labels
                ]
                for row in rows
            ],
        )
        self.assertIn("Zhang San", str(cells))

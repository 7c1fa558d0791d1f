import base64
import json
from decimal import Decimal

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import SQL, file_open

from odoo.addons.heating_customer.tests.common_ledger import LedgerImportCommon

TODAY = "2026-10-01"
STATES = {"正常": "supplied", "报停": "stopped", "未开通": "not_opened"}


@tagged("post_install", "-at_install")
class TestLedgerImportReal(LedgerImportCommon):
    """A company's real ledger gives exactly what its expected figures say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        frozen = freeze_time(TODAY)
        frozen.start()
        cls.addClassCleanup(frozen.stop)
        with file_open("heating_billing/tests/ledger-2026.expected.json") as expected:
            cls.expected = json.load(expected)
        with file_open("heating_customer/demo/ledger-2026.xlsx", "rb") as workbook:
            cls.file = base64.b64encode(workbook.read())
        before = cls.env["heating.household"].search([])
        cls.moves_before = cls.env["account.move"].search([])
        cls.history_before = cls.env["heating.payment.history"].search([])
        cls.ledger = cls._import_file()
        cls.households = cls.env["heating.household"].search([]) - before
        cls.charges = cls.households.charge_ids

    @classmethod
    def _import_file(cls):
        ledger = cls.imports.create({"filename": "ledger-2026.xlsx", "file": cls.file})
        ledger.action_preview()
        ledger.action_import()
        return ledger

    def _sum(self, table, column, ids):
        """An exact sum: Odoo would give a float."""
        self.env.flush_all()
        [(total,)] = self.env.execute_query(
            SQL(
                "SELECT SUM(%s)::text FROM %s WHERE id = ANY(%s)",
                SQL.identifier(column),
                SQL.identifier(table),
                list(ids),
            )
        )
        return Decimal(total)

    def _count_by(self, name):
        groups = self.env["heating.household"]._read_group(
            [("id", "in", self.households.ids)], [name], ["__count"]
        )
        return dict(groups)

    def test_households(self):
        self.assertEqual(self.ledger.row_count, self.expected["rows"])
        self.assertEqual(self.ledger.importable_count, self.expected["importable"])
        self.assertEqual(len(self.households), self.expected["importable"])
        self.assertEqual(
            self._sum("heating_household", "built_area", self.households.ids),
            Decimal(self.expected["built_area"]),
        )
        self.assertEqual(
            self._sum("heating_space", "built_area", self.households.space_ids.ids),
            Decimal(self.expected["built_area"]),
        )
        self.assertEqual(len(self.households.customer_id), len(self.households))

    def test_refused_households(self):
        refused = self.ledger.line_ids.filtered(
            lambda line: line.kind == "refused" and line.sheet == "用户台账"
        )
        self.assertEqual(
            sorted(set(refused.mapped("number"))), self.expected["refused_households"]
        )
        self.assertFalse(
            self.households.filtered_domain(
                [("number", "in", self.expected["refused_households"])]
            )
        )

    def test_by_state_branch_and_category(self):
        self.assertEqual(
            self._count_by("supply_state"),
            {STATES[word]: n for word, n in self.expected["by_status"].items()},
        )
        self.assertEqual(
            {branch.name: n for branch, n in self._count_by("branch_id").items()},
            self.expected["by_branch"],
        )
        words = self.imports._get_category_words()
        self.assertEqual(
            {category.id: n for category, n in self._count_by("category_id").items()},
            {words[word]: n for word, n in self.expected["by_kind"].items()},
        )

    def test_arrears(self):
        self.assertEqual(
            self._sum("heating_charge", "amount", self.charges.ids),
            Decimal(self.expected["debt_importable"]),
        )
        self.assertEqual(
            self._sum("heating_charge", "amount_residual", self.charges.ids),
            Decimal(self.expected["debt_importable"]),
        )
        self.assertEqual(
            Decimal(f"{self.ledger.arrears_amount:.2f}"),
            Decimal(self.expected["debt_importable"]),
        )
        self.assertEqual(
            self.ledger.arrears_count + self.ledger.arrears_refused_count,
            self.expected["debt_rows"],
        )
        unknown = self.ledger.line_ids.filtered(lambda line: line.kind == "unknown")
        self.assertEqual(len(unknown), self.expected["debt_unknown_household"])
        self.assertEqual(
            self.ledger.arrears_unknown_count, self.expected["debt_unknown_household"]
        )
        self.assertEqual(set(self.charges.mapped("state")), {"posted"})
        self.assertEqual(set(self.charges.mapped("kind")), {"opening"})

    def test_opening_invoices(self):
        moves = self.env["account.move"].search([]) - self.moves_before
        self.assertEqual(moves, self.charges.move_ids)
        self.assertEqual(len(moves), len(self.charges))
        self.assertEqual(set(moves.mapped("state")), {"posted"})
        self.assertFalse(moves.line_ids.tax_ids)
        self.assertFalse(moves.line_ids.tax_line_id)
        company = self.company
        self.assertEqual(
            moves.line_ids.account_id.filtered(
                lambda account: account.account_type != "asset_receivable"
            ),
            company.heating_opening_account_id,
        )
        self.assertNotIn("income", moves.line_ids.account_id.mapped("internal_group"))
        for move in moves:
            charge = move.heating_charge_id
            season = charge.season_id
            self.assertEqual(move.partner_id, charge.household_id.customer_id)
            self.assertTrue(season.date_start <= move.date <= season.date_end)
            self.assertEqual(move.date, move.invoice_date)

    def test_trial_balance(self):
        lines = self.charges.move_ids.line_ids
        receivable = lines.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        owed = Decimal(self.expected["debt_importable"])
        self.assertEqual(self._sum("account_move_line", "balance", lines.ids), 0)
        self.assertEqual(
            self._sum("account_move_line", "balance", receivable.ids), owed
        )
        self.assertEqual(
            self._sum("account_move_line", "balance", (lines - receivable).ids), -owed
        )

    def test_payment_history(self):
        history = self.env["heating.payment.history"].search([]) - self.history_before
        self.assertEqual(history, self.households.payment_history_ids)
        self.assertEqual(len(history), self.expected["history_rows"])
        self.assertEqual(
            self._sum("heating_payment_history", "paid", history.ids),
            Decimal(self.expected["history_paid"]),
        )

    def test_a_second_import_changes_nothing(self):
        tables = [
            *("heating_household", "heating_space", "heating_supply", "res_partner"),
            *("heating_location", "heating_station", "heating_branch"),
            *("heating_season", "heating_charge", "heating_payment_history"),
            *("account_move", "account_move_line"),
        ]
        self.env.flush_all()
        for table in tables:
            # a write within this transaction would bear its time
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET write_date = '2026-01-01'",
                    SQL.identifier(table),
                )
            )
        self.env.invalidate_all()
        counts = self._count_rows(tables)
        ledger = self._import_file()
        self.env.flush_all()
        self.assertEqual(counts, self._count_rows(tables))
        self.assertRecordValues(
            ledger,
            [
                {
                    "state": "done",
                    "new_count": 0,
                    "existing_count": self.expected["importable"],
                    "arrears_existing_count": self.ledger.arrears_count,
                    "payment_existing_count": self.expected["history_rows"],
                    "todo_count": 0,
                }
            ],
        )

    def _count_rows(self, tables):
        """Rows of each table, and how many of them were written before today."""
        return {
            table: self.env.execute_query(
                SQL(
                    "SELECT COUNT(*), COUNT(*) FILTER (WHERE write_date < '2026-01-02')"
                    " FROM %s",
                    SQL.identifier(table),
                )
            )
            for table in tables
        }

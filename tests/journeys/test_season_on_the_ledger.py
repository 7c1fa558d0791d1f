"""The whole road: a hand-kept ledger in, a collected and accounted season out.

Every step is taken by the person of the role, and what comes out is compared with
figures that the test works out itself from the raw workbook.
"""

import base64
import io
import json
import pathlib
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import openpyxl

from odoo.fields import Command
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.heating_report.audit import broken_laws

from tests.common import bill_season, build_users

ROOT = pathlib.Path(__file__).parents[2]
LEDGER = ROOT / "heating_customer" / "demo" / "ledger-2026.xlsx"
EXPECTED = ROOT / "tests" / "ledger" / "ledger-2026.expected.json"
PRICES = {"居民": 20, "商业": 28, "学校": 22, "机关事业": 24}
CODES = {
    "居民": "resident",
    "商业": "business",
    "学校": "school",
    "机关事业": "institution",
}
STATES = {"正常": "supplied", "报停": "stopped", "未开通": "not_opened"}


def cents(value):
    """Half-up to two decimals, as the tariff says."""
    return Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)


@tagged("post_install", "-at_install")
class TestSeasonOnTheLedger(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context={
                **cls.env.context,
                "tracking_disable": True,
                "queue_job__no_delay": True,
            }
        )
        cls.users = build_users(cls.env)
        cls.expected = json.loads(EXPECTED.read_text())
        cls.refused = set(cls.expected["refused_households"])
        cls.rows = cls._read_rows()

    @classmethod
    def _read_rows(cls):
        """Households that come in, read here and not by the product's readers.

        :return: dict of number → (area, category, state, branch), as in the workbook
        """
        sheet = openpyxl.load_workbook(LEDGER, read_only=True)["用户台账"]
        rows = {}
        for cells in list(sheet.iter_rows(values_only=True))[1:]:
            number, area = cells[0], cells[10]
            if number in cls.refused or cells[9] not in PRICES:
                continue
            if isinstance(area, str):
                folded = "".join(
                    chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in area
                )
                area = folded.strip(" 　㎡")
            rows[number] = (Decimal(str(area)), cells[9], cells[15], cells[3])
        return rows

    def _step_import(self):
        job = (
            self.env["heating.ledger.import"]
            .with_user(self.users["administrator"])
            .create(
                {
                    "file": base64.b64encode(LEDGER.read_bytes()),
                    "filename": LEDGER.name,
                    "states_from": "2026-06-01",
                }
            )
        )
        job.action_preview()
        self.assertEqual(job.state, "previewed")
        job.action_import()
        self.env.invalidate_all()
        self.assertEqual(job.state, "done")
        households = self.env["heating.household"].search([])
        self.assertEqual(len(households), self.expected["importable"])
        self.assertEqual(
            f"{sum(Decimal(str(h.built_area)) for h in households):.2f}",
            self.expected["built_area"],
        )
        counts = dict(
            self.env["heating.household"]._read_group([], ["supply_state"], ["__count"])
        )
        self.assertEqual(
            counts,
            {STATES[name]: n for name, n in self.expected["by_status"].items()},
        )
        branches = self.env["heating.household"]._read_group(
            [], ["branch_id"], ["__count"]
        )
        self.assertEqual(
            {branch.name: count for branch, count in branches},
            self.expected["by_branch"],
        )
        owed = sum(Decimal(str(h.amount_due)) for h in households)
        self.assertEqual(f"{owed:.2f}", self.expected["debt_importable"])
        ((count, paid),) = self.env["heating.payment.history"]._read_group(
            [], [], ["__count", "paid:sum"]
        )
        self.assertEqual(count, self.expected["history_rows"])
        self.assertEqual(f"{paid:.2f}", self.expected["history_paid"])
        return households

    def _step_tariff(self):
        season = self.env["heating.season"].search([("name", "=", "2026-2027")])
        season = season or self.env["heating.season"].create(
            {"date_start": "2026-11-15", "date_end": "2027-03-14"}
        )
        category = {
            each.code: each.id for each in self.env["heating.category"].search([])
        }
        tariff = (
            self.env["heating.tariff"]
            .with_user(self.users["administrator"])
            .create(
                {
                    "name": "2026-2027",
                    "season_id": season.id,
                    "price_ids": [
                        Command.create(
                            {"category_id": category[CODES[kind]], "price": price}
                        )
                        for kind, price in PRICES.items()
                    ],
                    "share_ids": [
                        Command.create({"supply_state": "stopped", "share": 0.3})
                    ],
                }
            )
        )
        tariff.with_user(self.users["approver"]).action_approve()
        return season

    def _step_bill(self, season):
        run = bill_season(self.env, season, self.users)
        totals = defaultdict(Decimal)
        for number, (area, kind, state, _branch) in self.rows.items():
            share = {"正常": Decimal(1), "报停": Decimal("0.3")}.get(state)
            if share is not None:
                totals[number] = cents(area * PRICES[kind] * share)
        bills = self.env["heating.bill"].search([("season_id", "=", season.id)])
        self.assertEqual(
            {bill.household_id.number: cents(str(bill.amount_total)) for bill in bills},
            dict(totals),
        )
        not_opened = [n for n, row in self.rows.items() if row[2] == "未开通"]
        exempt = run.line_ids.filtered(lambda line: line.state == "exempt")
        self.assertEqual(
            sorted(exempt.household_id.mapped("number")), sorted(not_opened)
        )
        self.assertTrue(all(exempt.mapped("reason")))
        self.assertFalse(run.problem_count)
        for bill in bills[:: len(bills) // 20]:
            invoice = bill.move_ids
            self.assertEqual(invoice.state, "posted")
            self.assertEqual(invoice.partner_id, bill.household_id.customer_id)
            self.assertEqual(invoice.invoice_date_due, season.date_due)
            resident = bill.household_id.category_id.code == "resident"
            self.assertEqual(bool(invoice.amount_tax), not resident)
        return bills, totals

    def _step_collect(self, totals):
        """Sixty households pay at a desk, some in part, some too much."""
        cashier = self.users["cashier"]
        hall = self.env["heating.hall"].create(
            {"name": "Hall", "branch_id": self.env["heating.branch"].search([])[0].id}
        )
        desk = self.env["heating.desk"].create(
            {"name": "Desk", "code": "J1", "hall_id": hall.id}
        )
        receipts = self.env["heating.receipt"].with_user(cashier)
        receipts.counter_open_shift(desk.id, 200.0)
        methods = {m["kind"]: m["id"] for m in receipts.counter_start()["methods"]}
        received = defaultdict(Decimal)
        in_cash = Decimal(0)
        for index, number in enumerate(sorted(totals)[::30]):
            (found,) = [
                row
                for row in receipts.counter_search(number)
                if row["number"] == number
            ]
            owed = Decimal(str(found["owed"]))
            pays = [owed, cents(owed / 2), owed + 100][index % 3]
            kind = ["cash", "wechat", "alipay", "card"][index % 4]
            receipts.counter_take(
                {
                    "key": f"journey-{number}",
                    "household_ids": [found["id"]],
                    "tenders": [{"method_id": methods[kind], "amount": float(pays)}],
                    "surplus": "advance",
                }
            )
            received[number] = min(pays, owed)
            in_cash += pays if kind == "cash" else 0
            self.env.invalidate_all()
        shift = self.env["heating.shift"].search([("user_id", "=", cashier.id)])
        shift.with_user(cashier).action_close(float(in_cash) + 200.0)
        self.assertEqual(shift.cash_difference, 0.0)
        shift.with_user(self.users["head_cashier"]).action_confirm()
        return received

    def _step_lists(self, season, totals, received):
        """Arrears and collection rates against what the test knows."""
        households = self.env["heating.household"].search([])
        owed = sum(Decimal(str(h.amount_due)) for h in households)
        arrears = self.env["heating.arrears"].with_user(self.users["manager"])
        ((opened,),) = arrears._read_group([], [], ["open:sum"])
        self.assertEqual(cents(str(opened)), cents(owed))
        self.assertEqual(
            cents(owed),
            cents(
                Decimal(self.expected["debt_importable"])
                + sum(totals.values())
                - sum(received.values())
            ),
        )
        bills = self.env["heating.bill"].search([("season_id", "=", season.id)])
        figures = (
            self.env["heating.collection"]
            .with_user(self.users["manager"])
            .get_by_branch(season.id)
        )
        for row in figures[:-1]:
            mine = bills.filtered(lambda b, row=row: b.branch_id.name == row["branch"])
            numbers = set(mine.household_id.mapped("number"))
            receivable = sum(totals[number] for number in numbers)
            paid = mine.filtered(lambda bill: not bill.amount_residual)
            area = sum(self.rows[number][0] for number in numbers)
            area_paid = sum(
                self.rows[number][0] for number in paid.household_id.mapped("number")
            )
            self.assertEqual(cents(str(row["receivable"])), cents(receivable))
            self.assertEqual(row["households"], len(mine))
            self.assertEqual(row["households_paid"], len(paid))
            self.assertAlmostEqual(
                row["area_rate"], float(100 * area_paid / area), places=6
            )
            self.assertAlmostEqual(
                row["household_rate"], 100 * len(paid) / len(mine), places=6
            )
        total = figures[-1]
        self.assertEqual(cents(str(total["receivable"])), sum(totals.values()))
        self.assertAlmostEqual(
            total["money_rate"], 100 * total["received"] / total["receivable"], places=6
        )

    def _step_spreadsheets(self):
        for name, model in (
            ("arrears_xlsx", "heating.arrears"),
            ("collection_xlsx", "heating.collection"),
        ):
            records = self.env[model].with_user(self.users["manager"]).search([])
            report = self.env["ir.actions.report"].with_user(self.users["manager"])
            content, kind = report._render(f"heating_report.{name}", records.ids, {})
            self.assertEqual(kind, "xlsx")
            sheet = openpyxl.load_workbook(io.BytesIO(content)).active
            self.assertEqual(sheet.freeze_panes, "A2")
            if model == "heating.arrears":
                self.assertEqual(sheet.max_row, len(records) + 2)

    def _step_ticket(self):
        """A repair: reported, assigned, done, followed up by another."""
        household = self.env["heating.household"].search([], limit=1)
        ticket = (
            self.env["helpdesk.ticket"]
            .with_user(self.users["service_agent"])
            .create(
                {
                    "name": "No heat",
                    "description": "The radiator is cold",
                    "kind": "repair",
                    "household_id": household.id,
                }
            )
        )
        ticket.action_assign(self.users["field_worker"].id)
        worker = ticket.with_user(self.users["field_worker"])
        worker.action_start()
        worker.action_done("Vented, 21 degrees")
        self.env["heating.follow.up"].with_user(self.users["service_agent"]).create(
            {"ticket_id": ticket.id, "outcome": "satisfied", "rating": "5"}
        )
        self.assertTrue(ticket.closed)

    @mute_logger("odoo.addons.queue_job.utils")
    def test_from_the_ledger_to_a_collected_season(self):
        self._step_import()
        self.assertEqual(broken_laws(self.env), {})
        season = self._step_tariff()
        _bills, totals = self._step_bill(season)
        self.assertEqual(broken_laws(self.env), {})
        received = self._step_collect(totals)
        self.assertEqual(broken_laws(self.env), {})
        self._step_lists(season, totals, received)
        self._step_spreadsheets()
        self._step_ticket()
        self.assertEqual(broken_laws(self.env), {})
        ((balance,),) = self.env["account.move.line"]._read_group(
            [("parent_state", "=", "posted")], [], ["balance:sum"]
        )
        self.assertEqual(cents(str(balance)), 0)

import base64
import io
import os
from unittest.mock import patch

import xlsxwriter

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import HeatingBillingCommon

HEADINGS = (
    "户号 户主姓名 联系电话 分公司 换热站 小区 楼栋 单元 房号 "
    "用户性质 建筑面积 用热状态"
)


@tagged("post_install", "-at_install")
class TestTours(HeatingBillingCommon, HttpCase):
    """The import and the bill run as their people click through them."""

    def setUp(self):
        super().setUp()
        # a browser sends no context of ours, so that jobs are run at once this way
        self.enterContext(patch.dict(os.environ, {"QUEUE_JOB__NO_DELAY": "1"}))
        self.enterContext(mute_logger("odoo.addons.queue_job.utils"))

    def _build_workbook(self):
        """Four rows, of which one has no area."""
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream) as book:
            sheet = book.add_worksheet("用户台账")
            sheet.write_row(0, 0, HEADINGS.split())
            for row in range(1, 5):
                sheet.write_row(
                    row,
                    0,
                    [
                        f"TOUR000{row}",
                        f"户主{row}",
                        "13900000000",
                        "旅行分公司",
                        "旅行换热站",
                        "旅行小区",
                        "1号楼",
                        "1单元",
                        f"10{row}",
                        "居民",
                        "待测" if row == 4 else 80.5,
                        "正常",
                    ],
                )
        return stream.getvalue()

    def test_import_of_a_ledger(self):
        administrator = self.users["administrator"]
        self.env["ir.attachment"].create(
            {
                "name": "tour-ledger.xlsx",
                "datas": base64.b64encode(self._build_workbook()),
                "public": True,
            }
        )
        self.start_tour(
            "/odoo/action-heating_customer.heating_ledger_import_action/new",
            "heating_ledger_import",
            login=administrator.login,
        )
        households = self.env["heating.household"].search([("number", "like", "TOUR")])
        self.assertEqual(
            households.mapped("number"), ["TOUR0001", "TOUR0002", "TOUR0003"]
        )
        self.assertEqual(households.mapped("built_area"), [80.5] * 3)

    def test_bill_run_from_rehearsal_to_bills(self):
        action = "/odoo/action-heating_billing.heating_bill_run_action"
        self.start_tour(
            f"{action}/new", "heating_bill_run_rehearse", login=self.accountant.login
        )
        run = self.env["heating.bill.run"].search([], limit=1)
        self.assertEqual((run.state, run.ready_count), ("rehearsed", 3))
        self.assertFalse(self.env["heating.bill"].search([]))
        self.start_tour(
            f"{action}/{run.id}", "heating_bill_run_approve", login=self.approver.login
        )
        self.start_tour(
            f"{action}/{run.id}", "heating_bill_run_start", login=self.accountant.login
        )
        self.env.invalidate_all()
        self.assertEqual((run.state, run.billed_count), ("done", 3))
        self.assertEqual(set(run.line_ids.bill_id.move_ids.mapped("state")), {"posted"})


class HouseholdScreen(HeatingBillingCommon):
    """The household for somebody on the phone: who, where, what is owed."""

    def _see_the_household(self):
        self.household.joined_on = "2020-11-01"
        self.household.occupancy_ids.date_from = "2020-11-01"
        self._bill_season()
        self.start_tour(
            f"/odoo/heating-households/{self.household.id}",
            "heating_household_screen",
            login=self.users["archive_clerk"].login,
        )


@tagged("post_install", "-at_install")
class TestHouseholdTour(HouseholdScreen, HttpCase):
    browser_size = "1366x768"

    def test_household_screen(self):
        self._see_the_household()


@tagged("post_install", "-at_install")
class TestHouseholdPhoneTour(HouseholdScreen, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_household_screen(self):
        self._see_the_household()


@tagged("post_install", "-at_install")
class TestTariffTour(HeatingBillingCommon, HttpCase):
    """From a city's rule pack to an approved tariff, its examples passing."""

    browser_size = "1366x768"

    def test_tariff_with_examples_is_approved(self):
        self.env["heating.season"].create(
            {"date_start": "2027-11-15", "date_end": "2028-03-14"}
        )
        # that asking is refused while an example fails is a step of the tour
        with mute_logger("odoo.http"):
            self.start_tour(
                "/odoo/action-heating_billing.heating_tariff_action",
                "heating_tariff_from_pack",
                login=self.administrator.login,
            )
        tariff = self.env["heating.tariff"].search([], order="id DESC", limit=1)
        self.assertRecordValues(tariff, [{"state": "requested", "failed_count": 0}])
        self.start_tour(
            f"/odoo/action-heating_billing.heating_tariff_action/{tariff.id}",
            "heating_tariff_approve",
            login=self.approver.login,
        )
        tariff.invalidate_recordset()
        self.assertRecordValues(
            tariff, [{"state": "approved", "approved_by_id": self.approver.id}]
        )

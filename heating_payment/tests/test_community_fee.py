from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.heating_customer.tests.common_ledger import LedgerImportCommon

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20 02:00:00")
class TestCommunityFee(HeatingPaymentCommon, LedgerImportCommon):
    """A community joins: each household pays by its own area before it has heat."""

    def _row(self, number, room, area):
        return {
            "户号": number,
            "分公司": self.branch.name,
            "小区": "New Garden",
            "楼栋": "1号楼",
            "房号": room,
            "建筑面积(㎡)": area,
            "套内面积(㎡)": "",
        }

    @mute_logger("odoo.addons.queue_job.utils")
    def test_each_pays_by_its_area(self):
        """50 yuan a m²: 90 m² pay 4,500, 60 m² pay 3,000; then all join at once."""
        self.env = self.env(context={**self.env.context, "queue_job__no_delay": True})
        garden = self.env["heating.location"].create(
            {"name": "New Garden", "kind": "community", "branch_id": self.branch.id}
        )
        kind = self.env.ref("heating_customer.application_type_join_many")
        kind.write({"fee_kind": "area", "fee_price": 50.0, "contract_needed": False})
        ledger = self._preview(
            self._row("N0001", "101", 90), self._row("N0002", "102", 60)
        )
        application = (
            self.env["heating.application"]
            .with_user(self.clerk)
            .create(
                {
                    "type_id": kind.id,
                    "location_id": garden.id,
                    "ledger_import_id": ledger.id,
                    "surveyed_on": "2026-11-18",
                    "date_from": "2026-11-20",
                }
            )
        )
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        self.env.invalidate_all()
        charges = application.sudo().fee_charge_ids.sorted("amount")
        self.assertEqual(
            [(each.household_id.number, each.amount) for each in charges],
            [("N0002", 3000.0), ("N0001", 4500.0)],
        )
        self.assertEqual(set(charges.mapped("kind")), {"connection"})
        self.assertEqual(application.state, "approved")
        self.assertIn("7,500.00", application.pending_text)
        for charge in charges:
            self.assertEqual(charge.household_id.state, "joining")
            self._take(charge.household_id, ("cash", charge.amount))
        self.env.invalidate_all()
        self.assertEqual(application.state, "done")
        self.assertEqual(
            set(application.joining_household_ids.mapped("state")), {"active"}
        )

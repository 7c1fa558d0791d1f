from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_meter_settlement import HeatingMeterSettlementCommon


@tagged("post_install", "-at_install")
class TestMeterFault(HeatingMeterSettlementCommon):
    """Broken meters: reported by one, approved by another, charged by area."""

    def _report(self, day="2027-01-05"):
        return (
            self.env["heating.meter.fault"]
            .with_user(self.field_worker)
            .create(
                {
                    "meter_id": self.meter.id,
                    "broken_on": day,
                    "reason": "The display is dark",
                }
            )
        )

    def test_a_broken_meter_is_charged_by_area_and_says_so(self):
        fault = self._report()
        self.assertEqual(self.meter.state, "working")
        for user in (self.field_worker, self.clerk, self.accountant):
            with self.assertRaises(AccessError):
                fault.with_user(user).action_approve()
        fault.with_user(self.approver).action_approve()
        self.assertEqual(self.meter.state, "broken")
        settlement = self._settle()
        self.assertRecordValues(
            settlement.line_ids, [{"state": "settled", "kind": "broken"}]
        )
        self._costs(self.bill, 2000.0, "area")
        self.assertIn("Meter M-1 is broken since", self.bill.metering_text)

    def test_a_meter_found_broken_after_the_settlement(self):
        self._read(self.meter, "2027-03-15", 5100.0)
        self._settle()
        fault = self._report()
        with (
            self.assertRaisesRegex(UserError, "cannot be read"),
            self.env.cr.savepoint(),
        ):
            fault.with_user(self.approver).action_approve()
        self.meter.reading_ids.with_user(self.accountant)._take_back("Stood still")
        fault.with_user(self.approver).action_approve()
        self._costs(self.bill, 2000.0, "area")

    def test_reports_of_broken_meters_are_checked(self):
        for day in ("2027-03-21", "2026-09-30"):
            with (
                self.subTest(day),
                self.assertRaisesRegex(UserError, "cannot have broken"),
                self.env.cr.savepoint(),
            ):
                self._report(day)
        fault = self._report()
        with self.assertRaisesRegex(UserError, "stay"):
            fault.sudo().unlink()
        with (
            self.assertRaisesRegex(UserError, "Say why the report is refused"),
            self.env.cr.savepoint(),
        ):
            fault.with_user(self.approver).action_refuse(" ")
        self.env.invalidate_all()
        self.assertEqual(fault.state, "asked")
        self.env["heating.meter.fault.refuse"].with_user(self.approver).create(
            {"fault_id": fault.id, "reason": "It counts"}
        ).action_refuse()
        self.assertEqual((fault.state, fault.refused_because), ("refused", "It counts"))
        with self.assertRaisesRegex(UserError, "decided already"):
            fault.with_user(self.approver).action_approve()
        self.assertEqual(self.meter.state, "working")
        for vals in (
            {"state": "broken", "broken_on": "2027-01-05"},
            {"state": "broken"},
        ):
            with self.assertRaisesRegex(AccessError, "another person approves"):
                self.meter.with_user(self.clerk).write(vals)

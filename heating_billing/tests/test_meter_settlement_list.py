from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_meter_settlement import HeatingMeterSettlementCommon


@tagged("post_install", "-at_install")
class TestMeterSettlementList(HeatingMeterSettlementCommon):
    """What the list says before anything is posted, and who is left out of it."""

    def test_unusual_heat_stands_out(self):
        # last season 2000 kWh on 100 m², this one 5000: two and a half times as much
        self.meter.installed_on = "2025-10-01"
        self._read(self.meter, "2026-03-15", 2100.0)
        self._read(self.meter, "2026-11-01", 2100.0)
        self.household.company_id.heating_meter_factor = 3
        self._read(self.meter, "2027-03-15", 7100.0)
        settlement = self._settle()
        line = settlement.line_ids
        self.assertEqual(
            (line.per_area, line.per_area_before, line.unusual_count), (50.0, 20.0, 0)
        )
        self.household.company_id.heating_meter_factor = 2
        settlement.sudo()._compare()
        settlement.invalidate_recordset()
        self.assertEqual((line.unusual_count, settlement.unusual_count), (1, 1))

    def _prepare(self):
        settlement = (
            self.env["heating.meter.settlement"]
            .with_user(self.accountant)
            .create({"season_id": self.season.id})
        )
        settlement.action_prepare()
        return settlement

    def test_the_list_says_what_is_going_to_be_posted(self):
        self._read(self.meter, "2027-03-15", 5100.0)
        settlement = self._prepare()
        self.assertRecordValues(
            settlement.line_ids,
            [
                {
                    "state": "ready",
                    "amount_before": 2000.0,
                    "amount_after": 1600.0,
                    "difference": -400.0,
                }
            ],
        )
        self.assertEqual(
            (settlement.line_count, settlement.expected_difference), (1, -400.0)
        )
        self.assertEqual(settlement.difference, 0.0, "nothing is posted yet")
        self._costs(self.bill, 2000.0, "advance")
        settlement.action_start()
        settlement.invalidate_recordset()
        self.assertEqual(
            (settlement.expected_difference, settlement.difference), (0.0, -400.0)
        )

    def test_a_bill_that_cannot_be_worked_out_is_told_beforehand(self):
        self._read(self.meter, "2027-03-15", 5100.0)
        bills = self.env.registry["heating.bill"]
        with patch.object(bills, "_assess_anew", side_effect=UserError("No price.")):
            line = self._prepare().line_ids
        self.assertEqual(
            (line.state, line.kind, line.reason), ("blocked", "posting", "No price.")
        )

    def test_who_is_held_back_is_left_out_until_released(self):
        self._read(self.meter, "2027-03-15", 5100.0)
        settlement = self._prepare()
        line = settlement.line_ids
        for user in (self.clerk, self.approver):
            with self.assertRaises(AccessError):
                line.with_user(user)._hold_back("Much less than before")
        with self.assertRaisesRegex(UserError, "Say why"):
            line._hold_back(" ")
        self.env["heating.meter.settlement.hold"].with_user(self.accountant).create(
            {"line_ids": line.ids, "reason": "Much less than before"}
        ).action_hold()
        self.assertEqual((line.state, line.reason), ("parked", "Much less than before"))
        self.assertIn("Much less than before", settlement.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "Nobody is ready"):
            settlement.action_start()
        settlement.action_prepare()
        self.assertEqual(line.state, "parked", "preparing again keeps it")
        self.env.invalidate_all()
        self.assertEqual((settlement.parked_count, settlement.ready_count), (1, 0))
        with self.assertRaisesRegex(UserError, "to be settled can be held"):
            line._hold_back("Twice")
        # meanwhile the reading was found wrong
        self.meter.reading_ids.with_user(self.accountant)._take_back("Misread")
        self._read(self.meter, "2027-03-15", 6100.0)
        line.action_release()
        line = settlement.line_ids
        self.assertEqual(
            (line.state, line.amount_after, line.reason), ("ready", 1800.0, False)
        )
        settlement.action_start()
        self._costs(self.bill, 1800.0, "metered")

    def _undo(self):
        # with the context in which jobs run at once
        run = self.bill.run_id.with_env(self.env)
        run.with_user(self.accountant).action_request_undo("Wrong prices")
        run.with_user(self.approver).action_undo()
        self.env.invalidate_all()

    def test_whose_bill_was_undone_is_not_settled(self):
        """A bill that was undone since the list was made gets no new documents."""
        self._read(self.meter, "2027-03-15", 5100.0)
        settlement = self._prepare()
        self._undo()
        documents = self.bill.move_ids
        settlement.action_start()
        self.env.invalidate_all()
        self.assertRecordValues(
            settlement.line_ids,
            [{"state": "blocked", "reason": "Its bill was undone."}],
        )
        self.assertEqual(self.bill.move_ids, documents)
        self.assertEqual(sum(documents.mapped("amount_total_signed")), 0.0)

    def test_who_was_held_back_and_undone_is_forgotten(self):
        self._read(self.meter, "2027-03-15", 5100.0)
        settlement = self._prepare()
        settlement.line_ids._hold_back("Much less than before")
        self._undo()
        settlement.action_prepare()
        self.env.invalidate_all()
        self.assertFalse(settlement.line_ids)

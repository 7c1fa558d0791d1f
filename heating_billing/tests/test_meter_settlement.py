from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_meter import HeatingMeterCommon


@tagged("post_install", "-at_install")
class TestMeterSettlement(HeatingMeterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with (
            freeze_time("2026-10-10"),
            mute_logger("odoo.addons.queue_job.utils"),
        ):
            cls._bill_season()
        cls.bill = cls.household.bill_ids
        cls.startClassPatcher(freeze_time("2027-03-20 02:00:00"))

    def setUp(self):
        super().setUp()
        logger = mute_logger("odoo.addons.queue_job.utils")
        logger.__enter__()
        self.addCleanup(logger.__exit__, None, None, None)

    def test_before_the_readings_it_is_charged_by_area(self):
        self._costs(self.bill, 2000.0, "advance")
        self.assertIn("before the meter is read", self.bill.metering_text)

    def test_less_heat_is_given_back(self):
        # 600 + 5000 × 0.20
        self._read(self.meter, "2027-03-15", 5100.0)
        settlement = self._settle()
        self._costs(self.bill, 1600.0, "metered")
        self.assertEqual(settlement.state, "done")
        self.assertRecordValues(
            settlement.line_ids,
            [
                {
                    "state": "settled",
                    "heat": 5000.0,
                    "per_area": 50.0,
                    "amount_before": 2000.0,
                    "amount_after": 1600.0,
                    "difference": -400.0,
                }
            ],
        )
        self.assertEqual(
            self.bill.move_ids.mapped("move_type"), ["out_refund", "out_invoice"]
        )
        self.assertIn("Settlement of metered heat", self.bill.version_ids.reason)
        self.assertIn("5000.00 kWh × 0.20 yuan", self.bill.line_ids[-1].explanation)
        self.assertIn(
            "Meter M-1: 5100 on 2027-03-15 − 100 on 2026-10-01 = 5000 kWh",
            self.bill.metering_text,
        )
        # from the facts that were kept, the meter's among them
        old = self.bill.version_ids
        self.assertTrue(self.bill._is_replayed(old))
        self.assertTrue(self.bill._is_replayed())

    def test_more_heat_is_charged(self):
        # 600 + 8000 × 0.20
        self._read(self.meter, "2027-03-15", 8100.0)
        self._settle()
        self._costs(self.bill, 2200.0, "metered")

    def test_settling_again_does_no_harm(self):
        self._read(self.meter, "2027-03-15", 5100.0)
        settlement = self._settle()
        moves = self.bill.move_ids
        settlement.action_prepare()
        with self.assertRaisesRegex(UserError, "Nobody is ready"):
            settlement.action_start()
        self._settle()
        self.env.invalidate_all()
        self.assertEqual(self.bill.move_ids, moves)
        self.assertEqual(self.bill.version_count, 1)

    def test_a_batch_that_comes_late_does_nothing(self):
        self._read(self.meter, "2027-03-15", 5100.0)
        settlement = (
            self.env["heating.meter.settlement"]
            .with_user(self.accountant)
            .create({"season_id": self.season.id})
        )
        settlement.action_prepare()
        late = settlement.sudo()
        late.write({"state": "running"})
        settlement.action_stop()
        self.assertEqual(settlement.state, "stopped")
        late._settle_batch(late.job_round, late.line_ids.ids)
        self._costs(self.bill, 2000.0, "advance")
        settlement.action_start()
        self._costs(self.bill, 1600.0, "metered")

    def test_who_cannot_be_settled_and_why(self):
        for steps, kind, words in (
            ([], "last", "no final reading"),
            ([("2026-12-01", 600.0), ("2027-03-15", 90000.0)], "held", "is held"),
        ):
            with self.subTest(kind), self.env.cr.savepoint() as savepoint:
                for day, value in steps:
                    self._read(self.meter, day, value)
                settlement = self._settle()
                self.assertRecordValues(
                    settlement.line_ids, [{"state": "blocked", "kind": kind}]
                )
                self.assertIn(words, settlement.line_ids.reason)
                self._costs(self.bill, 2000.0, "advance")
                savepoint.rollback()
                self.env.invalidate_all(flush=False)

    def test_a_meter_of_earlier_seasons_needs_a_first_reading(self):
        old = self._install(self.household, "M-0", installed_on="2025-01-01")
        self._read(self.meter, "2027-03-15", 5100.0)
        self._read(old, "2027-03-15", 3000.0)
        self.assertEqual(self._settle().line_ids.kind, "first")
        self._read(old, "2026-10-20", 1000.0)
        self._read(old, "2025-11-14", 500.0)
        self._settle()
        # 2000 of the one and 5000 of the other: 600 + 7000 × 0.20
        self._costs(self.bill, 2000.0, "metered")

    def test_replaced_meters_and_units_add_up(self):
        # 2000 kWh until it was taken out, then 9 GJ = 2500 kWh: 600 + 4500 × 0.20
        self._read(self.meter, "2027-01-10", 2100.0)
        self.meter.removed_on = "2027-01-10"
        other = self._install(
            self.household,
            "M-2",
            installed_on="2027-01-10",
            unit="gj",
            start_value=0.0,
        )
        self.assertEqual(self._settle().line_ids.kind, "last")
        self._read(other, "2027-03-14", 9.0)
        self._settle()
        self._costs(self.bill, 1500.0, "metered")

    def test_days_without_a_meter(self):
        self._read(self.meter, "2027-01-10", 2100.0)
        self.meter.removed_on = "2027-01-10"
        other = self._install(self.household, "M-2", installed_on="2027-01-20")
        self._read(other, "2027-03-14", 2000.0)
        line = self._settle().line_ids
        self.assertEqual((line.state, line.kind), ("blocked", "gap"))
        self.assertIn("2027-01-11", line.reason)

    def test_taken_back_it_is_settled_anew(self):
        reading = self._read(self.meter, "2027-03-15", 5100.0)
        self._settle()
        accountant = reading.with_user(self.accountant)
        for user in (self.clerk, self.field_worker, self.approver):
            with self.assertRaises(AccessError):
                reading.with_user(user)._take_back("Misread")
        with self.assertRaisesRegex(UserError, "Say why"):
            accountant._take_back(" ")
        self.env["heating.meter.reading.take.back"].with_user(self.accountant).create(
            {"reading_ids": reading.ids, "reason": "Misread"}
        ).action_take_back()
        self._costs(self.bill, 2000.0, "advance")
        self.assertRecordValues(
            reading,
            [
                {
                    "state": "taken_back",
                    "value": 5100.0,
                    "read_by_id": self.field_worker.id,
                    "taken_back_by_id": self.accountant.id,
                    "taken_back_reason": "Misread",
                }
            ],
        )
        with self.assertRaisesRegex(UserError, "not accepted"):
            accountant._take_back("Again")
        self._read(self.meter, "2027-03-15", 6100.0)
        self._settle()
        self._costs(self.bill, 1800.0, "metered")

    def test_nobody_takes_back_their_own(self):
        reading = self._read(self.meter, "2027-03-15", 5100.0, user=self.accountant)
        with self.assertRaisesRegex(AccessError, "another person"):
            reading.with_user(self.accountant)._take_back("Misread")

    def test_never_after_the_season_is_closed(self):
        reading = self._read(self.meter, "2027-03-15", 5100.0)
        self._settle()
        season = self.season.with_user(self.accountant)
        with self.assertRaises(AccessError):
            self.season.with_user(self.clerk).action_close()
        season.action_close()
        with (
            self.assertRaisesRegex(UserError, "was closed on"),
            self.env.cr.savepoint(),
        ):
            reading.with_user(self.accountant)._take_back("Misread")
        self.env.invalidate_all()
        self.assertEqual(reading.state, "accepted")
        with self.assertRaisesRegex(UserError, "was closed on"):
            self._settle()
        season.action_reopen()
        reading.with_user(self.accountant)._take_back("Misread")
        self._costs(self.bill, 2000.0, "advance")

    def test_a_season_says_what_is_still_open(self):
        season = self.season.with_user(self.accountant)
        waiting = "wait for the settlement of metered heat: 1"
        self.assertIn(waiting, season.open_matters)
        with (
            freeze_time("2027-03-01"),
            self.assertRaisesRegex(UserError, f"2027-03-14.*\n.*{waiting}"),
        ):
            season.action_close()
        self._read(self.meter, "2027-03-15", 5100.0)
        self._settle()
        self.env.invalidate_all()
        self.assertFalse(season.open_matters)
        self.assertEqual(season.state, "open")
        season.action_close()
        self.assertEqual(season.state, "closed")

    def test_a_correction_reaches_a_season_that_ended_until_it_is_closed(self):
        day = self.season.date_start
        find = self.env["heating.bill"]._get_affected
        self.assertEqual(find(self.household, day), self.bill)
        by_hand = self.env["heating.bill"]._get_affected_by_correction
        self.assertEqual(by_hand({self.household: None}), self.bill)
        self.season.with_user(self.accountant).action_close()
        self.assertFalse(find(self.household, day))
        self.assertFalse(by_hand({self.household: None}))

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

    def test_an_early_start_is_refused(self):
        with freeze_time("2027-03-01"), self.assertRaisesRegex(UserError, "ends on"):
            self._settle()
        with self.assertRaises(AccessError):
            self.env["heating.meter.settlement"].with_user(self.clerk).create(
                {"season_id": self.season.id}
            )


@tagged("post_install", "-at_install")
@freeze_time("2027-03-20 02:00:00")
class TestMeterFacts(HeatingMeterCommon):
    def test_heat_is_gathered_in_few_queries_however_many(self):
        gather = self.env["heating.bill"]._gather_facts
        households = self.household
        gather(self.season, households)
        self.env.invalidate_all()
        with self.assertQueryCount(9):
            gather(self.season, households)

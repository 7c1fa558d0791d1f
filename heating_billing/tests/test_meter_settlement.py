from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_meter import HeatingMeterCommon
from .common_meter_settlement import HeatingMeterSettlementCommon


@tagged("post_install", "-at_install")
class TestMeterSettlement(HeatingMeterSettlementCommon):
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

    def test_heat_of_days_that_were_added(self):
        """Charged like the days; the season after begins where this one ends."""
        # as if the tariff had been approved so
        self.env.cr.execute(
            "UPDATE heating_tariff SET charge_extra_days = TRUE WHERE id = %s",
            [self.bill.tariff_id.id],
        )
        self.env.invalidate_all()
        self.season.action_set_extra_days(0, 6, "Notice")
        days = self.season._get_metered_days()
        self.assertEqual(days.last.isoformat(), "2027-03-20")
        self._read(self.meter, "2027-03-15", 5100.0)
        with self.assertRaisesRegex(UserError, "ends on"):
            # the last day is not over
            with freeze_time("2027-03-19 02:00:00"):
                self._settle()
        with freeze_time("2027-03-22 02:00:00"):
            self._read(self.meter, "2027-03-21", 5600.0)
            settlement = self._settle()
        self.assertEqual(settlement.line_ids.heat, 5500.0)

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

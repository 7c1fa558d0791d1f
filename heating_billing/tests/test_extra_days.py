from unittest.mock import patch

from psycopg2.errors import ExclusionViolation

from odoo import fields
from odoo.exceptions import AccessError, LockError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.queue_job.exception import RetryableJobError

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestExtraDays(HeatingBillingCommon):
    """A season of 120 days at 20 yuan a m², 30 % while stopped; 100 and 75 m²."""

    @classmethod
    def _create_tariff(cls, name, **vals):
        return super()._create_tariff(name, charge_extra_days=True, **vals)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stopped = cls._create_household("T000081", cls.customer)
        cls.env["heating.supply"].create(
            {
                "household_id": cls.stopped.id,
                "state": "stopped",
                "date_from": "2026-11-15",
                "date_to": "2027-03-14",
            }
        )

    def _add(self, before, after, reason="Notice 2027-18"):
        season = self.season.with_user(self.administrator)
        season.action_set_extra_days(before, after, reason)
        self.env.invalidate_all()

    def _get_totals(self):
        return [
            self._get_bill(household).amount_total
            for household in (self.household, self.stopped)
        ]

    def test_bills_that_are_there_are_worked_out_anew(self):
        self._bill_season()
        self.assertEqual(self._get_totals(), [2000.0, 600.0])
        self._add(0, 6)
        # 100 m² × 20 yuan × 126 of 120 days; 30 % of it while stopped
        self.assertEqual(self._get_totals(), [2100.0, 630.0])
        bill = self._get_bill(self.household)
        self.assertEqual(
            sum(bill.move_ids.mapped("amount_total_signed")), bill.amount_total
        )
        self.assertIn("126 of 120 days", bill.line_ids.explanation)
        self.assertEqual(bill.version_ids.amount_total, 2000.0)
        self.assertIn("Notice 2027-18", bill.version_ids.reason)
        self.assertTrue(bill._is_replayed())
        self.assertTrue(bill._is_replayed(bill.version_ids))
        self.assertEqual(self.season.extra_days_pending, 0)
        # withdrawn: the difference is a credit note
        self._add(0, 0, "Notice 2027-19")
        self.assertEqual(self._get_totals(), [2000.0, 600.0])

    def test_days_that_are_known_before_the_bills(self):
        self._add(5, 1, "Early start")
        self._bill_season()
        self.assertEqual(self._get_totals(), [2100.0, 630.0])
        self.assertEqual(self.season.heated_from.isoformat(), "2026-11-10")
        self.assertEqual(self.season.heated_until.isoformat(), "2027-03-15")
        self.assertFalse(self._get_bill(self.household).version_ids)

    def test_a_stop_in_the_season_lasts_through_the_days_added(self):
        """60 days in full, 66 at 30 %: what held on the last day goes on."""
        self.env["heating.supply"].create(
            {
                "household_id": self.household.id,
                "state": "stopped",
                "date_from": "2027-01-14",
                "date_to": "2027-03-14",
            }
        )
        self._add(0, 6)
        self._bill_season()
        # 2,000 × 60 ÷ 120 and 2,000 × 30 % × 66 ÷ 120
        self.assertEqual(self._get_totals()[0], 1000.0 + 330.0)

    def test_a_reduction_by_days_is_of_all_heated_days(self):
        self._add(0, 6)
        reduction = (
            self.env["heating.reduction"]
            .with_user(self.clerk)
            .create(
                {
                    "household_id": self.household.id,
                    "season_id": self.season.id,
                    "kind_id": self.env.ref("heating_billing.reduction_kind_outage").id,
                    "by": "days",
                    "value": 3.0,
                    "reason": "Burst main",
                }
            )
        )
        reduction.request_validation()
        # 3 of 126 days of 2,100 yuan
        self.assertEqual(reduction.amount, 50.0)
        reduction.with_user(self.approver).validate_tier()
        self._bill_season()
        bill = self._get_bill(self.household)
        self.assertEqual(bill.amount_total, 2050.0)
        self.assertTrue(bill._is_replayed())

    def test_one_that_cannot_be_worked_out_waits(self):
        """The others go on; it is counted, and the reason stands on the bill."""
        self._bill_season()
        # nothing on file any more to work it out from
        space = self.household.space_ids
        self.env.cr.execute(
            "UPDATE heating_space SET household_id = %s WHERE id = %s",
            [self.stopped.id, space.id],
        )
        self.env.invalidate_all()
        self._add(0, 6)
        self.assertEqual(self._get_totals()[0], 2000.0)
        self.assertEqual(self.season.extra_days_pending, 1)
        bill = self._get_bill(self.household)
        self.assertIn("could not be charged", bill.message_ids[:1].body)
        self.env.cr.execute(
            "UPDATE heating_space SET household_id = %s WHERE id = %s",
            [self.household.id, space.id],
        )
        self.env.invalidate_all()
        self.season.with_user(self.administrator).action_charge_extra_days()
        self.env.invalidate_all()
        self.assertEqual(self.season.extra_days_pending, 0)
        self.assertEqual(self._get_totals()[0], 2100.0)

    def _measure_anew(self, day, area):
        """Another area from *day* on; the old one ends the day before."""
        old = self.household.space_ids
        self.env["heating.space"].create(
            {
                "household_id": self.household.id,
                "category_id": old.category_id.id,
                "built_area": area,
                "date_from": day,
            }
        )
        old.date_to = fields.Date.subtract(fields.Date.to_date(day), days=1)

    def test_an_area_that_ends_where_the_season_begins(self):
        """The days before it are of the area that was on file then."""
        self._measure_anew("2026-11-15", 60.0)
        self._add(5, 0)
        self._bill_season()
        # 60 m² × 20 yuan, and 100 m² × 20 yuan × 5 of 120 days
        self.assertEqual(self._get_totals()[0], 1200.0 + 83.33)

    def test_an_area_of_the_days_that_were_added(self):
        self._add(0, 6)
        self._bill_season()
        self.assertEqual(self._get_totals()[0], 2100.0)
        self._measure_anew("2027-03-18", 60.0)
        bills = self.env["heating.bill"]._get_affected(
            self.household, fields.Date.to_date("2027-03-18")
        )
        self.assertEqual(bills, self._get_bill(self.household))
        bills._reassess("Measured anew")
        # 100 m² on 123 days and 60 m² on the last three, each rounded
        self.assertEqual(self._get_totals()[0], 2050.0 + 30.0)

    def test_who_changed_hands_is_charged_by_hand(self):
        """The bill is of who had it first: nobody pays for another's days."""
        self._bill_season()
        self.household.occupancy_ids.date_to = "2027-01-09"
        self.env.flush_all()
        self.env["heating.occupancy"].create(
            {
                "household_id": self.household.id,
                "partner_id": self.env["res.partner"].create({"name": "Buyer"}).id,
                "date_from": "2027-01-10",
            }
        )
        self._add(0, 6)
        self.assertEqual(self._get_totals(), [2000.0, 630.0])
        bill = self._get_bill(self.household)
        self.assertIn("changed hands", bill.message_ids[:1].body)
        self.assertIn(
            "Bills without the days that were added: 1.",
            self.season._get_open_matters(),
        )

    def test_a_job_that_meets_somebody_begins_anew(self):
        self._bill_season()
        bills = type(self.env["heating.bill"])
        with (
            patch.object(bills, "lock_for_update", side_effect=LockError("busy")),
            self.assertRaises(RetryableJobError),
        ):
            self._add(0, 6)
        self.assertEqual(self._get_totals()[0], 2000.0)

    def test_what_a_job_left_behind_is_done_at_night(self):
        self._bill_season()
        seasons = type(self.env["heating.season"])
        with patch.object(seasons, "_delay_extra_days", lambda season: None):
            self._add(0, 6)
        self.assertEqual(self.season.extra_days_pending, self.season.bill_count)
        self.env["heating.season"]._charge_missed_extra_days()
        self.env.invalidate_all()
        self.assertEqual(self._get_totals(), [2100.0, 630.0])

    def test_days_added_belong_to_no_other_season(self):
        self._add(0, 6)
        with mute_logger("odoo.sql_db"), self.assertRaises(ExclusionViolation):
            self.env["heating.season"].create(
                {"date_start": "2027-03-18", "date_end": "2027-10-14"}
            )
        season = self.season.with_user(self.administrator)
        for name in ("heated_from", "heated_until"):
            with self.assertRaisesRegex(UserError, "by their button"):
                season[name] = "2027-06-01"

    def test_what_is_refused(self):
        for days in (-1, 61, True, "5"):
            with self.assertRaisesRegex(UserError, "cannot be added"):
                self._add(0, days)
        with self.assertRaisesRegex(UserError, "which notice"):
            self._add(0, 1, " ")
        self.env["heating.season"].create(
            {"date_start": "2027-04-20", "date_end": "2027-10-14", "name": "Odd"}
        )
        with self.assertRaisesRegex(UserError, "belong to season Odd"):
            self._add(0, 40)
        with self.assertRaises(AccessError):
            self.season.with_user(self.accountant).action_set_extra_days(0, 1, "x")
        season = self.season.with_user(self.administrator)
        with self.assertRaisesRegex(UserError, "by their button"):
            season.extra_days_after = 3
        with self.assertRaisesRegex(UserError, "by their button"):
            season.create(
                {
                    "date_start": "2030-11-15",
                    "date_end": "2031-03-14",
                    "extra_days_before": 2,
                }
            )
        self.season.sudo().closed_on = "2027-06-01"
        with self.assertRaisesRegex(UserError, "was closed"):
            self._add(0, 1)

    def test_the_dialog(self):
        self._bill_season()
        dialog = Form(
            self.env["heating.season.extra.days"]
            .with_user(self.administrator)
            .with_context(default_season_id=self.season.id)
        )
        self.assertEqual(dialog.bill_count, self.season.bill_count)
        dialog.after = 6
        dialog.reason = "Notice"
        dialog.save().action_apply()
        self.env.invalidate_all()
        self.assertEqual(self._get_totals(), [2100.0, 630.0])


@tagged("post_install", "-at_install")
class TestExtraDaysFree(HeatingBillingCommon):
    """A tariff that does not charge them, as shipped: nothing changes."""

    def test_bills_stay_as_they_are(self):
        self._bill_season()
        self.season.action_set_extra_days(5, 6, "Notice")
        self.env.invalidate_all()
        bill = self._get_bill(self.household)
        self.assertEqual(bill.amount_total, 2000.0)
        self.assertFalse(bill.version_ids)
        self.assertEqual(self.season.extra_days_pending, 0)
        self.assertEqual(self.season.heated_until.isoformat(), "2027-03-20")


@tagged("post_install", "-at_install")
class TestExtraDaysPerDay(HeatingBillingCommon):
    """A price for the day: each day added costs one day."""

    @classmethod
    def _create_tariff(cls, name, **vals):
        return cls.env["heating.tariff"].create(
            {
                "name": name,
                "season_id": cls.season.id,
                "charge_extra_days": True,
                "price_ids": [
                    Command.create(
                        {"category_id": cls.category.id, "price": 0.2, "per": "day"}
                    )
                ],
                **vals,
            }
        )

    def test_each_day_costs_a_day(self):
        self.season.action_set_extra_days(0, 5, "Notice")
        self._bill_season()
        bill = self._get_bill(self.household)
        # 100 m² × 0.2 yuan × 125 days
        self.assertEqual(bill.amount_total, 2500.0)
        self.assertIn("125 days", bill.line_ids.explanation)

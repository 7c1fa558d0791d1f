from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestBillAsOf(HeatingBillingCommon):
    """A bill of 2,000 yuan, measured anew on two days: as it was at the end of any."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-10-10 02:00:00"):
            cls._bill_season(date="2026-10-10")
        cls.bill = cls._get_bill(cls, cls.household)
        for moment, area in (
            ("2026-11-20 02:00:00", 110.0),
            # half past midnight of the next day in China
            ("2026-12-01 16:30:00", 90.0),
        ):
            with freeze_time(moment):
                cls.household.space_ids.built_area = area
                cls.bill._reassess("Measured again")
                cls.env.flush_all()
        cls.env.invalidate_all()

    def _look(self, day):
        view = self.env["heating.bill.as.of"].with_user(self.accountant)
        return view.create({"bill_id": self.bill.id, "date": day})

    def test_each_day_has_its_version(self):
        for day, version, total, replay in (
            ("2026-10-09", 0, 0.0, "none"),
            ("2026-10-10", 1, 2000.0, "same"),
            ("2026-11-19", 1, 2000.0, "same"),
            ("2026-11-20", 2, 2200.0, "same"),
            ("2026-12-01", 2, 2200.0, "same"),
            ("2026-12-02", 3, 1800.0, "same"),
            ("2027-06-01", 3, 1800.0, "same"),
        ):
            with self.subTest(day=day):
                view = self._look(day)
                self.assertEqual(
                    (view.version, view.amount_total, view.billed, view.replay),
                    (version, total, total, replay),
                )
                self.assertEqual(sum(view.line_ids.mapped("amount")), total)
                self.assertEqual((view.paid, view.open), (0.0, total))

    def test_what_was_kept_is_what_the_engine_was_given(self):
        """The archive may change as it likes: the replay asks it for nothing."""
        self.household.space_ids.built_area = 55.0
        self.env["heating.supply"].create(
            {
                "household_id": self.household.id,
                "state": "stopped",
                "date_from": "2026-12-15",
            }
        )
        for version in self.bill.version_ids:
            self.assertTrue(self.bill._is_replayed(version))
        self.assertTrue(self.bill._is_replayed())
        self.assertEqual(float(self.bill._replay().total), 1800.0)

    def test_a_line_that_was_changed_is_seen(self):
        line = self.bill.line_ids
        self.env.cr.execute(
            "UPDATE heating_bill_line SET amount = amount + 0.01 WHERE id = %s",
            [line.id],
        )
        line.invalidate_recordset()
        self.assertEqual(self._look("2027-06-01").replay, "different")

    def test_a_bill_without_facts_says_so(self):
        self.env.cr.execute("UPDATE heating_bill SET facts = NULL")
        self.bill.invalidate_recordset()
        self.assertEqual(self._look("2027-06-01").replay, "unknown")
        self.assertEqual(self._look("2026-10-10").replay, "same")

    def test_an_undone_bill_is_readable_as_it_was(self):
        with freeze_time("2026-12-05 02:00:00"):
            self.bill._undo("Wrong prices")
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self._look("2026-12-04").amount_total, 1800.0)
        self.assertEqual(self._look("2026-12-04").replay, "same")
        after = self._look("2026-12-05")
        self.assertEqual((after.replay, after.billed, after.open), ("none", 0.0, 0.0))

    def test_it_opens_from_the_bill(self):
        action = self.bill.with_user(self.accountant).action_view_as_of()
        self.assertEqual(action["context"], {"default_bill_id": self.bill.id})
        view = self.env[action["res_model"]].with_user(self.accountant)
        view = view.with_context(**action["context"]).create({})
        self.assertEqual(view.date, self.company._heating_today())
        self.assertIsInstance(view.date, date)

    def test_billed_again_with_other_prices_each_day_has_its_own(self):
        """Undone in December and billed anew: each version with its tariff and day."""
        run = self.bill.run_id
        with freeze_time("2026-12-05 02:00:00"):
            run.with_user(self.accountant).action_request_undo("Wrong prices")
            run.with_user(self.approver).action_undo()
            dearer = self.tariff.copy()
            dearer.price_ids.price = 21.0
            dearer.with_user(self.approver).action_approve()
        with freeze_time("2026-12-10 02:00:00"):
            self._bill_season(date="2026-12-10")
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.bill.tariff_id, dearer)
        for day, version, total, replay in (
            ("2026-10-10", 1, 2000.0, "same"),
            ("2026-12-04", 3, 1800.0, "same"),
            ("2026-12-06", 0, 0.0, "none"),
            ("2026-12-10", 4, 1890.0, "same"),
        ):
            with self.subTest(day=day):
                view = self._look(day)
                self.assertEqual(
                    (view.version, view.amount_total, view.replay),
                    (version, total, replay),
                )

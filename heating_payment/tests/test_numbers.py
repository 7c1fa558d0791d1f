from datetime import date
from importlib import util
from pathlib import Path

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import HeatingPaymentCommon

MIGRATION = (
    Path(__file__)
    .parents[1]
    .joinpath("migrations", "19.0.1.1.0", "post-numbers-by-year.py")
)


@tagged("post_install", "-at_install")
class TestNumbers(HeatingPaymentCommon):
    """Numbers of receipts over New Year, by the company's clock."""

    def _take_at(self, moment, user=None, **context):
        """A receipt taken at that moment of UTC.

        :return: its number and its date
        """
        with freeze_time(moment):
            answer = self.rpc(
                user or self.cashier,
                "heating.receipt",
                "counter_take",
                self._act(self.household, ("cash", 1.0)),
                context=context,
            )
        receipt = self.env["heating.receipt"].browse(answer["id"])
        return receipt.number, receipt.date

    def test_each_year_begins_at_one(self):
        """At 23:59 it is still the old year in China, and so on the receipt."""
        taken = [
            self._take_at(moment)
            for moment in (
                "2026-12-31 15:58:00",
                "2026-12-31 15:59:59",
                "2026-12-31 16:00:00",
                "2027-01-01 01:00:00",
                "2027-12-31 15:59:00",
                "2027-12-31 17:00:00",
            )
        ]
        self.assertEqual(
            taken,
            [
                ("T1-2026-000001", date(2026, 12, 31)),
                ("T1-2026-000002", date(2026, 12, 31)),
                ("T1-2027-000001", date(2027, 1, 1)),
                ("T1-2027-000002", date(2027, 1, 1)),
                ("T1-2027-000003", date(2027, 12, 31)),
                ("T1-2028-000001", date(2028, 1, 1)),
            ],
        )

    def test_a_client_s_time_zone_says_nothing(self):
        """Neither the user's nor what a client sends: the day is the company's."""
        for index, zone in enumerate(("America/New_York", "Pacific/Kiritimati", False)):
            self.cashier.tz = zone
            with self.subTest(zone=zone):
                taken = self._take_at("2026-12-31 15:30:00", tz=zone)
                self.assertEqual(
                    taken, (f"T1-2026-00000{index + 1}", date(2026, 12, 31))
                )
        self.company.partner_id.tz = "Asia/Urumqi"
        taken = self._take_at("2026-12-31 16:30:00")
        self.assertEqual(taken, ("T1-2026-000004", date(2026, 12, 31)))

    def test_its_payment_and_its_void_have_the_same_day(self):
        number, day = self._take_at("2026-12-31 15:59:00")
        receipt = self.env["heating.receipt"].search([("number", "=", number)])
        self.assertEqual(receipt.tender_ids.payment_id.move_id.date, day)
        with freeze_time("2026-12-31 16:00:00"):
            receipt.with_user(self.head_cashier).action_void("wrong")
        self.assertEqual(receipt.tender_ids.void_move_id.date, date(2027, 1, 1))

    def test_a_payment_that_fails_gives_its_number_back(self):
        """The first of a year, too."""
        self._take_at("2026-12-31 15:00:00")
        act = self._act(self.household, ("cash", 2300.0), surplus="advance", advance=1)
        with (
            freeze_time("2027-01-01 01:00:00"),
            self.assertRaisesRegex(UserError, "changed meanwhile"),
            self.env.cr.savepoint(),
        ):
            self.rpc(self.cashier, "heating.receipt", "counter_take", act)
        self.env.invalidate_all()
        self.assertEqual(
            self._take_at("2027-01-01 02:00:00")[0],
            "T1-2027-000001",
        )

    def test_an_upgrade_goes_on_after_the_highest_number(self):
        """A desk whose numbers ran on over New Year."""
        sequence = self.desk.sequence_id
        receipts = self.env["heating.receipt"]
        sequence.write({"use_date_range": False, "prefix": "T1-%(year)s-"})
        for moment in (
            "2026-12-30 01:00:00",
            "2026-12-31 01:00:00",
            "2027-01-02 01:00:00",
        ):
            self._take_at(moment)
        self.assertEqual(
            receipts.search([("desk_id", "=", self.desk.id)], order="id").mapped(
                "number"
            ),
            ["T1-2026-000001", "T1-2026-000002", "T1-2027-000003"],
        )
        spec = util.spec_from_file_location("numbers_by_year", MIGRATION)
        script = util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        for _twice in range(2):
            script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        taken = [
            self._take_at(moment)[0]
            for moment in ("2027-01-03 01:00:00", "2028-01-03 01:00:00")
        ]
        self.assertEqual(taken, ["T1-2027-000004", "T1-2028-000001"])
        self.assertEqual(self.desk_2.sequence_id.prefix, "T2-%(range_year)s-")

"""A winter of a flat of two rooms, of which one is stopped, measured and restored.

A clerk asks, an approver agrees, a field worker turns the valve; the bill is compared
with figures worked out here by hand, and the laws of the books hold after each step.
Hall 80 m², balcony room 20 m², 20 yuan a m² for 120 days, 30 % while stopped.
"""

from contextlib import contextmanager

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.heating_report.audit import broken_laws

from tests.common import HeatingCase, bill_season


@tagged("post_install", "-at_install")
class TestPartOfAHousehold(HeatingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context={
                **cls.env.context,
                "queue_job__no_delay": True,
                "tz": "Asia/Shanghai",
            }
        )
        cls.types = {
            kind.code: kind for kind in cls.env["heating.application.type"].search([])
        }
        for code in ("stop", "restore"):
            cls.types[code].whole_household_only = False
        cls.home = cls.household("T000501", area=80.0)
        cls.hall = cls.home.space_ids
        cls.hall.name = "Hall"
        cls.room = cls.hall.copy({"name": "Balcony Room", "built_area": 20.0})

    def test_from_the_first_bill_to_the_last_day(self):
        with mute_logger("odoo.addons.queue_job.utils"):
            for step in (
                self._bill_and_pay,
                self._stop_the_room,
                self._measure_the_room,
                self._restore_the_room,
                self._stop_all,
                self._restore_all,
                self._add_a_space,
                self._correct_the_added_space,
                self._end_the_added_space,
            ):
                step()
                self.env.invalidate_all()
                self.assertEqual(broken_laws(self.env), {}, step.__name__)

    # === THE STEPS === #

    def _bill_and_pay(self):
        with self._on("2026-10-10"):
            bill_season(self.env, self.season, self.users)
            self.bill = self.home.bill_ids
            self._costs(2000.0, ("Hall", "supplied", 120, 1600.0), self._heat(120, 400))
            self.as_role("cashier", self.env["heating.receipt"]).counter_take(
                {
                    "key": "part-of-a-household",
                    "household_ids": self.home.ids,
                    "tenders": [
                        {"method_id": self.method("cash").id, "amount": 2000.0}
                    ],
                }
            )

    def _stop_the_room(self):
        """From 15 December: 30 days in full, 90 days at 30 %."""
        with self._on("2026-12-15"):
            self._ask("stop", self.room, "2026-12-15")
            self._costs(
                1790.0,
                ("Hall", "supplied", 120, 1600.0),
                self._heat(30, 100),
                self._basic(90, 90),
            )
            self.assertEqual(self.home.supply_state, "supplied")
            self.assertEqual(
                self.home.supply_sentence,
                "Supplied; Balcony Room stopped since 2026-12-15",
            )
            self.assertEqual(self._prepaid(), 210.0)
            words = [line.explanation for line in self.bill.line_ids]
            self.assertIn("Heat: Hall, Built Area 80.00 m² × 20.00 yuan", words)
            self.assertIn("Balcony Room, Built Area 20.00 m²", words[2])
            self.assertIn("90 of 120 days × 30% while Stopped", words[2])

    def _measure_the_room(self):
        """From 14 January 25 m²: stopped for 30 days at 20 m², for 60 at 25 m²."""
        with self._on("2027-01-14"):
            application = self._ask(
                "area",
                None,
                "2027-01-14",
                space_id=self.room.id,
                new_built_area=25.0,
            )
            self.room_2 = application.new_space_id
            self._costs(
                1805.0,
                ("Hall", "supplied", 120, 1600.0),
                self._heat(30, 100),
                self._basic(30, 30),
                self._basic(60, 75),
            )
            self.assertEqual(self.bill.built_area, 102.5)
            self.assertEqual(self.home.unheated_area, 25.0)
            self.assertEqual(self._prepaid(), 195.0)

    def _restore_the_room(self):
        """On 13 February again: 30 days at 25 m² stopped, 30 in full."""
        with self._on("2027-02-13"):
            self._ask("restore", self.room_2, "2027-02-13")
            self._costs(
                1892.5,
                ("Hall", "supplied", 120, 1600.0),
                self._heat(30, 100),
                self._basic(30, 30),
                self._heat(30, 125),
                self._basic(30, 37.5),
            )
            self.assertEqual(self.home.supply_sentence, "Supplied")
            self.assertEqual(self._prepaid(), 107.5)

    def _stop_all(self):
        """From 28 February: 15 days at 30 % for both rooms."""
        # this company lets its customers stop again after a restore
        self.env["heating.application.type"].search(
            [("code", "=", "stop")]
        ).no_second_stop = False
        with self._on("2027-02-28"):
            self._ask("stop", None, "2027-02-28")
            self._costs(
                1708.75,
                ("Hall", "supplied", 105, 1400.0),
                ("Hall", "stopped", 15, 60.0),
                self._heat(30, 100),
                self._basic(30, 30),
                self._heat(15, 62.5),
                self._basic(45, 56.25),
            )
            self.assertEqual(self.home.supply_state, "stopped")
            self.assertEqual(self.home.unheated_area, 105.0)

    def _restore_all(self):
        """On 10 March, for the last 5 days."""
        with self._on("2027-03-10"):
            self._ask("restore", None, "2027-03-10")
            self._costs(
                1770.0,
                ("Hall", "supplied", 110, 1466.67),
                ("Hall", "stopped", 10, 40.0),
                self._heat(30, 100),
                self._basic(30, 30),
                self._heat(20, 83.33),
                self._basic(40, 50),
            )
            self.assertEqual(self._prepaid(), 230.0)
            self.assertEqual(self.bill.version_count, 5)

    def _add_a_space(self):
        """From 11 March 30 m² more, for the last 4 days: 30 × 20 × 4 / 120."""
        with self._on("2027-03-10"):
            before = self.bill.amount_total
            self.loft = self._ask(
                "area",
                None,
                "2027-03-11",
                space_change="add",
                new_space_name="Loft",
                new_category_id=self.hall.category_id.id,
                new_built_area=30.0,
            ).new_space_id
            self.env.invalidate_all()
            self.assertEqual(self._lines_of_the_loft(), [(4, 20.0)])
            self.assertEqual(self.bill.amount_total, before + 20.0)
            self.assertEqual(self.bill.version_count, 6)
            self.assertEqual(self._prepaid(), 210.0)

    def _correct_the_added_space(self):
        """An administrator puts the area right: 45 m² are 30 yuan for 4 days."""
        with self._on("2027-03-11"):
            self.as_role("administrator", self.loft).built_area = 45.0
            self.env.invalidate_all()
            self.assertEqual(self._lines_of_the_loft(), [(4, 30.0)])
            self.assertEqual(self.bill.amount_total, 1800.0)
            self.assertIn("Administrator", self.bill.version_ids[:1].reason)
            self.assertEqual(self._prepaid(), 200.0)

    def _end_the_added_space(self):
        """On 13 March it is taken down: two days remain, 15 yuan."""
        with self._on("2027-03-13"):
            self._ask(
                "area",
                None,
                "2027-03-13",
                space_change="end",
                space_id=self.loft.id,
            )
            self.env.invalidate_all()
            self.assertEqual(str(self.loft.date_to), "2027-03-12")
            self.assertEqual(self._lines_of_the_loft(), [(2, 15.0)])
            self.assertEqual(self.bill.amount_total, 1785.0)
            self.assertEqual(self._prepaid(), 215.0)

    def _lines_of_the_loft(self):
        lines = self.bill.line_ids.filtered(lambda line: line.space_id == self.loft)
        return [(line.days, line.amount) for line in lines]

    # === WHO DOES WHAT === #

    @contextmanager
    def _on(self, day):
        """At ten in the morning of a day in China."""
        with freeze_time(f"{day} 02:00:00"):
            self.env["heating.household"]._refresh_current_values()
            shift = self.open_shift()
            yield
            shift.with_user(self.users["cashier"]).action_close(
                shift.sudo()._get_expected_cash()
            )
            self.env.flush_all()

    def _ask(self, code, space, day, **vals):
        """A clerk asks, an approver agrees, a field worker turns the valve."""
        application = self.as_role(
            "archive_clerk", self.env["heating.application"]
        ).create(
            {
                "type_id": self.types[code].id,
                "household_id": self.home.id,
                "supply_space_ids": [Command.set(space.ids if space else [])],
                "date_from": day,
                **vals,
            }
        )
        application.request_validation()
        self.as_role("approver", application).validate_tier()
        if application.state == "approved":
            worker = self.as_role("field_worker", application)
            worker.action_confirm_field(day, "S-1" if code == "stop" else False)
        self.assertEqual(application.state, "done", application.pending_text)
        return application.sudo()

    # === WHAT MUST HOLD === #

    def _costs(self, total, *lines):
        """Compare the bill with (space, state, days, yuan) of each line."""
        self.env.invalidate_all()
        self.assertEqual(
            [
                (line.space_id.name, line.supply_state, line.days, line.amount)
                for line in self.bill.line_ids
            ],
            list(lines),
        )
        self.assertEqual(self.bill.amount_total, total)

    @staticmethod
    def _heat(days, yuan):
        return ("Balcony Room", "supplied", days, yuan)

    @staticmethod
    def _basic(days, yuan):
        return ("Balcony Room", "stopped", days, yuan)

    def _prepaid(self):
        return round(self.home.sudo().advance_balance, 2)

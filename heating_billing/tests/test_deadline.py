from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-09-20 04:00:00")
class TestDeadline(HeatingBillingCommon):
    """A calendar of the last days to apply, by type and season."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.types = cls.env["heating.application.type"].search([])
        cls.types.deadline_kind = "none"
        cls.stop = cls.env.ref("heating_customer.application_type_stop")
        cls.restore = cls.env.ref("heating_customer.application_type_restore")
        cls.stop.write(
            {
                "deadline_kind": "date",
                "deadline_month": "9",
                "deadline_day": 30,
                "arrears_cleared": False,
            }
        )
        cls.restore.write({"deadline_kind": "season", "deadline_days": 30})
        cls.season_before = cls.env["heating.season"].create(
            {"date_start": "2025-11-15", "date_end": "2026-03-14"}
        )
        cls.env["heating.season"].search(
            [
                ("company_id", "=", cls.env.company.id),
                ("id", "not in", (cls.season | cls.season_before).ids),
            ]
        ).active = False

    def _get(self, kind=None, season=None, user=None):
        domain = [("company_id", "=", self.env.company.id)]
        if kind:
            domain.append(("type_id", "=", kind.id))
        if season:
            domain.append(("season_id", "=", season.id))
        deadlines = self.env["heating.deadline"].with_user(user or self.clerk)
        # a request finds nothing in the cache
        deadlines.invalidate_model()
        return deadlines.search(domain)

    def test_one_day_for_each_type_and_season(self):
        found = {(each.type_id, each.season_id): each.date for each in self._get()}
        self.assertEqual(
            found,
            {
                (self.stop, self.season_before): date(2025, 9, 30),
                (self.stop, self.season): date(2026, 9, 30),
                (self.restore, self.season_before): date(2025, 10, 16),
                (self.restore, self.season): date(2026, 10, 16),
            },
        )

    def test_the_calendar_says_what_refuses_an_application(self):
        """The query and the type's own method name the same day, leap years too."""
        self.env["heating.season"].create(
            [
                {"date_start": f"{year}-11-15", "date_end": f"{year + 1}-03-14"}
                for year in (2027, 2028, 2031)
            ]
        )
        for month, day in ((9, 30), (2, 29), (12, 31), (11, 15), (11, 16)):
            self.stop.write({"deadline_month": str(month), "deadline_day": day})
            for deadline in self._get():
                with self.subTest(day=(month, day), season=deadline.season_id.name):
                    self.assertEqual(
                        deadline.date,
                        deadline.type_id._get_deadline(deadline.date_start),
                    )

    def test_what_is_over_and_what_is_to_come(self):
        deadline = self._get(self.stop, self.season)
        self.assertEqual(deadline.days_left, 10)
        self.assertFalse(deadline.is_over)
        over = self._get(self.stop, self.season_before)
        self.assertTrue(over.is_over)
        self.assertEqual(over.days_left, 0)
        to_come = self.env["heating.deadline"].search(
            [("is_over", "=", False), ("company_id", "=", self.env.company.id)]
        )
        self.assertEqual(to_come, self._get(season=self.season))
        self.assertEqual(
            self.env["heating.deadline"].search(
                [("is_over", "=", True), ("company_id", "=", self.env.company.id)]
            ),
            self._get(season=self.season_before),
        )

    def test_applications_of_the_season_are_counted_and_opened(self):
        applications = self.env["heating.application"]
        for household, day in (
            (self.household, "2026-11-15"),
            (self.household_2, "2026-11-15"),
            (self.other_household, "2027-11-15"),
        ):
            applications |= applications.with_user(self.clerk).create(
                {
                    "type_id": self.stop.id,
                    "household_id": household.id,
                    "date_from": day,
                }
            )
        applications[0].request_validation()
        deadline = self._get(self.stop, self.season)
        self.assertEqual((deadline.draft_count, deadline.handed_in_count), (1, 1))
        before = self._get(self.stop, self.season_before)
        self.assertEqual((before.draft_count, before.handed_in_count), (0, 0))
        found = self.env["heating.application"].search(
            deadline.action_view_applications()["domain"]
        )
        self.assertEqual(found, applications[:2][::-1])

    def test_who_reads_the_calendar(self):
        menu = self.env.ref("heating_customer.menu_application_deadline")
        for role, user in self.users.items():
            may = role in ("archive_clerk", "approver", "manager", "administrator")
            with self.subTest(role=role):
                self.assertEqual(
                    menu.id
                    in self.env["ir.ui.menu"].with_user(user)._visible_menu_ids(),
                    may,
                )
                if may:
                    self.assertTrue(self._get(user=user))
                else:
                    with self.assertRaises(AccessError):
                        self._get(user=user)

    def test_other_companies_have_their_own(self):
        company = self.env["res.company"].create({"name": "Other Heat"})
        self.env["heating.season"].with_company(company).create(
            {
                "company_id": company.id,
                "date_start": "2026-10-20",
                "date_end": "2027-04-20",
            }
        )
        seen = self.env["heating.deadline"].with_user(self.clerk).search([])
        self.assertNotIn(company, seen.company_id)

    def test_householders_read_the_next_deadline(self):
        household = self.household
        for day, sentence in (
            ("2026-09-20 04:00:00", "Apply by 2026-09-30."),
            # too late for this season: the form proposes the next one
            ("2026-10-02 04:00:00", "Apply by 2027-09-30."),
        ):
            with freeze_time(day):
                self.types.invalidate_recordset(["next_deadline"])
                self.assertIn(sentence, self.stop._get_portal_conditions(household))
        with freeze_time("2026-11-01 04:00:00"):
            self.assertIn(
                "The time to apply was over on 2026-10-16: ask at a business hall.",
                self.restore._get_portal_conditions(household),
            )

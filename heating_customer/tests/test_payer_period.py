from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_application import HeatingApplicationCommon
from .common_migration import run_migration

NEVER = None
MIGRATION = "heating_customer/migrations/19.0.1.3.0/post-payer_periods.py"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20 04:00:00")
class TestPayerPeriod(HeatingApplicationCommon):
    """Who is billed on which day, from the household and from applications."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env.ref("heating_customer.application_type_payer")
        cls.employer, cls.office = cls.env["res.partner"].create(
            [
                {"name": "Steel Works", "is_company": True},
                {"name": "City Office", "is_company": True},
            ]
        )

    def _days(self, household=None):
        """Rows of (payer, first day, last day) in PostgreSQL, the oldest first."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT partner_id, date_from, date_to FROM heating_payer_period
             WHERE household_id = %s ORDER BY date_from NULLS FIRST
            """,
            ((household or self.household).id,),
        )
        return self.env.cr.fetchall()

    def _approve(self, payer, day, **vals):
        return self._create_approved(
            self.kind, new_payer_id=payer.id, date_from=day, **vals
        )

    def _refresh(self):
        return self.env["heating.household"]._refresh_current_values()

    # === FROM THE HOUSEHOLD === #

    def test_the_payer_of_a_household_begins_a_period(self):
        household = self._create_household(
            "T000010",
            self.customer,
            payer_id=self.employer.id,
            joined_on=date(2011, 11, 1),
        )
        self.assertEqual(
            self._days(household), [(self.employer.id, date(2011, 11, 1), NEVER)]
        )
        self.assertFalse(self._days())

    def test_another_payer_ends_the_period_before(self):
        households = self.household | self.household_2
        households.write({"payer_id": self.employer.id})
        with freeze_time("2026-12-01 04:00:00"):
            self.household.with_user(self.administrator).payer_id = self.office
            self.household_2.with_user(self.administrator).payer_id = False
        self.assertEqual(
            self._days(),
            [
                (self.employer.id, date(2026, 11, 20), date(2026, 11, 30)),
                (self.office.id, date(2026, 12, 1), NEVER),
            ],
        )
        self.assertEqual(
            self._days(self.household_2),
            [(self.employer.id, date(2026, 11, 20), date(2026, 11, 30))],
        )

    def test_a_mistake_put_right_the_same_day_leaves_no_period(self):
        self.household.payer_id = self.employer
        before = self._days()
        with freeze_time("2026-12-01 04:00:00"):
            self.household.payer_id = self.office
            self.household.payer_id = self.employer
        self.assertEqual(self._days(), before)

    def test_many_households_change_in_a_few_queries(self):
        households = self.env["heating.household"].concat(
            *(
                self._create_household(f"T1000{number:02}", self.customer)
                for number in range(20)
            )
        )
        self.env.flush_all()

        def count(records, payer):
            before = self.env.cr.sql_log_count
            records.with_context(tracking_disable=True).payer_id = payer
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(households[0], self.employer)
        few = count(households[:2], self.office)
        self.assertLess(count(households[2:], self.office), few + 8)

    @mute_logger("odoo.sql_db")
    def test_postgresql_refuses_two_payers_on_one_day(self):
        self.household.payer_id = self.employer
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["heating.payer.period"].create(
                {
                    "household_id": self.household.id,
                    "partner_id": self.office.id,
                    "date_from": "2027-01-01",
                }
            )

    # === FROM APPLICATIONS === #

    def test_a_payer_from_a_day_that_has_passed(self):
        application = self._approve(self.employer, "2026-11-15")
        self.assertEqual(application.state, "done")
        self.assertEqual(self.household.payer_id, self.employer)
        self.assertEqual(self._days(), [(self.employer.id, date(2026, 11, 15), NEVER)])
        self.assertFalse(self.household._get_payer_on(date(2026, 11, 14)))
        self.assertEqual(
            self.household._get_payer_on(date(2026, 11, 15)), self.employer
        )

    def test_a_payer_ahead_of_time_is_billed_from_that_day(self):
        application = self._approve(self.employer, "2026-12-01", date_to="2026-12-31")
        self.assertEqual(application.state, "done")
        self.assertFalse(self.household.payer_id)
        self.assertEqual(
            self._days(), [(self.employer.id, date(2026, 12, 1), date(2026, 12, 31))]
        )
        # the nightly job runs five minutes after midnight in China
        with freeze_time("2026-11-30 16:05:00"):
            self.assertGreaterEqual(self._refresh(), 1)
            self.assertEqual(self.household.payer_id, self.employer)
            self.assertEqual(self._refresh(), 0)
        with freeze_time("2026-12-31 16:05:00"):
            self.assertGreaterEqual(self._refresh(), 1)
            self.assertFalse(self.household.payer_id)
        # bringing the household up to date has written no period
        self.assertEqual(len(self._days()), 1)

    def test_the_customer_is_billed_again(self):
        self.household.payer_id = self.employer
        application = self._approve(self.employer.browse(), "2026-12-01")
        self.assertEqual(application.state, "done")
        self.assertEqual(
            self._days(),
            [(self.employer.id, date(2026, 11, 20), date(2026, 11, 30))],
        )
        self.assertEqual(self.household.payer_id, self.employer)

    def test_a_day_before_who_pays_now_is_refused(self):
        self.household.payer_id = self.employer
        draft = self._create_application(
            self.kind, new_payer_id=self.office.id, date_from="2026-11-16"
        )
        with self.assertRaisesRegex(UserError, "Steel Works has paid .* 2026-11-20"):
            draft.request_validation()

    def test_nothing_new_is_refused(self):
        self.household.payer_id = self.employer
        for payer, words in ((self.employer, "Steel Works pays"),):
            draft = self._create_application(
                self.kind, new_payer_id=payer.id, date_from="2026-12-01"
            )
            with self.assertRaisesRegex(UserError, words):
                draft.request_validation()
        draft = self._create_application(
            self.kind,
            household_id=self.household_2.id,
            date_from="2026-12-01",
        )
        with self.assertRaisesRegex(UserError, "Li Si pays for"):
            draft.request_validation()
        draft.date_to = "2027-03-15"
        with self.assertRaisesRegex(UserError, "Only a payer has a last day"):
            draft.request_validation()

    def test_a_planned_payer_who_is_replaced_is_told_in_the_chatter(self):
        self._approve(self.employer, "2026-12-01")
        self._approve(self.office, "2026-11-25")
        self.assertEqual(self._days(), [(self.office.id, date(2026, 11, 25), NEVER)])
        messages = " ".join(self.household.message_ids.mapped("body"))
        self.assertIn("replaced by a later decision: Steel Works 2026-12-01", messages)

    def test_a_transfer_ends_who_paid_for_the_former_customer(self):
        self.household.payer_id = self.employer
        with freeze_time("2026-12-10 04:00:00"):
            # planned for the former customer as well
            self._approve(self.office, "2027-01-01")
            self.household._change_customer(self.customer_2, date(2026, 12, 5))
            self.assertFalse(self.household.payer_id)
        self.assertEqual(
            self._days(),
            [(self.employer.id, date(2026, 11, 20), date(2026, 12, 4))],
        )

    def test_who_joins_is_paid_for_from_the_first_day(self):
        household = self._create_household(
            "T000011", self.customer, payer_id=self.employer.id, state="joining"
        )
        household._join_network(
            date(2026, 12, 1),
            {"category_id": self.category.id, "built_area": 80.0},
        )
        self.assertEqual(
            self._days(household), [(self.employer.id, date(2026, 12, 1), NEVER)]
        )

    # === SEEN AND GUARDED === #

    def test_the_timeline_tells_of_payers(self):
        self._approve(self.employer, "2026-11-15", date_to="2027-03-15")
        entries = self.household.with_user(self.clerk).get_timeline()["entries"]
        (entry,) = (each for each in entries if "Steel Works" in each["title"])
        self.assertEqual(entry["date"], "2026-11-15")
        self.assertIn("2027-03-15", entry["note"])

    def test_nobody_writes_periods_by_hand(self):
        self.household.payer_id = self.employer
        period = self.household.payer_period_ids
        for user in (self.clerk, self.administrator):
            with self.assertRaises(AccessError):
                self.rpc(
                    user,
                    "heating.payer.period",
                    "write",
                    period.ids,
                    {"date_to": "2026-11-20"},
                )
        self.rpc(
            self.administrator,
            "heating.household",
            "write",
            self.household.ids,
            {"payer_id": False},
            context={"heating_payer_keeping": True},
        )
        self.assertFalse(self._days())

    def test_a_branch_reads_its_own(self):
        (self.household | self.other_household).payer_id = self.employer
        clerk = self._create_user(
            "archive_clerk", login="west", branches=self.other_branch
        )
        periods = self.env["heating.payer.period"].with_user(clerk).search([])
        self.assertEqual(periods.household_id, self.other_household)
        with self.assertRaises(AccessError):
            self.env["heating.payer.period"].with_user(self.stranger).search([])

    def test_who_has_paid_is_not_merged(self):
        self._approve(self.employer, "2026-12-01")
        with self.assertRaisesRegex(UserError, "not merged"):
            self.env["base.partner.merge.automatic.wizard"]._merge(
                (self.employer | self.office).ids, self.office
            )

    # === MIGRATION === #

    def test_an_upgrade_begins_the_periods_of_payers_on_file(self):
        self.household.payer_id = self.employer
        self.household.payer_period_ids.unlink()
        run_migration(self.env, MIGRATION, version=None)
        self.assertFalse(self._days())
        for _twice in range(2):
            run_migration(self.env, MIGRATION)
            self.assertEqual(self._days(), [(self.employer.id, NEVER, NEVER)])
        period = self.household.payer_period_ids
        self.assertEqual(period.branch_id, self.branch)
        self.assertFalse(self._days(self.household_2))

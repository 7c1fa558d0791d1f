from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import HeatingCustomerCommon

NEVER = None


@tagged("post_install", "-at_install")
class TestOccupancy(HeatingCustomerCommon):
    """Who was the customer on which day, asked of PostgreSQL itself."""

    def _days(self, household):
        """Rows of (customer, first day, last day), the oldest first."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT partner_id, date_from, date_to FROM heating_occupancy
             WHERE household_id = %s ORDER BY date_from NULLS FIRST
            """,
            (household.id,),
        )
        return self.env.cr.fetchall()

    def _customer_on(self, household, day):
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT partner_id FROM heating_occupancy
             WHERE household_id = %s AND daterange(date_from, date_to, '[]') @> %s
            """,
            (household.id, day),
        )
        return [row[0] for row in self.env.cr.fetchall()]

    def test_a_new_customer_ends_the_occupancy_before(self):
        zhang, li = self.customer.id, self.customer_2.id
        with freeze_time("2026-06-10 04:00:00"):
            self.household.with_user(self.administrator).customer_id = self.customer_2
        self.assertEqual(
            self._days(self.household),
            [
                (zhang, NEVER, date(2026, 6, 9)),
                (li, date(2026, 6, 10), NEVER),
            ],
        )
        self.assertEqual(self._customer_on(self.household, date(2026, 6, 9)), [zhang])
        self.assertEqual(self._customer_on(self.household, date(2026, 6, 10)), [li])

    def test_the_same_customer_again_changes_nothing(self):
        before = self._days(self.household)
        self.household.customer_id = self.customer
        self.household.write({"room": "109", "customer_id": self.customer.id})
        self.assertEqual(self._days(self.household), before)

    @freeze_time("2026-06-10 04:00:00")
    def test_a_mistake_put_right_the_same_day_leaves_no_trace(self):
        before = self._days(self.household)
        self.household.customer_id = self.customer_2
        self.household.customer_id = self.customer
        self.assertEqual(self._days(self.household), before)

    @freeze_time("2026-06-10 04:00:00")
    def test_another_customer_on_the_same_day_takes_the_place_of_the_first(self):
        third = self.env["res.partner"].create({"name": "Wang Wu"})
        self.household.customer_id = self.customer_2
        self.household.customer_id = third
        self.assertEqual(
            self._days(self.household),
            [
                (self.customer.id, NEVER, date(2026, 6, 9)),
                (third.id, date(2026, 6, 10), NEVER),
            ],
        )

    def test_a_household_that_joins_later_begins_with_its_customer_then(self):
        with freeze_time("2026-06-10 04:00:00"):
            household = self._create_household(
                "T000008", self.customer, joined_on=date(2026, 10, 1)
            )
            household.customer_id = self.customer_2
        self.assertEqual(
            self._days(household), [(self.customer_2.id, date(2026, 10, 1), NEVER)]
        )

    def test_a_former_customer_may_come_back(self):
        for day, customer in (
            ("2026-06-10 04:00:00", self.customer_2),
            ("2026-08-01 04:00:00", self.customer),
        ):
            with freeze_time(day):
                self.household.customer_id = customer
        self.assertEqual(
            [row[0] for row in self._days(self.household)],
            [self.customer.id, self.customer_2.id, self.customer.id],
        )
        self.assertEqual(
            self._customer_on(self.household, date(2026, 7, 31)), [self.customer_2.id]
        )

    def test_many_households_cost_as_many_queries_as_one(self):
        def households(first):
            return self.env["heating.household"].union(
                *(
                    self._create_household(f"T1{number:05d}", self.customer)
                    for number in range(first, first + 10)
                )
            )

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.write({"customer_id": self.customer_2.id})
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        many, one = households(0), households(10)[:1]
        count(households(20))  # warms the caches
        self.assertLessEqual(count(many), count(one))
        self.assertEqual(len(many.occupancy_ids), 20)

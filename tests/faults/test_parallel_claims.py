"""Guessing at a household from many browsers at once, really in parallel."""

import unittest

from odoo.tests import new_test_user
from odoo.tools import mute_logger

from tests.common import build_addresses, build_household
from tests.scratch import committed, run_together, scratch_database

DATABASE = "heating_scratch_claims"
GUESSERS = 4


class TestParallelClaims(unittest.TestCase):
    """One database for the class; each test has a household of its own."""

    @classmethod
    def setUpClass(cls):
        cls.enterClassContext(mute_logger("odoo.sql_db"))
        cls.registry = cls.enterClassContext(scratch_database(DATABASE))
        with committed(cls.registry) as env:
            place = build_addresses(env)
            households = [
                build_household(env, place["units"][0], f"90030{number}")
                for number in range(3)
            ]
            cls.facts = []
            for household in households:
                household.customer_id.phone = "13900001234"
                cls.facts.append((household.number, household.customer_id.name))
            cls.household_ids = [household.id for household in households]
            cls.uids = [
                new_test_user(
                    env,
                    f"claims_{number}",
                    groups="base.group_portal",
                    context={"no_reset_password": True},
                ).id
                for number in range(GUESSERS)
            ]

    def _tries(self, scope, key):
        with committed(self.registry) as env:
            attempts = env["heating.claim.attempt"]
            return sum(
                attempts.search(
                    [("scope", "=", scope), ("key", "=like", f"%{key}")]
                ).mapped("tries")
            )

    @mute_logger("odoo.service.model")
    def test_every_parallel_try_counts(self):
        """Four at once, twice: the number is barred for the right facts as well."""
        number, name = self.facts[0]
        for ending in ("0000", "1111"):
            results = run_together(
                self.registry,
                *(
                    (
                        uid,
                        lambda env, ending=ending: env["heating.household"]._claim(
                            number, name, ending
                        ),
                    )
                    for uid in self.uids
                ),
            )
            self.assertNotIn(True, results)
        self.assertGreaterEqual(self._tries("number", f"/{number}"), 5)
        with committed(self.registry, self.uids[0]) as env:
            self.assertFalse(env["heating.household"]._claim(number, name, "1234"))

    @mute_logger("odoo.service.model")
    def test_one_user_in_many_windows(self):
        """One user's parallel tries at several numbers are one row's count."""
        uid = self.uids[0]
        before = self._tries("user", str(uid))
        results = run_together(
            self.registry,
            *(
                (
                    uid,
                    lambda env, n=n: env["heating.household"]._claim(
                        f"none{n}", "Nobody", "0000"
                    ),
                )
                for n in range(GUESSERS)
            ),
        )
        counted = [result for result in results if result is False]
        self.assertEqual(self._tries("user", str(uid)) - before, len(counted))

    @mute_logger("odoo.service.model")
    def test_one_code_lets_one_helper_in(self):
        """Two helpers enter the same code at once."""
        with committed(self.registry) as env:
            household = env["heating.household"].browse(self.household_ids[2])
            clerk = new_test_user(
                env,
                "claims_clerk",
                groups="heating_customer.group_archive_clerk",
                context={"no_reset_password": True},
            )
            household = household.with_user(clerk)
            code = household.env["heating.household.code"]._make(household)
            number = household.number
        results = run_together(
            self.registry,
            *(
                (uid, lambda env: env["heating.household"]._enter_code(number, code))
                for uid in self.uids[2:4]
            ),
        )
        self.assertEqual(results.count(True), 1)

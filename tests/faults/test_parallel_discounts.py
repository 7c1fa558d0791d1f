"""Early-bird discounts and months of income by several at the same moment."""

import unittest
from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from odoo.addons.heating_report.audit import broken_laws

from tests.common import (
    bill_season,
    build_addresses,
    build_household,
    build_tariff,
    build_users,
)
from tests.scratch import committed, run_together, scratch_database

DATABASE = "heating_scratch_discounts"
NET = 1940.0


class TestParallelDiscounts(unittest.TestCase):
    """Bills of 2,000 yuan, 3 % off for all of 2026, seen from the year's last day."""

    @classmethod
    def setUpClass(cls):
        cls.enterClassContext(
            mute_logger(
                "odoo.sql_db", "odoo.service.model", "odoo.addons.queue_job.utils"
            )
        )
        cls.registry = cls.enterClassContext(scratch_database(DATABASE))
        cls.enterClassContext(
            patch.object(
                cls.registry["res.company"],
                "_heating_today",
                lambda _company: date(2026, 12, 31),
            )
        )
        with committed(cls.registry) as env:
            users = build_users(env)
            place = build_addresses(env)
            second = env["heating.desk"].create(
                {"name": "Desk 2", "code": "E2", "hall_id": place["hall"].id}
            )
            season = env["heating.season"].create(
                {
                    "date_start": "2026-11-15",
                    "date_end": "2027-03-14",
                    "date_due": "2027-01-31",
                }
            )
            env.company.heating_recognise = "by_days"
            build_tariff(
                env,
                season,
                users["approver"],
                discount_ids=[
                    Command.create(
                        {
                            "date_from": "2026-09-01",
                            "date_to": "2026-12-31",
                            "rate": 0.03,
                        }
                    )
                ],
            )
            households = [
                build_household(env, place["units"][0], f"90020{number}")
                for number in range(4)
            ]
            bill_season(env, season, users)
            for role, desk in (("cashier", place["desk"]), ("head_cashier", second)):
                env["heating.shift"].with_user(users[role]).create({"desk_id": desk.id})
            cls.card = env["heating.tender.method"].search([("kind", "=", "card")]).id
            cls.household_ids = [household.id for household in households]
            cls.season_id = season.id
            cls.users = {role: user.id for role, user in users.items()}

    def tearDown(self):
        with committed(self.registry) as env:
            self.assertEqual(broken_laws(env), {})

    def _take(self, household_id, key, amount, surplus="refuse"):
        act = {
            "key": key,
            "household_ids": [household_id],
            "tenders": [{"method_id": self.card, "amount": amount}],
            "surplus": surplus,
        }
        return lambda env: env["heating.receipt"].counter_take(act)

    def _get_discounts(self, env, household_id):
        return env["heating.discount"].search(
            [("bill_id.household_id", "=", household_id)], order="id"
        )

    def _run(self, *acts):
        return run_together(
            self.registry, *((self.users[role], act) for role, act in acts)
        )

    def test_two_halves_at_two_desks(self):
        """Each desk takes half of what is left with the discount: it is given once."""
        household = self.household_ids[0]
        results = self._run(
            ("cashier", self._take(household, "first-half", NET / 2)),
            ("head_cashier", self._take(household, "second-half", NET / 2)),
        )
        self.assertTrue(all(isinstance(each, dict) for each in results), results)
        with committed(self.registry) as env:
            discount = self._get_discounts(env, household)
            self.assertEqual((discount.amount, discount.state), (60.0, "granted"))
            self.assertEqual(env["heating.household"].browse(household).amount_due, 0.0)

    def test_all_of_it_at_two_desks(self):
        """One of them hears that it was paid meanwhile."""
        household = self.household_ids[1]
        results = self._run(
            ("cashier", self._take(household, "all-here", NET)),
            ("head_cashier", self._take(household, "all-there", NET)),
        )
        taken = [each for each in results if isinstance(each, dict)]
        refused = [each for each in results if isinstance(each, UserError)]
        self.assertEqual((len(taken), len(refused)), (1, 1), results)
        with committed(self.registry) as env:
            self.assertEqual(len(self._get_discounts(env, household)), 1)

    def test_a_payment_while_the_bill_is_worked_out_anew(self):
        """Whichever comes first, what is off is a share of what the bill comes to."""
        household = self.household_ids[2]

        def measure(env):
            record = env["heating.household"].browse(household)
            record.space_ids.built_area = 90.0
            record.bill_ids._reassess("measured anew")

        results = self._run(
            ("cashier", self._take(household, "while-measured", NET, "advance")),
            ("accountant", lambda env: measure(env(su=True))),
        )
        self.assertFalse([each for each in results if isinstance(each, Exception)])
        with committed(self.registry) as env:
            record = env["heating.household"].browse(household)
            discount = self._get_discounts(env, household)
            self.assertEqual(discount.mapped("amount"), [54.0])
            self.assertEqual(record.amount_due, 0.0)
            self.assertEqual(record.advance_balance, NET - (1800.0 - 54.0))

    def test_a_month_is_booked_once(self):
        """Two accountants press the button of one month at the same moment."""
        with committed(self.registry) as env:
            month = env["heating.recognition"].create(
                {"season_id": self.season_id, "month": "2026-11-01"}
            )
        month_id = month.id

        def post(env):
            env["heating.recognition"].browse(month_id).action_post()

        results = self._run(("accountant", post), ("accountant", post))
        refused = [each for each in results if isinstance(each, UserError)]
        self.assertEqual(len(refused), 1, results)
        with committed(self.registry) as env:
            month = env["heating.recognition"].browse(month_id)
            self.assertEqual(month.state, "posted")
            entries = env["account.move"].search(
                [("journal_id", "=", month.move_id.journal_id.id)]
            )
            self.assertEqual(
                len(entries.filtered(lambda move: move.date == month.date)), 1
            )

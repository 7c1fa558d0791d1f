"""Payments at the same moment and killed processes, with real transactions."""

import os
import signal
import subprocess
import sys
import textwrap
import unittest

import odoo
from odoo.exceptions import UserError
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

DATABASE = "heating_scratch_payments"


class TestParallelPayments(unittest.TestCase):
    """One database for the class; each test has households of its own."""

    @classmethod
    def setUpClass(cls):
        cls.enterClassContext(mute_logger("odoo.sql_db", "odoo.addons.queue_job.utils"))
        cls.registry = cls.enterClassContext(scratch_database(DATABASE))
        with committed(cls.registry) as env:
            users = build_users(env)
            place = build_addresses(env)
            second = env["heating.desk"].create(
                {"name": "Desk 2", "code": "E2", "hall_id": place["hall"].id}
            )
            season = env["heating.season"].create(
                {"date_start": "2026-11-15", "date_end": "2027-03-14"}
            )
            build_tariff(env, season, users["approver"])
            households = [
                build_household(env, place["units"][0], f"90010{number}")
                for number in range(6)
            ]
            bill_season(env, season, users)
            for role, desk in (("cashier", place["desk"]), ("head_cashier", second)):
                env["heating.shift"].with_user(users[role]).create({"desk_id": desk.id})
            cls.cash = env["heating.tender.method"].search([("kind", "=", "cash")]).id
            cls.household_ids = [household.id for household in households]
            cls.cashier = users["cashier"].id
            cls.head_cashier = users["head_cashier"].id
            cls.accountant = users["accountant"].id

    def tearDown(self):
        with committed(self.registry) as env:
            self.assertEqual(broken_laws(env), {})

    def _act(self, household_id, key, amount=2000.0, surplus="refuse"):
        return {
            "key": key,
            "household_ids": [household_id],
            "tenders": [{"method_id": self.cash, "amount": amount}],
            "surplus": surplus,
        }

    def _take(self, act):
        return lambda env: env["heating.receipt"].counter_take(act)

    def _owed(self, household_id):
        with committed(self.registry) as env:
            return env["heating.household"].browse(household_id).amount_due

    @mute_logger("odoo.service.model")
    def test_two_desks_on_one_bill(self):
        """One desk gets the money, the other is told that it was paid meanwhile."""
        household = self.household_ids[0]
        first, second = run_together(
            self.registry,
            (self.cashier, self._take(self._act(household, "two-desks-1"))),
            (self.head_cashier, self._take(self._act(household, "two-desks-2"))),
        )
        taken = [result for result in (first, second) if isinstance(result, dict)]
        refused = [r for r in (first, second) if isinstance(r, UserError)]
        self.assertEqual((len(taken), len(refused)), (1, 1), (first, second))
        self.assertIn("0.00", str(refused[0]))
        self.assertEqual(self._owed(household), 0.0)

    @mute_logger("odoo.service.model")
    def test_a_button_pressed_twice(self):
        """The same act at the same moment makes one receipt, and both hear of it."""
        household = self.household_ids[1]
        act = self._act(household, "pressed-twice")
        first, second = run_together(
            self.registry,
            (self.cashier, self._take(act)),
            (self.cashier, self._take(act)),
        )
        self.assertEqual(first, second)
        self.assertEqual(self._owed(household), 0.0)

    @mute_logger("odoo.service.model")
    def test_a_prepayment_pressed_twice(self):
        """Without a bill to lock, the same act still counts once."""
        household = self.household_ids[2]
        act = self._act(household, "prepaid-twice", 2500.0, "advance")
        first, second = run_together(
            self.registry,
            (self.cashier, self._take(act)),
            (self.cashier, self._take(act)),
        )
        self.assertEqual(first, second)
        with committed(self.registry) as env:
            record = env["heating.household"].browse(household)
            self.assertEqual(record.advance_balance, 500.0)

    def test_a_process_killed_before_its_commit(self):
        """Nothing of the act is left; the same act again works, without a gap."""
        household = self.household_ids[3]
        act = self._act(household, "killed-process")
        script = textwrap.dedent(
            f"""
            import time, odoo
            from odoo.api import Environment
            from odoo.modules.registry import Registry
            odoo.tools.config.parse_config(["-c", {odoo.tools.config["config"]!r}])
            with Registry({DATABASE!r}).cursor() as cr:
                env = Environment(cr, {self.cashier}, {{}})
                env["heating.receipt"].counter_take({act!r})
                env.flush_all()
                print("taken", flush=True)
                time.sleep(60)
            """
        )
        process = subprocess.Popen(
            [sys.executable, "-c", script],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PGAPPNAME": "heating-killed"},
        )
        with process:
            self.assertEqual(process.stdout.readline().strip(), "taken")
            os.kill(process.pid, signal.SIGKILL)
        self.assertEqual(self._owed(household), 2000.0)
        with committed(self.registry, self.cashier) as env:
            result = env["heating.receipt"].counter_take(act)
            self.assertTrue(result["number"])
        self.assertEqual(self._owed(household), 0.0)

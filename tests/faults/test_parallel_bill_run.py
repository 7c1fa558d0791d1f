"""Two workers on the same households, with real transactions."""

import unittest

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.heating_report.audit import broken_laws
from odoo.addons.queue_job.exception import RetryableJobError

from tests.common import (
    build_addresses,
    build_household,
    build_tariff,
    build_users,
)
from tests.scratch import committed, run_together, scratch_database

DATABASE = "heating_scratch_bill_run"
HOUSEHOLDS = 30


class TestParallelBillRun(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.enterClassContext(
            mute_logger(
                "odoo.sql_db", "odoo.service.model", "odoo.addons.queue_job.utils"
            )
        )
        cls.registry = cls.enterClassContext(scratch_database(DATABASE))
        with committed(cls.registry) as env:
            users = build_users(env)
            place = build_addresses(env)
            cls.season_id = (
                env["heating.season"]
                .create({"date_start": "2026-11-15", "date_end": "2027-03-14"})
                .id
            )
            season = env["heating.season"].browse(cls.season_id)
            build_tariff(env, season, users["approver"])
            for number in range(HOUSEHOLDS):
                build_household(env, place["units"][0], f"9002{number:02d}")
            cls.accountant_ids = [
                build_users(env, f"hand-{hand}")["accountant"].id for hand in range(2)
            ]
            cls.run_ids = [
                cls._approved_run(env, users, season).id for _each in range(2)
            ]

    @classmethod
    def _approved_run(cls, env, users, season):
        run = (
            env["heating.bill.run"]
            .with_user(users["accountant"])
            .with_context(queue_job__no_delay=True)
            .create({"season_id": season.id, "date": "2026-10-10"})
        )
        run.action_rehearse()
        run.with_user(users["approver"]).action_approve()
        run.sudo().state = "running"
        return run

    def _batch(self, run_id):
        def work(env):
            run = env["heating.bill.run"].browse(run_id)
            run._bill_batch(run.job_round, run.line_ids.ids)

        return work

    def test_every_household_is_billed_once(self):
        """Two jobs on the same lines, and one of another run for the same season."""
        first, second = self.run_ids
        results = run_together(
            self.registry,
            (1, self._batch(first)),
            (1, self._batch(first)),
            (1, self._batch(second)),
        )
        # who comes second to the same lines is to come again
        again = [r for r in results if isinstance(r, RetryableJobError)]
        self.assertEqual([r for r in results if r], again)
        self.assertLessEqual(len(again), 1)
        with committed(self.registry) as env:
            # what lost the race is left as it was, and done by going on
            for run in env["heating.bill.run"].browse(self.run_ids):
                run._bill_batch(run.job_round, run.line_ids.ids)
                run._finish_run(run.job_round)
            bills = env["heating.bill"].search([("season_id", "=", self.season_id)])
            self.assertEqual(len(bills), HOUSEHOLDS)
            self.assertEqual(len(bills.household_id), HOUSEHOLDS)
            self.assertEqual(len(bills.move_ids), HOUSEHOLDS)
            self.assertEqual(broken_laws(env), {})

    def test_a_charge_is_confirmed_once(self):
        """Two accountants confirm the same charge at the same moment: one invoice."""
        with committed(self.registry) as env:
            household = env["heating.household"].search([], limit=1)
            charge_id = (
                env["heating.charge"]
                .create({"household_id": household.id, "amount": 109.0})
                .id
            )

        def confirm(env):
            env["heating.charge"].browse(charge_id).action_confirm()

        results = run_together(
            self.registry, *((uid, confirm) for uid in self.accountant_ids)
        )
        self.assertFalse(
            [r for r in results if r and not isinstance(r, UserError)], results
        )
        with committed(self.registry) as env:
            charge = env["heating.charge"].browse(charge_id)
            self.assertEqual(charge.state, "posted")
            self.assertEqual(len(charge.move_ids), 1)
            self.assertEqual(charge.amount_residual, 109.0)
            self.assertEqual(broken_laws(env), {})

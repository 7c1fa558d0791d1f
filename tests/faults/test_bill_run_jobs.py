"""The jobs of a bill run as queue_job stores and performs them, real transactions."""

import itertools
import unittest
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.heating_billing.models import heating_bill_run_steps as steps
from odoo.addons.heating_report.audit import broken_laws
from odoo.addons.queue_job.job import Job

from tests.common import build_addresses, build_household, build_tariff, build_users
from tests.scratch import committed, run_jobs, run_together, scratch_database

DATABASE = "heating_scratch_bill_jobs"
HOUSEHOLDS = 6
BATCHES = 3


class TestBillRunJobs(unittest.TestCase):
    """One database for the class; each test bills a season of its own."""

    @classmethod
    def setUpClass(cls):
        cls.enterClassContext(
            mute_logger(
                "odoo.sql_db",
                "odoo.service.model",
                "odoo.addons.queue_job.utils",
                "odoo.addons.queue_job.controllers.main",
            )
        )
        for name in ("REHEARSAL_BATCH", "BILLING_BATCH"):
            cls.enterClassContext(patch.object(steps, name, HOUSEHOLDS // BATCHES))
        cls.registry = cls.enterClassContext(scratch_database(DATABASE))
        cls.years = itertools.count(2026)
        with committed(cls.registry) as env:
            users = build_users(env)
            cls.accountant = users["accountant"].id
            cls.colleague = build_users(env, "other")["accountant"].id
            cls.approver = users["approver"].id
            place = build_addresses(env)
            for number in range(HOUSEHOLDS):
                build_household(env, place["units"][0], f"9003{number:02d}")

    def tearDown(self):
        with committed(self.registry) as env:
            env["queue.job"].search([]).unlink()
            self.assertEqual(broken_laws(env), {})

    # === STEPS === #

    def _create_run(self):
        year = next(self.years)
        with committed(self.registry) as env:
            season = env["heating.season"].create(
                {"date_start": f"{year}-11-15", "date_end": f"{year + 1}-03-14"}
            )
            build_tariff(env, season, env["res.users"].browse(self.approver))
            run = env["heating.bill.run"].create(
                {"season_id": season.id, "date": "2026-10-10"}
            )
            return run.id

    def _press(self, run_id, button, uid=None):
        with committed(self.registry, uid or self.accountant) as env:
            getattr(env["heating.bill.run"].browse(run_id), button)()

    def _create_approved_run(self):
        run_id = self._create_run()
        self._press(run_id, "action_rehearse")
        self.assertEqual(run_jobs(self.registry), [])
        self._press(run_id, "action_approve", self.approver)
        return run_id

    def _read(self, run_id, *names):
        with committed(self.registry) as env:
            run = env["heating.bill.run"].browse(run_id)
            return tuple(run[name] for name in names)

    def _said(self, run_id):
        """What the newest message of the run says."""
        with committed(self.registry) as env:
            messages = env["heating.bill.run"].browse(run_id).message_ids
            return " ".join(messages.filtered("body").mapped("body"))

    def _break(self, model, method):
        """Let a method of a model raise what is no household's fault."""
        return patch.object(
            self.registry[model], method, side_effect=ZeroDivisionError("no disk")
        )

    # === STOPPING AND GOING ON === #

    def test_stopped_in_the_middle_it_goes_on(self):
        run_id = self._create_approved_run()
        self._press(run_id, "action_start")
        run_jobs(self.registry, limit=1)
        self._press(run_id, "action_stop")
        self.assertEqual(run_jobs(self.registry), [])
        self.assertEqual(
            self._read(run_id, "state", "billed_count"), ("stopped", HOUSEHOLDS // 3)
        )
        self._press(run_id, "action_start")
        self.assertEqual(run_jobs(self.registry), [])
        self.assertEqual(
            self._read(run_id, "state", "billed_count"), ("done", HOUSEHOLDS)
        )

    def test_the_last_job_of_the_first_round_does_not_end_the_second(self):
        run_id = self._create_approved_run()
        self._press(run_id, "action_start")
        run_jobs(self.registry, limit=1)
        self._press(run_id, "action_stop")
        run_jobs(self.registry, limit=2)
        self._press(run_id, "action_start")
        # the last job of the first round is the first in the queue
        run_jobs(self.registry, limit=1)
        self.assertEqual(self._read(run_id, "state"), ("running",))
        self.assertEqual(run_jobs(self.registry), [])
        self.assertEqual(
            self._read(run_id, "state", "billed_count"), ("done", HOUSEHOLDS)
        )

    def test_batches_of_the_first_round_are_late(self):
        """Jobs that were queued before Stop bill nothing once it went on."""
        run_id = self._create_approved_run()
        self._press(run_id, "action_start")
        self._press(run_id, "action_stop")
        self._press(run_id, "action_start")
        run_jobs(self.registry, limit=BATCHES)
        self.assertEqual(self._read(run_id, "state", "billed_count"), ("running", 0))
        self.assertEqual(run_jobs(self.registry), [])
        self.assertEqual(
            self._read(run_id, "state", "billed_count"), ("done", HOUSEHOLDS)
        )

    def test_a_batch_waits_for_another_that_is_at_its_households(self):
        """A batch under way when the run was stopped is not overtaken."""
        run_id = self._create_approved_run()
        self._press(run_id, "action_start")
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT id FROM heating_bill_run_line WHERE run_id = %s FOR UPDATE",
                [run_id],
            )
            run_jobs(self.registry, limit=1)
        self.assertEqual(self._read(run_id, "billed_count"), (0,))
        self.assertEqual(run_jobs(self.registry), [])
        self.assertEqual(
            self._read(run_id, "state", "billed_count"), ("done", HOUSEHOLDS)
        )

    # === WHAT BREAKS DOWN === #

    def test_a_batch_that_breaks_down_stops_the_run(self):
        run_id = self._create_approved_run()
        self._press(run_id, "action_start")
        with self._break("heating.bill.run.line", "_make_bills"):
            failures = run_jobs(self.registry, limit=1)
        self.assertIsInstance(failures[0], ZeroDivisionError)
        self.assertEqual(run_jobs(self.registry), [])
        self.assertEqual(self._read(run_id, "state", "billed_count"), ("stopped", 0))
        (name,) = self._read(run_id, "name")
        said = self._said(run_id)
        self.assertRegex(said, rf"“{name}: \d – \d” broke down")
        self.assertIn("ZeroDivisionError no disk", said)
        self._press(run_id, "action_start")
        self.assertEqual(run_jobs(self.registry), [])
        self.assertEqual(
            self._read(run_id, "state", "billed_count"), ("done", HOUSEHOLDS)
        )
        # somebody queues the failed job once more: it is late
        with committed(self.registry) as env:
            failed = env["queue.job"].search([("state", "=", "failed")])
            job = Job.load(env, failed.uuid)
            job.set_pending()
            job.store()
        self.assertEqual(run_jobs(self.registry), [])
        self.assertEqual(self._read(run_id, "state"), ("done",))

    def test_a_late_job_that_breaks_down_stops_nothing(self):
        run_id = self._create_approved_run()
        self._press(run_id, "action_start")
        self._press(run_id, "action_stop")
        self._press(run_id, "action_start")
        with self._break("heating.bill.run", "_is_on"):
            run_jobs(self.registry, limit=1)
        self.assertEqual(self._read(run_id, "state"), ("running",))

    def test_a_last_step_that_breaks_down_stops_the_run(self):
        run_id = self._create_approved_run()
        self._press(run_id, "action_start")
        with self._break("heating.bill.run", "_get_ready_lines"):
            run_jobs(self.registry)
        self.assertEqual(
            self._read(run_id, "state", "billed_count"), ("stopped", HOUSEHOLDS)
        )
        self.assertIn("last step", self._said(run_id))

    def test_a_rehearsal_that_breaks_down_is_begun_anew(self):
        run_id = self._create_run()
        self._press(run_id, "action_rehearse")
        with self._break("heating.bill.run.line", "_assess"):
            run_jobs(self.registry, limit=1)
        self.assertEqual(run_jobs(self.registry), [])
        self.assertEqual(self._read(run_id, "state"), ("draft",))
        self.assertIn("ZeroDivisionError", self._said(run_id))
        self._press(run_id, "action_rehearse")
        self.assertEqual(run_jobs(self.registry), [])
        self.assertEqual(
            self._read(run_id, "state", "ready_count"), ("rehearsed", HOUSEHOLDS)
        )

    def test_a_batch_under_way_does_not_outlive_its_rehearsal(self):
        run_id = self._create_run()
        self._press(run_id, "action_rehearse")
        lines = self.registry["heating.bill.run.line"]
        assess = lines._assess

        def stop_meanwhile(records):
            assess(records)
            self._press(run_id, "action_stop")

        with patch.object(lines, "_assess", stop_meanwhile):
            run_jobs(self.registry, limit=1)
        self.assertEqual(run_jobs(self.registry), [])
        self.assertEqual(self._read(run_id, "state"), ("draft",))
        self.assertFalse(self._read(run_id, "line_ids")[0])

    def test_every_job_has_its_hook(self):
        with committed(self.registry) as env:
            for method in (
                "_rehearse_batch",
                "_finish_rehearsal",
                "_bill_batch",
                "_finish_run",
            ):
                config = env["queue.job.function"].job_config(
                    f"<heating.bill.run>.{method}"
                )
                self.assertEqual(config.on_fail_method_name, "_stop_run", method)

    # === AT THE SAME MOMENT === #

    def _together(self, run_id, button):
        def press(env):
            getattr(env["heating.bill.run"].browse(run_id), button)()

        results = run_together(
            self.registry, (self.accountant, press), (self.colleague, press)
        )
        refused = [result for result in results if isinstance(result, UserError)]
        self.assertEqual((results.count(None), len(refused)), (1, 1), results)
        self.assertIn("does not fit", str(refused[0]))

    def test_two_people_go_on_at_once(self):
        run_id = self._create_approved_run()
        self._press(run_id, "action_start")
        self._press(run_id, "action_stop")
        self._together(run_id, "action_start")
        self.assertEqual(run_jobs(self.registry), [])
        self.assertEqual(
            self._read(run_id, "state", "billed_count"), ("done", HOUSEHOLDS)
        )

    def test_two_people_rehearse_at_once(self):
        run_id = self._create_run()
        self._together(run_id, "action_rehearse")
        self.assertEqual(run_jobs(self.registry), [])
        self.assertEqual(
            self._read(run_id, "state", "ready_count"), ("rehearsed", HOUSEHOLDS)
        )

    def test_a_rehearsal_is_not_begun_twice(self):
        run_id = self._create_run()
        self._press(run_id, "action_rehearse")
        with self.assertRaisesRegex(UserError, "does not fit"):
            self._press(run_id, "action_rehearse")
        self._press(run_id, "action_stop")
        self._press(run_id, "action_rehearse")
        self.assertEqual(run_jobs(self.registry), [])
        self.assertEqual(
            self._read(run_id, "state", "ready_count"), ("rehearsed", HOUSEHOLDS)
        )

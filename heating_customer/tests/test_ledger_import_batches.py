from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.heating_customer.models import heating_ledger_import_preview

from .common_ledger import LedgerImportCommon

TWO = ({}, {"户号": "T9002", "房号": "102", "用户性质": "商业"})


class TestLedgerImportBatches(LedgerImportCommon):
    """What happens when something goes wrong, and who may do what."""

    # === BATCHES === #

    def _spoil(self, number):
        """Let PostgreSQL refuse the space of one household."""
        batches = type(self.env["heating.ledger.import.batch"])
        prepare = batches._prepare_space

        def spoilt(batch, row, household):
            vals = prepare(batch, row, household)
            return {**vals, "built_area": -1} if row["number"] == number else vals

        return patch.object(batches, "_prepare_space", spoilt)

    def test_a_bad_row_is_noted_and_the_others_come_in(self):
        ledger = self._preview(*TWO, {"户号": "T9003"})
        with self._spoil("T9002"), mute_logger("odoo.sql_db"):
            ledger.action_import()
        self.assertRecordValues(
            ledger,
            [{"state": "done", "done_count": 2, "failed_count": 1, "progress": 100.0}],
        )
        self.assertFalse(self._get_household("T9002"))
        self.assertTrue(self._get_household("T9003"))
        self.assertRecordValues(
            ledger.line_ids,
            [{"kind": "failed", "row": 3, "number": "T9002", "code": "not_saved"}],
        )
        self.assertIn("must be more than 0 m²", ledger.line_ids.reason)

        ledger.action_resume()
        self.assertRecordValues(
            ledger,
            [{"state": "done", "done_count": 3, "failed_count": 0, "line_ids": []}],
        )
        self.assertTrue(self._get_household("T9002"))

    def test_a_batch_that_runs_twice_does_nothing(self):
        ledger = self._preview(*TWO)
        ledger.action_import()
        batch = ledger.sudo().batch_ids
        self.assertFalse(batch.rows, "personal data go as they are imported")
        ledger.sudo().state = "importing"
        batch._run()
        self.assertEqual(batch.state, "done")
        self.assertEqual(len(self._get_household()), 1)

    def test_a_job_that_breaks_down_leaves_nothing_and_stops_the_import(self):
        ledger = self._preview(*TWO)
        batches = type(self.env["heating.ledger.import.batch"])
        with (
            patch.object(batches, "_prepare_supply", side_effect=ZeroDivisionError),
            self.assertRaises(ZeroDivisionError),
            self.env.cr.savepoint(),
        ):
            ledger.action_import()
        self.assertFalse(self._get_household())
        config = self.env["queue.job.function"].job_config(
            "<heating.ledger.import.batch>._run"
        )
        self.assertEqual(config.on_fail_method_name, "_stop_import")
        ledger.sudo().state = "importing"
        ledger.sudo().batch_ids._stop_import(exc_name="ZeroDivisionError")
        self.assertEqual(ledger.state, "stopped")
        self.assertIn("ZeroDivisionError", ledger.message_ids[0].body)
        ledger.action_resume()
        self.assertEqual(ledger.state, "done")
        self.assertEqual(ledger.done_count, 2)

    def test_stop_and_go_on(self):
        ledger = self._preview(*TWO)
        ledger = ledger.with_context(queue_job__no_delay=False)
        with patch.object(heating_ledger_import_preview, "HOUSEHOLD_BATCH", 1):
            ledger.action_preview()
        jobs = self.env["queue.job"]
        before = jobs.search([])
        ledger.action_import()
        self.assertEqual(ledger.state, "importing")
        queued = jobs.search([]) - before
        self.assertEqual(
            sorted(job.method_name for job in queued),
            ["_run", "_run", "_run_next_stage"],
        )
        self.assertEqual(set(queued.mapped("channel")), {"root.heating"})
        first, second = ledger.sudo().batch_ids
        first._run()
        self.assertEqual(ledger.progress, 50.0)
        ledger.action_stop()
        second._run()
        self.assertFalse(self._get_household("T9002"), "it was stopped before")
        ledger.with_context(queue_job__no_delay=True).action_resume()
        self.assertEqual(ledger.state, "done")
        self.assertTrue(self._get_household("T9002"))

    @mute_logger("odoo.sql_db")
    def test_one_import_at_a_time(self):
        first, second = self._preview({}), self._preview({})
        first.sudo().state = "importing"
        with self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            second.action_import()

    # === RIGHTS === #

    def test_a_clerk_previews_but_does_not_import(self):
        content = self._create_import({}).file
        ledger = self.imports.with_user(self.clerk).create({"file": content})
        ledger.action_preview()
        self.assertEqual(ledger.importable_count, 1)
        self.assertFalse(ledger.line_ids)
        with self.assertRaises(AccessError):
            ledger.action_import()
        ledger.with_user(self.administrator).action_import()
        for act in ("action_stop", "action_resume"):
            with self.assertRaises(AccessError):
                getattr(ledger, act)()

    def test_a_clerk_sees_their_own_ledgers_only(self):
        ledger = self._preview({}, {"户号": "T9003", "用户性质": "宾馆"})
        self.assertFalse(self.imports.with_user(self.clerk).search([]))
        with self.assertRaises(AccessError):
            ledger.with_user(self.clerk).action_preview()
        with self.assertRaises(AccessError):
            ledger.line_ids.with_user(self.clerk).read(["number"])

    def test_other_roles_have_no_access(self):
        ledger = self._preview({})
        for role in set(self.users) - {"administrator", "archive_clerk"}:
            with self.subTest(role=role), self.assertRaises(AccessError):
                ledger.with_user(self.users[role]).action_preview()
        with self.assertRaises(AccessError):
            ledger.with_user(self.stranger).read(["name"])

    def test_only_the_buttons_move_an_import(self):
        ledger = self._preview({})
        for vals in ({"state": "done"}, {"refused_count": 0}, {"batch_ids": []}):
            with self.assertRaises(UserError):
                ledger.write(vals)
            with self.assertRaises(UserError):
                self.imports.create(vals)
        ledger.action_import()
        for act in (ledger.action_import, ledger.action_preview, ledger.unlink):
            with self.assertRaises(UserError):
                act()
        with self.assertRaises(UserError):
            ledger.states_from = "2026-05-01"

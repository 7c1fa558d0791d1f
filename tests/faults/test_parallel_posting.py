"""Two workers write the documents of one journal by rows, with real transactions."""

import unittest
from unittest.mock import patch

from odoo.tools import mute_logger

from odoo.addons.heating_billing.models import heating_poster_rows
from odoo.addons.heating_report.audit import broken_laws

from tests.common import (
    build_addresses,
    build_household,
    build_tariff,
    build_users,
)
from tests.scratch import committed, run_together, scratch_database

DATABASE = "heating_scratch_posting"
HOUSEHOLDS = 60


class TestParallelPosting(unittest.TestCase):
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
            season = env["heating.season"].create(
                {"date_start": "2026-11-15", "date_end": "2027-03-14"}
            )
            build_tariff(env, season, users["approver"])
            for number in range(HOUSEHOLDS):
                build_household(env, place["units"][0], f"9003{number:02d}")
            run = (
                env["heating.bill.run"]
                .with_user(users["accountant"])
                .with_context(queue_job__no_delay=True)
                .create({"season_id": season.id, "date": "2026-10-10"})
            )
            run.action_rehearse()
            run.with_user(users["approver"]).action_approve()
            run.sudo().state = "running"
            cls.run_id = run.id
            cls.line_ids = run.line_ids.ids

    def test_numbers_are_given_once_and_without_a_gap(self):
        """Each of three workers has a third of the households; none stops another."""
        written = []
        copy_rows = heating_poster_rows.copy_rows

        def spy(env, table, columns, rows, **kwargs):
            if table == "account_move":
                written.append(len(rows))
            return copy_rows(env, table, columns, rows, **kwargs)

        def work_on(line_ids):
            def work(env):
                run = env["heating.bill.run"].browse(self.run_id)
                run._bill_batch(run.job_round, line_ids)

            return work

        with patch.object(heating_poster_rows, "copy_rows", spy):
            results = run_together(
                self.registry,
                *((1, work_on(self.line_ids[third::3])) for third in range(3)),
            )
        self.assertEqual(set(results), {None})
        # a worker that lost a race began anew, so there may be more than three
        self.assertGreaterEqual(len(written), 3)
        with committed(self.registry) as env:
            run = env["heating.bill.run"].browse(self.run_id)
            self.assertEqual(set(run.line_ids.mapped("state")), {"billed"})
            moves = run.line_ids.bill_id.move_ids
            self.assertEqual(len(moves), HOUSEHOLDS)
            numbers = sorted(moves.mapped("sequence_number"))
            self.assertEqual(numbers, list(range(numbers[0], numbers[0] + HOUSEHOLDS)))
            self.assertEqual(len(set(moves.mapped("name"))), HOUSEHOLDS)
            self.assertFalse(run.posting_text)
            self.assertFalse(any(moves.mapped("made_sequence_gap")))
            self.assertEqual(broken_laws(env), {})

from datetime import date, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestBillRun(HeatingBillingCommon):
    def test_a_rehearsal_writes_no_bill(self):
        run = self._create_run()
        run.action_rehearse()
        self.assertRecordValues(
            run,
            [
                {
                    "state": "rehearsed",
                    "ready_count": 3,
                    "amount_total": 6000.0,
                    "built_area": 300.0,
                    "requested_by_id": self.accountant.id,
                }
            ],
        )
        self.assertFalse(self.env["heating.bill"].search([]))
        totals = self.env["heating.bill.run.line"]._read_group(
            [("run_id", "=", run.id)], ["branch_id"], ["amount:sum"]
        )
        self.assertEqual(dict(totals), {self.branch: 4000.0, self.other_branch: 2000.0})

    def test_who_rehearsed_does_not_approve(self):
        both = self._create_user("accountant", "approver", login="both")
        run = self._create_run().with_user(both)
        run.action_rehearse()
        with self.assertRaisesRegex(UserError, "another approver"):
            run.action_approve()

    def test_roles(self):
        run = self._create_run()
        for user in (self.clerk, self.manager, self.users["cashier"]):
            with self.assertRaises(AccessError):
                run.with_user(user).action_rehearse()
        run.action_rehearse()
        with self.assertRaises(AccessError):
            run.action_approve()

    def test_steps_have_an_order(self):
        run = self._create_run()
        for step in (run.action_start, run.action_stop, run.action_retry):
            with self.assertRaisesRegex(UserError, "does not fit"):
                step()

    def test_state_is_not_written_by_clients(self):
        run = self._create_run()
        with self.assertRaisesRegex(UserError, "buttons"):
            self.rpc(
                self.accountant,
                "heating.bill.run",
                "write",
                run.ids,
                {"state": "approved"},
            )
        with self.assertRaisesRegex(UserError, "buttons"):
            self.rpc(
                self.accountant,
                "heating.bill.run",
                "write",
                run.ids,
                {"job_round": 7},
            )

    def test_not_opened_households_are_listed_with_their_reason(self):
        self.env["heating.supply"].create(
            {"household_id": self.household.id, "state": "not_opened"}
        )
        run = self._bill_season()
        line = run.line_ids.filtered(lambda line: line.state == "exempt")
        self.assertEqual(line.household_id, self.household)
        self.assertEqual(line.reason, "Not Opened for the whole season")
        self.assertEqual(run.billed_count, 2)

    def test_a_bad_household_is_set_aside_with_words(self):
        self.household.space_ids.category_id = self.env.ref(
            "heating_customer.category_school"
        )
        self.household_2.space_ids.date_to = "2020-01-01"
        run = self._bill_season()
        self.assertEqual(
            run.line_ids.filtered(lambda line: line.state == "exception")
            .sorted("id")
            .mapped("reason"),
            [
                "The tariff has no price for School.",
                "The household has no space in this season.",
            ],
        )
        self.assertEqual((run.billed_count, run.problem_count), (1, 2))

    def test_what_changed_since_the_rehearsal_is_set_aside(self):
        run = self._create_run()
        run.action_rehearse()
        run.with_user(self.approver).action_approve()
        self.household.space_ids.built_area = 101.0
        run.action_start()
        line = run.line_ids.filtered(lambda line: line.state == "exception")
        self.assertEqual(line.household_id, self.household)
        self.assertIn("2000.00 before, 2020.00 now", line.reason)
        self.assertFalse(self._get_bill(self.household))
        run.action_retry()
        with self.assertRaisesRegex(UserError, "does not fit"):
            run.action_start()
        run.with_user(self.approver).action_approve()
        run.action_start()
        self.assertEqual(self._get_bill(self.household).amount_total, 2020.0)

    def test_households_billed_meanwhile_are_left_out(self):
        """Two approved runs of one season: the second bills what is left."""
        run = self._create_run()
        run.action_rehearse()
        run.with_user(self.approver).action_approve()
        other = self._create_run()
        other.action_rehearse()
        other.with_user(self.approver).action_approve()
        other.action_start()
        household = self._create_household("T000020", self.customer)
        self.env["heating.bill.run.line"].sudo().create(
            {"run_id": run.id, "household_id": household.id, "amount": 2000.0}
        )
        run.action_start()
        self.assertEqual((run.billed_count, run.exempt_count), (1, 3))
        self.assertEqual(
            set(
                run.line_ids.filtered(lambda line: line.state == "exempt").mapped(
                    "reason"
                )
            ),
            {"It has a bill for this season already."},
        )
        self.assertEqual(self._get_bill(household).amount_total, 2000.0)

    def test_one_bad_household_never_stops_the_rest(self):
        """An invoice that cannot be posted fails alone, with its reason."""
        run = self._create_run()
        run.action_rehearse()
        run.with_user(self.approver).action_approve()
        post = type(self.env["heating.bill"])._post_invoices

        sentence = "The books refuse this one."

        def refuse_one(bills, reasons=None):
            if self.household in bills.household_id:
                raise UserError(sentence)
            return post(bills, reasons)

        with patch.object(type(self.env["heating.bill"]), "_post_invoices", refuse_one):
            run.action_start()
        line = run.line_ids.filtered(lambda line: line.state == "failed")
        self.assertEqual(line.household_id, self.household)
        self.assertEqual(line.reason, sentence)
        self.assertEqual((run.billed_count, run.problem_count), (2, 1))
        self.assertFalse(self._get_bill(self.household))

    def test_a_batch_is_harmless_to_repeat(self):
        run = self._bill_season()
        bills = self.env["heating.bill"].search([])
        run.sudo().state = "running"
        run.sudo()._bill_batch(run.job_round, run.line_ids.ids)
        self.assertEqual(self.env["heating.bill"].search([]), bills)
        self.assertEqual(len(bills.move_ids), 3)

    def test_a_stopped_run_goes_on_where_it_was(self):
        run = self._create_run()
        run.action_rehearse()
        run.with_user(self.approver).action_approve()
        run.sudo().state = "running"
        run.sudo()._bill_batch(run.job_round, run.line_ids[:1].ids)
        run.action_stop()
        run.sudo()._bill_batch(run.job_round, run.line_ids.ids)
        self.assertEqual(run.billed_count, 1)
        run.action_start()
        self.assertEqual((run.state, run.billed_count), ("done", 3))

    def test_rate_and_time_left_after_it_goes_on(self):
        """What was billed before the stop is no speed of the time after it."""
        run = self._bill_season()
        household = self._create_household("T000077", self.customer, room="177")
        self.env["heating.bill.run.line"].sudo().create(
            [
                {"run_id": run.id, "household_id": household.id, "state": "ready"},
            ]
        )
        run.sudo().write(
            {
                "state": "running",
                "count_before": run.billed_count,
                "started_at": fields.Datetime.now() - timedelta(seconds=10),
                "finished_at": False,
            }
        )
        self.assertEqual((run.rate, run.seconds_left), (0.0, 0))
        run.sudo().count_before = run.billed_count - 1
        run.invalidate_recordset()
        self.assertAlmostEqual(run.rate, 0.1, delta=0.02)
        self.assertAlmostEqual(run.seconds_left, 10, delta=2)

    def test_progress_of_undoing(self):
        """Of three households one is undone after ten seconds."""
        run = self._bill_season().sudo()
        run.line_ids[0].state = "undone"
        run.write(
            {
                "state": "undoing",
                "count_before": 0,
                "started_at": fields.Datetime.now() - timedelta(seconds=10),
                "finished_at": False,
            }
        )
        self.assertAlmostEqual(run.progress, 100 / 3, delta=0.1)
        self.assertAlmostEqual(run.rate, 0.1, delta=0.02)
        self.assertAlmostEqual(run.seconds_left, 20, delta=3)

    def test_who_left_in_the_season_is_billed_for_the_days_before(self):
        """20 of 120 days of 100 m² at 20 yuan; who left before it has no bill."""
        early, late = self.household, self.household_2
        for household, day in (
            (early, date(2026, 11, 15)),
            (late, date(2026, 12, 5)),
        ):
            household._end_heat(day)
            household._leave_network(day)
        late.active = False
        run = self._bill_season()
        self.assertFalse(self._get_bill(early))
        self.assertNotIn(early, run.line_ids.household_id)
        self.assertEqual(self._get_bill(late).amount_total, 333.33)

    def test_a_space_and_the_one_that_replaced_it_are_not_two(self):
        """The area billed is the area on file on each day: 100 m², then 160 m²."""
        space = self.household.space_ids
        # the last 40 of the season's 120 days
        space.date_to = "2027-02-02"
        space.copy(
            {"built_area": 160.0, "date_from": "2027-02-03", "date_to": False}
        ).household_id = self.household
        run = self._create_run()
        run.action_rehearse()
        line = run.line_ids.filtered(lambda line: line.household_id == self.household)
        self.assertEqual(line.built_area, 120.0)
        # so it is what is paid for: 20 yuan a m² of it
        self.assertEqual(line.amount, 120.0 * 20.0)
        self.assertEqual(run.built_area, 320.0)

    def test_a_run_that_has_billed_stays_on_file(self):
        """Also where it waits for an approver again."""
        run = self._bill_season()
        run.sudo().state = "rehearsed"
        with self.assertRaisesRegex(UserError, "stays on file"):
            run.unlink()

    def test_queries_do_not_grow_with_households(self):
        """Assessing ten times as many households asks no more questions."""
        households = self.env["heating.household"].concat(
            *[
                self._create_household(f"T0001{number:02d}", self.customer)
                for number in range(40)
            ]
        )
        run = self._create_run()

        def assess(records):
            lines = (
                self.env["heating.bill.run.line"]
                .sudo()
                .create(
                    [
                        {
                            "run_id": run.id,
                            "household_id": record.id,
                            "branch_id": record.branch_id.id,
                        }
                        for record in records
                    ]
                )
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines._assess_values()
            return self.env.cr.sql_log_count - before

        assess(households[:4])
        self.assertEqual(assess(households[4:8]), assess(households[8:40]))

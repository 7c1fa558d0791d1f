from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestBillRunUndo(HeatingBillingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.run_done = cls._bill_season()
        cls.other_approver = cls._create_user("approver", login="approver-2")

    def _undo(self):
        self.run_done.with_user(self.accountant).action_request_undo("Wrong prices")
        self.run_done.with_user(self.approver).action_undo()

    def test_every_bill_is_credited_and_none_is_deleted(self):
        bills = self.run_done.line_ids.bill_id
        self._undo()
        self.assertEqual(self.run_done.state, "undone")
        self.assertEqual(set(self.run_done.line_ids.mapped("state")), {"undone"})
        self.assertEqual(bills.exists(), bills)
        for bill in bills:
            self.assertEqual((bill.amount_total, bill.amount_residual), (0.0, 0.0))
            self.assertTrue(bill.undone_on)
            self.assertFalse(bill.line_ids)
            self.assertEqual(bill.version_ids.amount_total, 2000.0)
            self.assertEqual(
                bill.move_ids.sorted("id").mapped("amount_total_signed"),
                [2000.0, -2000.0],
            )
            # the credit note settles the invoice: nobody's ledger has anything open
            self.assertEqual(set(bill.move_ids.mapped("amount_residual")), {0.0})
        self.assertEqual(self.household.amount_due, 0.0)

    def test_the_season_is_billed_again_on_the_same_bills(self):
        bills = self.run_done.line_ids.bill_id
        self._undo()
        dearer = self._create_tariff("Right prices")
        dearer.price_ids.price = 21.0
        dearer.with_user(self.approver).action_approve()
        self.tariff.active = False
        # an undone run is nothing that keeps the season open
        self.assertNotIn("Bill runs", "\n".join(self.season._get_open_matters()))
        run = self._bill_season()
        self.assertEqual((run.state, run.billed_count), ("done", 3))
        self.assertEqual(run.line_ids.bill_id, bills)
        for version in bills.version_ids:
            # what it was is still worked out by what it was made with
            self.assertEqual(version.tariff_id, self.tariff)
            self.assertTrue(version.bill_id._is_replayed(version))
        for bill in bills:
            self.assertTrue(bill._is_replayed())
            self.assertFalse(bill.undone_on)
            self.assertEqual(bill.tariff_id, dearer)
            self.assertEqual((bill.amount_total, bill.amount_residual), (2100.0,) * 2)
            self.assertEqual(sum(bill.line_ids.mapped("amount")), 2100.0)
        # and undone again: each version is kept
        run.with_user(self.accountant).action_request_undo("Wrong again")
        run.with_user(self.approver).action_undo()
        self.assertEqual(
            bills[0].version_ids.sorted("number").mapped("amount_total"),
            [2000.0, 2100.0],
        )
        self.assertEqual(bills[0].amount_residual, 0.0)

    def test_two_people_undo_a_run(self):
        run = self.run_done
        with self.assertRaisesRegex(UserError, "accountant asks for it first"):
            run.with_user(self.approver).action_undo()
        with self.assertRaises(AccessError):
            run.with_user(self.approver).action_request_undo("Wrong prices")
        with self.assertRaisesRegex(UserError, "Say why"):
            run.with_user(self.accountant).action_request_undo("  ")
        both = self._create_user("accountant", "approver", login="both")
        run.with_user(both).action_request_undo("Wrong prices")
        with self.assertRaisesRegex(UserError, "another approver"):
            run.with_user(both).action_undo()
        with self.assertRaises(AccessError):
            run.with_user(self.accountant).action_undo()
        run.with_user(self.approver).action_refuse_undo()
        with self.assertRaisesRegex(UserError, "accountant asks for it first"):
            run.with_user(self.approver).action_undo()
        self.assertEqual(run.state, "done")

    def test_clients_do_not_write_who_asked(self):
        with self.assertRaisesRegex(UserError, "buttons"):
            self.rpc(
                self.accountant,
                "heating.bill.run",
                "write",
                self.run_done.ids,
                {"undo_requested_by_id": self.users["manager"].id},
            )

    def test_a_batch_of_undoing_is_harmless_to_repeat(self):
        bills = self.run_done.line_ids.bill_id
        self._undo()
        run = self.run_done.sudo()
        run.state = "undoing"
        run._undo_batch(run.job_round, run.line_ids.ids)
        self.assertEqual(len(bills.move_ids), 6)

    def test_an_undone_bill_is_not_worked_out_anew(self):
        self._undo()
        bill = self._get_bill(self.household)
        affected = self.env["heating.bill"]._get_affected(
            self.household, self.season.date_start
        )
        self.assertNotIn(bill, affected)

    def test_queries_do_not_grow_with_the_bills_undone(self):
        for number in range(40):
            self._create_household(f"T0001{number:02d}", self.customer)
        run = self._bill_season()
        lines = run.line_ids.filtered("bill_id")

        def undo(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.bill_id._undo("Wrong prices")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        undo(lines[:4])
        few, many = undo(lines[4:8]), undo(lines[8:40])
        # each document draws its number and takes part in a matching of its own
        self.assertLess((many - few) / 28, 10)

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestReduction(HeatingBillingCommon):
    """2,000 yuan a household: 100 m² at 20."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goodwill = cls.env.ref("heating_billing.reduction_kind_goodwill")

    @classmethod
    def _draft(cls, household=None, user=None, **vals):
        return (
            cls.env["heating.reduction"]
            .with_user(user or cls.clerk)
            .create(
                {
                    "household_id": (household or cls.household).id,
                    "season_id": cls.season.id,
                    "kind_id": cls.goodwill.id,
                    "by": "percent",
                    "value": 10.0,
                    "reason": "Pipe burst",
                    **vals,
                }
            )
        )

    def _grant(self, **vals):
        reduction = self._draft(**vals)
        reduction.request_validation()
        reduction.with_user(self.approver).validate_tier()
        self.env.invalidate_all()
        return reduction.sudo()

    def test_before_the_bill_it_is_in_the_run_as_rehearsed(self):
        reduction = self._grant()
        self.assertEqual(reduction.state, "approved")
        run = self._bill_season()
        line = run.line_ids.filtered(lambda each: each.household_id == self.household)
        self.assertEqual((line.state, line.amount), ("billed", 1800.0))
        bill = self._get_bill(self.household)
        self.assertEqual(bill.amount_total, 1800.0)
        self.assertEqual(bill.move_ids.amount_total, 1800.0)
        reduced = bill.line_ids.filtered(lambda each: each.kind == "reduction")
        self.assertEqual((reduced.amount, reduced.reduction_id), (-200.0, reduction))
        for word in (reduction.number, "Pipe burst", self.approver.name, "10%"):
            self.assertIn(word, reduced.explanation)

    def test_after_the_bill_it_is_a_credit_note(self):
        self._bill_season()
        bill = self._get_bill(self.household)
        self._grant(by="amount", value=250.0)
        self.assertEqual(bill.amount_total, 1750.0)
        self.assertEqual(
            sorted(bill.move_ids.mapped("amount_total_signed")), [-250.0, 2000.0]
        )
        self.assertEqual(bill.amount_residual, 1750.0)
        self.assertEqual(bill.version_count, 1)

    def test_measures(self):
        self._bill_season()
        for by, value, expected in (
            ("percent", 25.0, 500.0),
            ("amount", 99.5, 99.5),
            ("area", 10.0, 200.0),
            ("days", 12.0, 200.0),
        ):
            with self.subTest(by=by):
                draft = self._draft(by=by, value=value)
                self.assertEqual(draft.amount, expected)

    def test_two_reductions_and_never_below_nothing(self):
        self._bill_season()
        bill = self._get_bill(self.household)
        other = self._create_user("accountant", login="second_accountant")
        self._grant(by="percent", value=60.0, user=self.accountant)
        self.assertEqual(bill.amount_total, 2000.0)  # above 1,000: a second tier
        waiting = self.env["heating.reduction"].search([("state", "=", "requested")])
        waiting.with_user(other).validate_tier()
        self.assertEqual(bill.amount_total, 800.0)
        second = self._draft(by="percent", value=100.0)
        self.assertEqual(second.amount, 800.0)

    def test_withdrawn_by_an_approved_act(self):
        self._bill_season()
        bill = self._get_bill(self.household)
        reduction = self._grant()
        with self.assertRaisesRegex(UserError, "no longer a draft"):
            reduction.with_user(self.clerk).value = 5.0
        with self.assertRaisesRegex(UserError, "cannot be cancelled"):
            reduction.with_user(self.clerk).action_cancel()
        action = reduction.with_user(self.clerk).action_withdraw()
        withdrawal = self.env["heating.reduction"].browse(action["res_id"])
        withdrawal.with_user(self.clerk).request_validation()
        self.assertEqual((reduction.state, bill.amount_total), ("approved", 1800.0))
        withdrawal.with_user(self.approver).validate_tier()
        self.assertEqual((reduction.state, bill.amount_total), ("withdrawn", 2000.0))
        self.assertEqual(bill.amount_residual, 2000.0)

    def test_what_was_approved_while_the_bill_was_made_is_caught_up_by_night(self):
        self._bill_season()
        bill = self._get_bill(self.household)
        reduction = self._draft()
        self.env.flush_all()
        # as another transaction would leave it, which does not see the bill
        self.env.cr.execute(
            "UPDATE heating_reduction SET state = 'approved' WHERE id = %s",
            [reduction.id],
        )
        self.env.invalidate_all()
        self.assertEqual(bill.amount_total, 2000.0)
        self.env["heating.reduction"]._apply_missed()
        self.assertEqual(bill.amount_total, 1800.0)
        self.env["heating.reduction"]._apply_missed()
        self.assertEqual(bill.version_count, 1)

    def test_a_householder_reads_why_and_not_the_file(self):
        reduction = self._grant()
        self._bill_season()
        user = new_test_user(
            self.env,
            "householder",
            groups="base.group_portal",
            partner_id=self.customer.id,
        )
        line = self._get_bill(self.household).line_ids.filtered("reduction_id")
        self.assertIn("Pipe burst", line.with_user(user).explanation)
        with self.assertRaises(AccessError):
            reduction.with_user(user).read(["reason"])

    def test_nobody_approves_what_they_asked_for(self):
        both = self._create_user("approver", "accountant", login="both")
        reduction = self._draft(user=both)
        reduction.request_validation()
        with self.assertRaises(AccessError):
            reduction.with_user(both).validate_tier()

    def test_a_client_sets_no_state_and_no_amount(self):
        reduction = self._draft()
        for vals in ({"state": "approved"}, {"amount": 1.0}, {"number": "R1"}):
            with self.assertRaises(AccessError):
                self.rpc(self.clerk, "heating.reduction", "write", reduction.ids, vals)

    def test_only_clerks_and_accountants_ask(self):
        for role in ("cashier", "service_agent", "approver", "manager", "inspector"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._draft(user=self.users[role])

    def test_papers_come_first(self):
        kind = self.env.ref("heating_billing.reduction_kind_low_income")
        reduction = self._draft(kind_id=kind.id)
        with self.assertRaisesRegex(UserError, "Attach"):
            reduction.request_validation()
        self.env["ir.attachment"].create(
            {
                "name": "card.txt",
                "raw": b"low income",
                "res_model": "heating.reduction",
                "res_id": reduction.id,
                "heating_paper_kind_id": kind.paper_kind_ids.id,
            }
        )
        reduction.request_validation()
        self.assertEqual(reduction.state, "requested")

    def test_nothing_to_reduce_is_refused(self):
        self.tariff.active = False
        reduction = self._draft()
        with self.assertRaisesRegex(UserError, "no approved tariff"):
            reduction.request_validation()

    def test_facts_are_read_in_a_constant_number_of_queries(self):
        households = self.household | self.household_2 | self.other_household
        for household in households:
            self._grant(household=household)
        bills = self.env["heating.bill"]

        def count(of):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            bills._gather_facts(self.season, of)
            return self.env.cr.sql_log_count - before

        count(households)
        self.assertEqual(count(self.household), count(households))

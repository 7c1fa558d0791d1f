from datetime import date
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestPrepaidRun(HeatingPaymentCommon):
    """A bill run over households that have prepaid, in an early-bird window."""

    @classmethod
    def _create_tariff(cls, name, **vals):
        window = {"date_from": "2026-10-01", "date_to": "2026-10-31", "rate": 0.02}
        return super()._create_tariff(
            name, discount_ids=[Command.create(window)], **vals
        )

    def setUp(self):
        super().setUp()
        self.startPatcher(
            patch.object(
                type(self.env["res.company"]),
                "_heating_today",
                lambda _company: date(2026, 10, 10),
            )
        )
        self.env.invalidate_all()

    def _prepare_run(self, name, count):
        """A branch of households who have prepaid their bills, less 2 %.

        :return: its households, and its run, approved
        """
        branch = self.env["heating.branch"].create({"name": name})
        place = self.env["heating.location"].create(
            {"name": name, "kind": "community", "branch_id": branch.id}
        )
        households = self.env["heating.household"].union(
            *(
                self._create_household(
                    f"{name}{index:03d}",
                    self.env["res.partner"].create({"name": f"{name} {index}"}),
                    location_id=place.id,
                )
                for index in range(count)
            )
        )
        for household in households:
            self._take(household, ("card", 1960.0), surplus="advance")
        run = self._create_run(branch_ids=branch.ids)
        run.action_rehearse()
        run.with_user(self.approver).action_approve()
        self.env.flush_all()
        # what Odoo asks about payments is slow where PostgreSQL believes there are none
        self.env.cr.execute(
            "ANALYZE account_move, account_move_line, account_partial_reconcile, "
            "account_payment"
        )
        self.env.invalidate_all()
        return households, run

    def test_all_get_their_discount_in_the_run(self):
        households, run = self._prepare_run("A", 12)
        run.action_start()
        bills = households.bill_ids
        self.assertEqual(set(bills.mapped("payment_state")), {"paid"})
        self.assertEqual(set(bills.mapped("amount_discounted")), {40.0})
        self.assertEqual(set(households.mapped("advance_balance")), {0.0})
        discounts = bills.discount_ids
        self.assertEqual(len(discounts), 12)
        # one act, one entry for all of them
        applications = self.env["heating.advance.application"].search(
            [("household_id", "in", households.ids)]
        )
        self.assertEqual(len(applications.debit_line_id.move_id), 1)

    def test_queries_do_not_grow_with_prepayments(self):
        def count(run):
            before = self.env.cr.sql_log_count
            run.action_start()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few = count(self._prepare_run("B", 12)[1])
        many = count(self._prepare_run("C", 36)[1])
        self.assertLessEqual(many, few + 12)

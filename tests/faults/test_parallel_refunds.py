"""Refunds paid out at the same moment, with real transactions."""

import unittest

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.heating_report.audit import broken_laws

from tests.common import build_addresses, build_household, build_users
from tests.scratch import committed, run_together, scratch_database

DATABASE = "heating_scratch_refunds"


class TestParallelRefunds(unittest.TestCase):
    """Households with 300 yuan prepaid; two cashiers who did not take it."""

    @classmethod
    def setUpClass(cls):
        cls.enterClassContext(mute_logger("odoo.sql_db", "odoo.service.model"))
        cls.registry = cls.enterClassContext(scratch_database(DATABASE))
        with committed(cls.registry) as env:
            users = build_users(env)
            place = build_addresses(env)
            second, third = env["heating.desk"].create(
                [
                    {"name": name, "code": name, "hall_id": place["hall"].id}
                    for name in ("E2", "E3")
                ]
            )
            other = users["cashier"].copy({"login": "test-cashier-2"})
            desks = (
                (users["cashier"], place["desk"]),
                (users["head_cashier"], second),
                (other, third),
            )
            for user, desk in desks:
                env["heating.shift"].with_user(user).create(
                    {"desk_id": desk.id, "opening_float": 2000.0}
                )
            cls.users = {role: user.id for role, user in users.items()}
            cls.users["other_cashier"] = other.id
            cash = env["heating.tender.method"].search([("kind", "=", "cash")])
            cls.households = []
            for number in range(4):
                household = build_household(
                    env, place["units"][0], f"90060{number}", area=0
                )
                cls.households.append(household.id)
                env["heating.receipt"].with_user(users["cashier"]).counter_take(
                    {
                        "key": f"parallel-refund-{household.id}",
                        "household_ids": household.ids,
                        "tenders": [{"method_id": cash.id, "amount": 300.0}],
                        "surplus": "advance",
                    }
                )

    def _refund(self, index, approved=True):
        with committed(self.registry) as env:
            refund = (
                env["heating.refund"]
                .with_user(self.users["archive_clerk"])
                .create(
                    {
                        "household_id": self.households[index],
                        "kind": "prepaid",
                        "reason": "Moves away",
                    }
                )
            )
            refund.request_validation()
            if approved:
                refund.with_user(self.users["approver"]).validate_tier()
            return refund.id

    def _pay_out(self, refund_id):
        return lambda env: (
            env["heating.refund"].browse(refund_id).action_pay_out(received_by="Wang")
        )

    def _get_books(self, index):
        """What is prepaid and what left the drawers; the laws hold."""
        with committed(self.registry) as env:
            household = env["heating.household"].browse(self.households[index])
            self.assertEqual(broken_laws(env), {})
            return household.advance_balance, sum(
                household.refund_ids.mapped("cash_amount")
            )

    def test_two_cashiers_pay_the_same_refund_out(self):
        """One hands the cash out, the other is told that it has been paid."""
        refund = self._refund(0)
        results = run_together(
            self.registry,
            (self.users["head_cashier"], self._pay_out(refund)),
            (self.users["other_cashier"], self._pay_out(refund)),
        )
        refused = [result for result in results if isinstance(result, UserError)]
        self.assertEqual(len(refused), 1, results)
        self.assertEqual(self._get_books(0), (0.0, 300.0))

    def test_it_is_voided_while_it_is_paid_out(self):
        """Either the refund is paid or the receipt voided, never both."""
        refund = self._refund(1)
        with committed(self.registry) as env:
            receipt_id = env["heating.refund"].browse(refund).line_ids.receipt_id.id
        results = run_together(
            self.registry,
            (self.users["other_cashier"], self._pay_out(refund)),
            (
                self.users["head_cashier"],
                lambda env: (
                    env["heating.receipt"].browse(receipt_id).action_void("Typed wrong")
                ),
            ),
        )
        self.assertEqual(sum(isinstance(r, UserError) for r in results), 1, results)
        self.assertEqual(self._get_books(1), (0.0, 300.0))

    def test_it_is_kept_while_it_is_paid_out(self):
        refund = self._refund(2)
        results = run_together(
            self.registry,
            (self.users["other_cashier"], self._pay_out(refund)),
            (
                self.users["archive_clerk"],
                lambda env: env["heating.refund"].browse(refund).action_keep(),
            ),
        )
        self.assertEqual(sum(isinstance(r, UserError) for r in results), 1, results)
        prepaid, paid = self._get_books(2)
        self.assertEqual(prepaid + paid, 300.0)

    def test_a_charge_comes_while_it_is_asked_for(self):
        """The prepayment pays the charge or is held back, never both."""
        with committed(self.registry) as env:
            charge = env["heating.charge"].create(
                {"household_id": self.households[3], "amount": 250.0}
            )
            draft = (
                env["heating.refund"]
                .with_user(self.users["archive_clerk"])
                .create({"household_id": self.households[3], "reason": "Moves away"})
            )
            charge_id, draft_id = charge.id, draft.id
        run_together(
            self.registry,
            (
                self.users["accountant"],
                lambda env: env["heating.charge"].browse(charge_id).action_confirm(),
            ),
            (
                self.users["archive_clerk"],
                lambda env: env["heating.refund"].browse(draft_id).request_validation(),
            ),
        )
        prepaid, _paid = self._get_books(3)
        with committed(self.registry) as env:
            held = env["heating.refund"].browse(draft_id).amount
        self.assertIn((prepaid, held), ((50.0, 50.0), (300.0, 300.0)))

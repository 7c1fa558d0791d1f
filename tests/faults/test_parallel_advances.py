"""Prepayments used at the same moment, with real transactions."""

import unittest

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.heating_report.audit import broken_laws

from tests.common import build_addresses, build_household, build_users
from tests.scratch import committed, run_together, scratch_database

DATABASE = "heating_scratch_advances"


class TestParallelAdvances(unittest.TestCase):
    """A prepayment of 300 yuan beside an open debt of 500, as after a void."""

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
            for role, desk in (("cashier", place["desk"]), ("head_cashier", second)):
                env["heating.shift"].with_user(users[role]).create({"desk_id": desk.id})
            cls.users = {role: user.id for role, user in users.items()}
            cls.households = []
            cls.cash = env["heating.tender.method"].search([("kind", "=", "cash")]).id
            for number in range(4):
                household = build_household(
                    env, place["units"][0], f"90020{number}", area=0
                )
                cls.households.append(household.id)
                charge = env["heating.charge"].create(
                    {"household_id": household.id, "amount": 500.0}
                )
                charge.with_user(users["accountant"]).action_confirm()
                receipts = env["heating.receipt"].with_user(users["cashier"])
                paid = receipts.counter_take(cls._act(household.id, 500.0, "paid"))
                receipts.counter_take(cls._act(household.id, 300.0, "kept"))
                receipts.browse(paid["id"]).with_user(
                    users["head_cashier"]
                ).action_void("wrong household")

    @classmethod
    def _act(cls, household_id, amount, word):
        return {
            "key": f"parallel-{word}-{household_id}",
            "household_ids": [household_id],
            "tenders": [{"method_id": cls.cash, "amount": amount}],
            "surplus": "advance",
        }

    def _use(self, household_id):
        return lambda env: env["heating.receipt"].counter_use_advance([household_id])

    def _assert_books(self, household_id, owed, prepaid):
        with committed(self.registry) as env:
            household = env["heating.household"].browse(household_id)
            self.assertEqual(household.amount_due, owed)
            self.assertEqual(household.advance_balance, prepaid)
            self.assertEqual(broken_laws(env), {})

    def test_two_cashiers_use_it(self):
        """One of them uses it, the other is told that nothing is left."""
        household = self.households[0]
        results = run_together(
            self.registry,
            (self.users["cashier"], self._use(household)),
            (self.users["head_cashier"], self._use(household)),
        )
        used = [result for result in results if isinstance(result, dict)]
        refused = [result for result in results if isinstance(result, UserError)]
        self.assertEqual((len(used), len(refused)), (1, 1), results)
        self.assertEqual(used[0]["total"], 300.0)
        self._assert_books(household, 200.0, 0.0)

    def test_it_is_used_while_the_debt_is_paid(self):
        """Nothing is paid twice: what is over stays as a prepayment."""
        household = self.households[1]
        run_together(
            self.registry,
            (self.users["cashier"], self._use(household)),
            (
                self.users["head_cashier"],
                lambda env: env["heating.receipt"].counter_take(
                    self._act(household, 500.0, "together")
                ),
            ),
        )
        self._assert_books(household, 0.0, 300.0)

    def test_it_is_used_while_a_charge_is_confirmed(self):
        household = self.households[2]
        with committed(self.registry) as env:
            charge = env["heating.charge"].create(
                {"household_id": household, "amount": 50.0}
            )
            charge_id = charge.id
        results = run_together(
            self.registry,
            (self.users["cashier"], self._use(household)),
            (
                self.users["accountant"],
                lambda env: env["heating.charge"].browse(charge_id).action_confirm(),
            ),
        )
        self.assertFalse(
            [r for r in results if r and not isinstance(r, dict | UserError)], results
        )
        self._assert_books(household, 250.0, 0.0)

    def test_a_void_beside_a_closing_shift(self):
        """The shift that closes first has no void in it, or counts it."""
        household = self.households[3]
        with committed(self.registry) as env:
            shift = env["heating.shift"].search(
                [("user_id", "=", self.users["cashier"]), ("state", "=", "open")]
            )
            shift_id = shift.id
            receipt_id = shift.receipt_ids.filtered(
                lambda r: r.household_ids.id == household and r.state == "posted"
            ).id
        run_together(
            self.registry,
            (
                self.users["head_cashier"],
                lambda env: (
                    env["heating.receipt"].browse(receipt_id).action_void("late")
                ),
            ),
            (
                self.users["cashier"],
                lambda env: env["heating.shift"].browse(shift_id).action_close(0.0),
            ),
        )
        with committed(self.registry) as env:
            shift = env["heating.shift"].browse(shift_id)
            self.assertEqual(shift.state, "closed")
            self.assertEqual(broken_laws(env), {})

"""Fapiao asked for and issued at the same moment, with real transactions."""

import unittest

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.heating_report.audit import broken_laws

from tests.common import build_addresses, build_household, build_users
from tests.scratch import committed, run_together, scratch_database

DATABASE = "heating_scratch_fapiao"
NUMBER = "2637200000000000000"


class TestParallelFapiao(unittest.TestCase):
    """Two accountants and one invoice of 500 yuan for each test."""

    @classmethod
    def setUpClass(cls):
        cls.enterClassContext(mute_logger("odoo.sql_db", "odoo.service.model"))
        cls.registry = cls.enterClassContext(scratch_database(DATABASE))
        with committed(cls.registry) as env:
            users = build_users(env)
            second = users["accountant"].copy({"login": "second-accountant"})
            cls.users = users["accountant"].id, second.id
            place = build_addresses(env)
            cls.charges = []
            for number in range(4):
                household = build_household(
                    env, place["units"][0], f"90030{number}", area=0
                )
                charge = env["heating.charge"].create(
                    {"household_id": household.id, "amount": 500.0}
                )
                charge.with_user(users["accountant"]).action_confirm()
                cls.charges.append(charge.id)

    def _ask(self, charge_id, amount):
        """Ask for a fapiao over a part of a charge and issue it."""

        def work(env):
            charge = env["heating.charge"].browse(charge_id)
            fapiao = env["heating.fapiao"]
            buyer = {"buyer_title": "Buyer", "phone": "1"}
            parts = fapiao._fill_up(charge._get_fapiao_room(), [amount])
            draft = fapiao._create_drafts([buyer], parts)
            draft.action_request()
            draft._issue(f"{draft.id:020d}", charge.company_id._heating_today())
            return draft.id

        return work

    def _credit(self, charge_id, amount):
        def work(env):
            charge = env["heating.charge"].browse(charge_id).sudo()
            parts = {key: -part for key, part in charge._spread(amount).items()}
            # what a re-assessment, a reduction or a transfer posts
            charge._post_difference(parts, "less")

        return work

    def _assert_covered(self, charge_id, covered, duty=0.0):
        with committed(self.registry) as env:
            charge = env["heating.charge"].browse(charge_id)
            self.assertEqual(sum(charge.move_ids.mapped("heating_covered")), covered)
            self.assertEqual(charge.fapiao_covered, covered)
            duties = env["heating.fapiao.duty"].search(
                [("charge_id", "=", charge_id), ("state", "=", "open")]
            )
            self.assertEqual(sum(duties.mapped("amount")), duty)
            laws = broken_laws(env)
            # a charge that is credited stays as it was asked for
            laws.pop("a charge is its invoices", None)
            self.assertEqual(laws, {})

    def test_two_accountants_cover_the_same_invoice(self):
        """One has it, the other is told that less is free: never above the total."""
        charge = self.charges[0]
        results = run_together(
            self.registry,
            (self.users[0], self._ask(charge, 300.0)),
            (self.users[1], self._ask(charge, 300.0)),
        )
        refused = [result for result in results if isinstance(result, UserError)]
        self.assertEqual(len(refused), 1, results)
        self.assertRegex(str(refused[0]), "200.00")
        self._assert_covered(charge, 300.0)

    def test_two_accountants_share_an_invoice(self):
        """What fits beside each other is issued to both."""
        charge = self.charges[1]
        results = run_together(
            self.registry,
            (self.users[0], self._ask(charge, 250.0)),
            (self.users[1], self._ask(charge, 250.0)),
        )
        self.assertFalse([r for r in results if isinstance(r, Exception)], results)
        self._assert_covered(charge, 500.0)

    def test_a_fapiao_beside_a_credit_note(self):
        """Whoever wins: the fapiao is refused, or a duty says what is too much."""
        charge = self.charges[2]
        asked, credited = run_together(
            self.registry,
            (self.users[0], self._ask(charge, 500.0)),
            (self.users[1], self._credit(charge, 200.0)),
        )
        self.assertIsNone(credited)
        if isinstance(asked, Exception):
            self.assertIsInstance(asked, UserError)
            self._assert_covered(charge, 0.0)
        else:
            self._assert_covered(charge, 500.0, 200.0)

    def test_two_accountants_enter_the_same_request(self):
        charge = self.charges[3]
        with committed(self.registry, self.users[0]) as env:
            fapiao = env["heating.fapiao"]
            rooms = env["heating.charge"].browse(charge)._get_fapiao_room()
            buyer = {"buyer_title": "Buyer", "phone": "1"}
            draft = fapiao._create_drafts([buyer], [rooms])
            draft.action_request()
            draft_id = draft.id

        def issue(number):
            def work(env):
                draft = env["heating.fapiao"].browse(draft_id)
                draft._issue(number, draft.company_id._heating_today())
                return number

            return work

        numbers = NUMBER + "1", NUMBER + "2"
        results = run_together(
            self.registry,
            *zip(self.users, map(issue, numbers), strict=True),
        )
        taken = [result for result in results if isinstance(result, str)]
        self.assertEqual(len(taken), 1, results)
        with committed(self.registry) as env:
            self.assertEqual(env["heating.fapiao"].browse(draft_id).number, taken[0])
        self._assert_covered(charge, 500.0)

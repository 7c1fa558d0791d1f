"""A platform's money at the same moment as other acts, with real transactions."""

import unittest
from datetime import datetime, timezone
from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.heating_payment.platforms import Trade
from odoo.addons.heating_report.audit import broken_laws

from tests.common import (
    bill_season,
    build_addresses,
    build_household,
    build_tariff,
    build_users,
)
from tests.scratch import committed, run_together, scratch_database

DATABASE = "heating_scratch_platforms"
ROOT = 1


class TestParallelPlatforms(unittest.TestCase):
    """One database for the class; each test has a household and an order of its own."""

    @classmethod
    def setUpClass(cls):
        for name in (
            "odoo.sql_db",
            "odoo.service.model",
            "odoo.addons.queue_job.utils",
        ):
            cls.enterClassContext(mute_logger(name))
        cls.registry = cls.enterClassContext(scratch_database(DATABASE))
        with committed(cls.registry) as env:
            users = build_users(env)
            place = build_addresses(env)
            season = env["heating.season"].create(
                {"date_start": "2026-11-15", "date_end": "2027-03-14"}
            )
            build_tariff(env, season, users["approver"])
            households = [
                build_household(env, place["units"][0], f"90070{number}")
                for number in range(5)
            ]
            bill_season(env, season, users)
            shift = env["heating.shift"].with_user(users["cashier"])
            cls.shift = shift.create({"desk_id": place["desk"].id}).id
            cls.cash = env["heating.tender.method"].search([("kind", "=", "cash")]).id
            cls.household_ids = [household.id for household in households]
            cls.cashier = users["cashier"].id

    def tearDown(self):
        with committed(self.registry) as env:
            self.assertEqual(broken_laws(env), {})

    def _order(self, index, **values):
        """An open order for what a household owes.

        :return: its id and its number
        """
        with committed(self.registry) as env:
            household = env["heating.household"].browse(self.household_ids[index])
            provider = env["payment.provider"].search(
                [("code", "=", "wechatpay"), ("company_id", "=", env.company.id)]
            )
            tx = env["payment.transaction"]._heating_order(
                provider,
                household,
                household._get_online_offer(),
                "qr",
                "/",
                "127.0.0.1",
            )
            tx.write(values)
            return tx.id, tx.reference

    def _tell(self, order, number="4200001"):
        """What the platform says of an order, as its verified message is followed."""
        tx_id, reference = order
        trade = Trade(
            reference,
            "paid",
            platform_number=number,
            amount=Decimal("2000.00"),
            paid_at=datetime.now(timezone.utc),
        )

        def follow(env):
            tx = env["payment.transaction"].browse(tx_id)
            tx._process("wechatpay", {"trade": trade, "provider_id": tx.provider_id.id})
            return tx.provider_reference

        return follow

    def _book(self, order):
        def book(env):
            tx = env["payment.transaction"].browse(order[0])
            tx._post_process()
            return tx.heating_receipt_id.number

        return book

    def _take(self, act):
        return lambda env: env["heating.receipt"].counter_take(act)

    def _act(self, index, key, **tender):
        tender = {"method_id": self.cash, "amount": 2000.0, **tender}
        return {
            "key": key,
            "household_ids": [self.household_ids[index]],
            "tenders": [tender],
            "surplus": "refuse",
        }

    def _count(self, order):
        with committed(self.registry) as env:
            tx = env["payment.transaction"].browse(order[0])
            receipts = env["heating.receipt"].search_count([("key", "=", tx.reference)])
            payments = env["account.payment"].search_count(
                [("payment_transaction_id", "=", tx.id)]
            )
            return receipts, payments

    def test_told_twice_at_once(self):
        order = self._order(0)
        told = run_together(
            self.registry, (ROOT, self._tell(order)), (ROOT, self._tell(order))
        )
        self.assertEqual(told, ["4200001", "4200001"])
        booked = run_together(
            self.registry, (ROOT, self._book(order)), (ROOT, self._book(order))
        )
        self.assertEqual(booked[0], booked[1])
        self.assertTrue(booked[0])
        self.assertEqual(self._count(order), (1, 1))

    def test_told_of_two_payments_at_once(self):
        """Only one of them is the order's; the other is never taken for it."""
        order = self._order(1)
        told = run_together(
            self.registry,
            (ROOT, self._tell(order, "4200002")),
            (ROOT, self._tell(order, "4200003")),
        )
        self.assertEqual(len(set(told)), 1, told)
        run_together(self.registry, (ROOT, self._book(order)))
        self.assertEqual(self._count(order), (1, 1))

    def test_cash_at_the_same_moment(self):
        """The bill is paid once; money of the platform is kept in any case."""
        order = self._order(2)
        run_together(self.registry, (ROOT, self._tell(order)))
        booked, taken = run_together(
            self.registry,
            (ROOT, self._book(order)),
            (self.cashier, self._take(self._act(2, "cash-and-phone"))),
        )
        self.assertIsInstance(booked, str)
        with committed(self.registry) as env:
            household = env["heating.household"].browse(self.household_ids[2])
            self.assertEqual(household.amount_due, 0.0)
            if isinstance(taken, UserError):
                self.assertEqual(household.advance_balance, 0.0)
            else:
                self.assertEqual(household.advance_balance, 2000.0)
        self.assertEqual(self._count(order), (1, 1))

    def test_counter_and_job_at_the_same_moment(self):
        """An order of a counter that took long: the act or the job, never both."""
        order = self._order(3, heating_shift_id=self.shift)
        run_together(self.registry, (ROOT, self._tell(order)))
        with committed(self.registry) as env:
            tx = env["payment.transaction"].browse(order[0])
            tx.last_state_change = "2026-11-20 00:00:00"
            method = tx.provider_id.heating_method_id.id
            token = tx.heating_token
        act = self._act(3, "counter-and-job", method_id=method, order=token)
        taken, _booked = run_together(
            self.registry,
            (self.cashier, self._take(act)),
            (ROOT, self._book(order)),
        )
        with committed(self.registry) as env:
            tx = env["payment.transaction"].browse(order[0])
            receipt = tx.heating_receipt_id
            self.assertEqual(len(receipt), 1)
            self.assertEqual(receipt.tender_ids.transaction_id, tx)
            if isinstance(taken, dict):
                self.assertEqual(receipt.id, taken["id"])
            else:
                self.assertIsInstance(taken, UserError)
                self.assertEqual(receipt.source, "platform")
            household = env["heating.household"].browse(self.household_ids[3])
            self.assertEqual(household.amount_due, 0.0)
            self.assertEqual(household.advance_balance, 0.0)

    def test_two_orders_of_two_phones(self):
        """Two people pay the same bill at once: the second is a prepayment."""
        # the same way would be the same order
        orders = [self._order(4, heating_way="h5"), self._order(4)]
        run_together(
            self.registry,
            (ROOT, self._tell(orders[0], "4200005")),
            (ROOT, self._tell(orders[1], "4200006")),
        )
        booked = run_together(
            self.registry, (ROOT, self._book(orders[0])), (ROOT, self._book(orders[1]))
        )
        self.assertEqual(len(set(booked)), 2, booked)
        with committed(self.registry) as env:
            household = env["heating.household"].browse(self.household_ids[4])
            self.assertEqual(household.amount_due, 0.0)
            self.assertEqual(household.advance_balance, 2000.0)

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestShift(HeatingPaymentCommon):
    def test_the_drawer_is_float_and_cash(self):
        self._take(self.household, ("cash", 800.0), ("wechat", 200.0))
        voided = self._take(self.household, ("cash", 50.0))
        voided.with_user(self.head_cashier).action_void("wrong")
        self.shift.action_close(1290.0)
        self.assertRecordValues(
            self.shift,
            [
                {
                    "state": "closed",
                    "expected_cash": 1300.0,
                    "counted_cash": 1290.0,
                    "cash_difference": -10.0,
                }
            ],
        )

    @mute_logger("odoo.sql_db")
    def test_one_open_shift_a_desk_and_a_cashier(self):
        for user, desk in (
            (self.head_cashier, self.desk),
            (self.cashier, self.desk_2),
        ):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self._open_shift(user, desk)

    def test_only_its_cashier_closes_a_shift(self):
        with self.assertRaisesRegex(UserError, "Only its cashier"):
            self.shift.with_user(self.head_cashier).action_close(500.0)

    def test_somebody_else_confirms(self):
        own = self._open_shift(self.head_cashier, self.desk_2)
        own.action_close(0.0)
        with self.assertRaisesRegex(UserError, "somebody else"):
            own.action_confirm()
        with self.assertRaisesRegex(UserError, "not closed"):
            self.shift.with_user(self.head_cashier).action_confirm()
        self.shift.action_close(500.0)
        with self.assertRaises(AccessError):
            self.shift.action_confirm()
        self.shift.with_user(self.head_cashier).action_confirm()
        self.assertEqual(self.shift.confirmed_by_id, self.head_cashier)

    def test_a_shift_is_not_written_by_clients(self):
        for values in ({"state": "closed"}, {"opening_float": 1.0}, {"user_id": 1}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.rpc(self.cashier, "heating.shift", "write", self.shift.ids, values)
        with self.assertRaisesRegex(UserError, "desk and a float only"):
            self.rpc(
                self.cashier,
                "heating.shift",
                "create",
                [{"desk_id": self.desk_2.id, "user_id": self.head_cashier.id}],
            )

    def test_a_negative_count_is_refused(self):
        with self.assertRaisesRegex(UserError, "negative"):
            self.shift.action_close(-1.0)

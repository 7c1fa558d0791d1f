from datetime import timedelta

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

    def test_a_difference_is_confirmed_with_a_reason_only(self):
        self._take(self.household, ("cash", 800.0))
        self.shift.action_close(1290.0)
        confirm = self.shift.with_user(self.head_cashier).action_confirm
        with self.assertRaisesRegex(UserError, r"10\.00.*short.*nobody has said why"):
            confirm()
        with self.assertRaisesRegex(UserError, "few words"):
            confirm("  ")
        with self.assertRaisesRegex(UserError, "Only its cashier"):
            self.shift.with_user(self.head_cashier).action_explain("lost")
        with self.assertRaisesRegex(UserError, "few words"):
            self.shift.action_explain(" ")
        confirm("found behind the drawer")
        self.assertEqual(self.shift.confirm_reason, "found behind the drawer")
        with self.assertRaisesRegex(UserError, "no difference to explain"):
            self.shift.action_explain("too late")

    def test_the_cashier_says_why_after_the_count(self):
        dialog = (
            self.env["heating.shift.close"]
            .with_user(self.cashier)
            .create({"shift_id": self.shift.id, "counted_cash": 510.0})
        )
        action = dialog.action_close()
        self.assertEqual(action["res_model"], "heating.shift.explain")
        self.env["heating.shift.explain"].with_user(self.cashier).create(
            {"shift_id": self.shift.id, "reason": "float was wrong"}
        ).action_explain()
        self.env["heating.shift.confirm"].with_user(self.head_cashier).create(
            {"shift_id": self.shift.id}
        ).action_confirm()
        self.assertRecordValues(
            self.shift,
            [
                {
                    "state": "confirmed",
                    "difference_reason": "float was wrong",
                    "confirm_reason": False,
                }
            ],
        )

    def test_a_count_that_is_right_asks_for_nothing(self):
        dialog = (
            self.env["heating.shift.close"]
            .with_user(self.cashier)
            .create({"shift_id": self.shift.id, "counted_cash": 500.0})
        )
        self.assertFalse(dialog.action_close())
        with self.assertRaisesRegex(UserError, "no difference to explain"):
            self.shift.action_explain("why not")

    def test_totals_by_means_of_payment_come_after_the_count(self):
        self._take(self.household, ("cash", 800.0), ("wechat", 200.0))
        voided = self._take(self.household, ("cash", 50.0))
        voided.with_user(self.head_cashier).action_void("wrong")
        self.assertEqual(self.shift._get_tender_totals(), [])
        self.assertFalse(self.shift.tender_summary)
        self.shift.action_close(1300.0)
        names = [self.methods[kind].name for kind in ("cash", "wechat")]
        keys = ("name", "count", "amount", "void_count", "void_amount", "stays")
        self.assertEqual(
            [tuple(total[key] for key in keys) for total in self._get_totals()],
            [
                (names[0], 2, 850.0, 1, 50.0, 800.0),
                (names[1], 1, 200.0, 0, 0.0, 200.0),
                ("Total", 3, 1050.0, 1, 50.0, 1000.0),
            ],
        )
        self.assertIn(names[1], self.shift.tender_summary)
        self.assertEqual(self.shift._get_cash_in_out(), (850.0, 50.0, 0.0))

    def _get_totals(self):
        totals = self.shift._get_tender_totals()
        order = [self.methods[kind].name for kind in ("cash", "wechat")]
        return sorted(totals[:-1], key=lambda t: order.index(t["name"])) + totals[-1:]

    def test_the_sheet_is_printed_after_the_count(self):
        self._take(self.household, ("cash", 800.0))
        report = self.env["ir.actions.report"].with_user(self.cashier)
        name = "heating_payment.shift_document"
        with self.assertRaisesRegex(UserError, "count first"):
            report._render_qweb_pdf(name, self.shift.ids)
        self.shift.action_close(1290.0)
        self.shift.action_explain("lost a note")
        html = report._render_qweb_pdf(name, self.shift.ids)[0].decode()
        for word in ("lost a note", "1,290.00", self.shift.receipt_ids.number):
            self.assertIn(word, html)
        pdf, kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(
            name, self.shift.ids
        )
        self.assertEqual(kind, "pdf")
        self.assertTrue(pdf.startswith(b"%PDF"))

    def test_a_shift_left_open_is_warned_of_and_takes_money(self):
        self.assertFalse(self.shift._get_counter_data()["opened_before"])
        self.shift.sudo().opened_at -= timedelta(days=1)
        self.assertTrue(self.shift._get_counter_data()["opened_before"])
        self.assertTrue(self._take(self.household, ("cash", 10.0)))

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

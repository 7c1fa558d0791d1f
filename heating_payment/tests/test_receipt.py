from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestReceipt(HeatingPaymentCommon):
    def test_cash_with_change_settles_the_bill(self):
        receipt = self._take(self.household, ("cash", 2000.0, 2100.0))
        self.assertRecordValues(
            receipt,
            [
                {
                    "state": "posted",
                    "amount_total": 2000.0,
                    "cash_given": 2100.0,
                    "cash_change": 100.0,
                    "amount_capitals": "贰仟元整",
                    "payer_name": "Zhang San",
                }
            ],
        )
        self.assertEqual(self.household.amount_due, 0.0)
        bill = self._get_bill(self.household)
        self.assertEqual(bill.payment_state, "paid")
        self.assertEqual(bill.move_ids.payment_state, "paid")
        payment = receipt.tender_ids.payment_id
        self.assertEqual(payment.journal_id, self.desk.sudo().cash_journal_id)
        self.assertEqual(payment.amount, 2000.0)

    def test_one_receipt_many_households_many_tenders(self):
        """Each customer's ledger is right though one payment pays for both."""
        both = self.household + self.household_2
        receipt = self._take(both, ("wechat", 2500.0), ("cash", 1500.0))
        self.assertEqual(both.mapped("amount_due"), [0.0, 0.0])
        first, second = receipt.tender_ids
        lines = first.payment_id.move_id.line_ids.filtered("heating_bill_id")
        self.assertEqual(
            [(line.partner_id, line.balance) for line in lines.sorted("id")],
            [(self.customer, -2000.0), (self.customer_2, -500.0)],
        )
        self.assertEqual(
            second.payment_id.move_id.line_ids.filtered("heating_bill_id").partner_id,
            self.customer_2,
        )

    def test_a_part_payment_leaves_the_rest_open(self):
        self._take(self.household, ("card", 500.01))
        self.assertEqual(self.household.amount_due, 1499.99)
        self.assertEqual(self._get_bill(self.household).payment_state, "partial")

    def test_too_much_is_refused_unless_kept(self):
        with self.assertRaisesRegex(UserError, "Only 2000.00 yuan are open"):
            self._take(self.household, ("cash", 2000.01))
        receipt = self._take(self.household, ("cash", 2300.0), surplus="advance")
        self.assertEqual(self.household.advance_balance, 300.0)
        line = receipt.tender_ids.payment_id.move_id.line_ids.filtered(
            lambda line: line.account_id == self.company.heating_advance_account_id
        )
        self.assertRecordValues(
            line,
            [
                {
                    "balance": -300.0,
                    "heating_household_id": self.household.id,
                    "partner_id": self.customer.id,
                }
            ],
        )

    def test_the_same_key_takes_money_once(self):
        act = self._act(self.household, ("cash", 500.0))
        receipts = self.env["heating.receipt"].with_user(self.cashier)
        self.assertEqual(receipts.counter_take(act), receipts.counter_take(act))
        self.env.invalidate_all()
        self.assertEqual(self.household.amount_due, 1500.0)

    def test_the_oldest_debt_is_paid_first(self):
        season = self.env["heating.season"].create(
            {"date_start": "2024-11-15", "date_end": "2025-03-14"}
        )
        charge = self.env["heating.charge"].create(
            {
                "household_id": self.household.id,
                "kind": "opening",
                "season_id": season.id,
                "date": date(2024, 12, 31),
                "amount": 800.0,
            }
        )
        charge._post_invoices()
        receipt = self._take(self.household, ("cash", 1000.0))
        self.assertEqual(
            [(line.charge_id, line.amount) for line in receipt.line_ids],
            [(charge, 800.0), (self.env["heating.charge"], 200.0)],
        )

    def test_an_older_debt_is_not_left_out(self):
        charge = self.env["heating.charge"].create(
            {
                "household_id": self.household.id,
                "kind": "opening",
                "season_id": self.season.id,
                "date": date(2025, 12, 31),
                "amount": 800.0,
            }
        )
        charge._post_invoices()
        bill_move = self._get_bill(self.household).move_ids
        with self.assertRaisesRegex(UserError, "older arrears"):
            self._take(self.household, ("cash", 2000.0), move_ids=bill_move.ids)
        self._open_shift(self.head_cashier, self.desk_2)
        self._take(
            self.household,
            ("cash", 2000.0),
            move_ids=bill_move.ids,
            user=self.head_cashier,
        )
        self.assertEqual(self.household.amount_due, 800.0)

    def test_bad_amounts_are_refused_with_a_sentence(self):
        for parts, sentence in (
            ([], "how the money was given"),
            ([("cash", 0.0)], "more than 0"),
            ([("cash", -5.0)], "more than 0"),
            ([("cash", 10.005)], "two decimals"),
            ([("cash", 100.0, 90.0)], "Less cash"),
        ):
            with self.subTest(parts=parts):
                with self.assertRaisesRegex(UserError, sentence):
                    self._take(self.household, *parts)

    def test_no_shift_no_money(self):
        self.shift.action_close(500.0)
        with self.assertRaisesRegex(UserError, "Open your shift"):
            self._take(self.household, ("wechat", 100.0))

    def test_only_cashiers_work_at_the_counter(self):
        for role in ("accountant", "manager", "service_agent", "archive_clerk"):
            receipts = self.env["heating.receipt"].with_user(self.users[role])
            with self.subTest(role=role), self.assertRaises(AccessError):
                receipts.counter_take(self._act(self.household, ("cash", 1.0)))
            with self.subTest(role=role), self.assertRaises(AccessError):
                receipts.counter_search("Zhang")

    def test_any_desk_takes_money_for_any_branch(self):
        cashier = self._create_user("cashier", login="west", branches=self.other_branch)
        hall = self.env["heating.hall"].create(
            {"name": "West Hall", "branch_id": self.other_branch.id}
        )
        desk = self.env["heating.desk"].create(
            {"name": "Desk 3", "code": "T3", "hall_id": hall.id}
        )
        self._open_shift(cashier, desk)
        self._take(self.household, ("cash", 2000.0), user=cashier)
        self.assertEqual(self.household.amount_due, 0.0)

    def test_search_by_any_part(self):
        receipts = self.env["heating.receipt"].with_user(self.cashier)
        for text in ("T000001", "zhang", "13800000001", "Ｚｈａｎｇ 101", "Garden1#"):
            with self.subTest(text=text):
                found = [each["number"] for each in receipts.counter_search(text)]
                self.assertIn("T000001", found)
        self.assertEqual(receipts.counter_search("x"), [])
        self.assertEqual(receipts.counter_search("nobody at all"), [])

    def test_a_receipt_is_not_written_by_clients(self):
        receipt = self._take(self.household, ("cash", 100.0))
        chief = self._create_user("administrator", login="chief")
        for method, arguments in (
            ("write", [receipt.ids, {"payer_name": "Somebody"}]),
            ("unlink", [receipt.ids]),
            ("create", [[{"number": "1", "key": "12345678"}]]),
        ):
            with self.subTest(method=method):
                with self.assertRaises(UserError):
                    self.rpc(chief, "heating.receipt", method, *arguments)

    def test_numbers_are_the_desk_s_own_and_have_no_gap(self):
        numbers = [
            self._take(self.household, ("cash", 1.0)).number for _each in range(3)
        ]
        with self.assertRaises(UserError):
            self._take(self.household, ("cash", 99999.0))
        numbers.append(self._take(self.household, ("cash", 1.0)).number)
        self.assertEqual(
            [int(number.rpartition("-")[2]) for number in numbers], [1, 2, 3, 4]
        )
        self.assertTrue(all(number.startswith("T1-") for number in numbers))

    def test_accounting_does_not_undo_a_payment_for_heat(self):
        payment = self._take(self.household, ("cash", 100.0)).tender_ids.payment_id
        chief = self._create_user("administrator", login="chief")
        for method in ("action_draft", "action_cancel", "unlink"):
            with self.subTest(method=method), self.assertRaises(UserError):
                self.rpc(chief, "account.payment", method, payment.ids)
        with self.assertRaises(UserError):
            self.rpc(chief, "account.move", "button_draft", payment.move_id.ids)

    def test_no_prepayment_while_a_debt_is_left_out(self):
        charge = self.env["heating.charge"].create(
            {"household_id": self.household.id, "amount": 80.0, "date": "2027-01-10"}
        )
        charge._post_invoices()
        bill_move = self._get_bill(self.household).move_ids
        with self.assertRaisesRegex(UserError, "80.00 yuan are still open"):
            self._take(
                self.household,
                ("cash", 2100.0),
                move_ids=bill_move.ids,
                surplus="advance",
            )

    def test_an_empty_choice_pays_nothing(self):
        with self.assertRaisesRegex(UserError, "Choose what is to be paid"):
            self._take(self.household, ("cash", 100.0), move_ids=[])

    def test_what_a_bank_collects_is_not_taken_at_the_counter(self):
        with self.assertRaisesRegex(UserError, "not taken at the counter"):
            self._take(self.household, ("bank", 100.0))

    def test_its_lines_are_what_its_payments_credit(self):
        """By household and document, however means and debts are cut, voided or not."""
        self._open_debt(self.household, 80.0, "2026-01-31")
        both = self.household_2 + self.household
        parts = (("cash", 1500.0), ("card", 600.5), ("wechat", 1900.0), ("cash", 200.0))
        receipt = self._take(both, *parts, surplus="advance")
        receipt_2 = self._take(self.household, ("cash", 5.0), surplus="advance")
        receipt_2.with_user(self.head_cashier).action_void("wrong")
        for each in receipt + receipt_2:
            said, booked = {}, {}
            for line in each.line_ids:
                key = (line.household_id, line.bill_id, line.charge_id)
                said[key] = round(said.get(key, 0) + line.amount, 2)
            for line in each.tender_ids.payment_id.move_id.line_ids:
                if line.heating_household_id:
                    key = (
                        line.heating_household_id,
                        line.heating_bill_id,
                        line.heating_charge_id,
                    )
                    booked[key] = round(booked.get(key, 0) - line.balance, 2)
            self.assertEqual(said, booked)
        paid_moves = {}
        for partial in receipt.tender_ids.payment_id.move_id.line_ids.matched_debit_ids:
            move = partial.debit_move_id.move_id
            paid_moves[move] = round(paid_moves.get(move, 0) + partial.amount, 2)
        said = {line.move_id: line.amount for line in receipt.line_ids if line.move_id}
        self.assertEqual(said, paid_moves)

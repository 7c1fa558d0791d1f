from datetime import timedelta

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_fapiao import HeatingFapiaoCommon

ORGANISATION = {
    "buyer_kind": "organisation",
    "buyer_title": "Steel Works",
    "tax_number": "91350100M000100Y43",
}


@tagged("post_install", "-at_install")
class TestFapiao(HeatingFapiaoCommon):
    """Asking for fapiao and issuing them: what they cover, and never more."""

    def test_one_fapiao_over_many_households(self):
        bills = self.bill | self.bill_2 | self.bill_3
        fapiao = self._request(bills, titles=[ORGANISATION])
        self.assertRecordValues(
            fapiao,
            [
                {
                    "state": "requested",
                    "amount_total": 6000.0,
                    "amount_tax": 0.0,
                    "household_count": 3,
                    "household_id": False,
                    "partner_id": False,
                    "buyer_title": "Steel Works",
                }
            ],
        )
        self.assertEqual(bills.mapped("fapiao_covered"), [2000.0] * 3)
        self.assertEqual(bills.move_ids.mapped("heating_covered"), [2000.0] * 3)
        self._issue(fapiao)
        self.assertEqual((fapiao.state, len(fapiao.number)), ("issued", 20))

    def test_one_household_on_several_titles_by_amount(self):
        titles = [
            {"buyer_title": "Husband", "amount": 1200.01},
            {"buyer_title": "Wife", "amount": 799.99},
        ]
        fapiao = self._request(self.bill, split="amount", titles=titles)
        self.assertEqual(fapiao.mapped("amount_total"), [1200.01, 799.99])
        self.assertEqual(self.bill.move_ids.heating_covered, 2000.0)

    def test_parts_by_amount_must_add_up(self):
        titles = [
            {"buyer_title": "Husband", "amount": 1200.0},
            {"buyer_title": "Wife", "amount": 799.99},
        ]
        with self.assertRaisesRegex(UserError, "1,999.99.*2,000.00"):
            self._request(self.bill, split="amount", titles=titles)
        self.assertFalse(self.bill.fapiao_covered)

    def test_one_household_on_several_titles_by_area(self):
        titles = [{"buyer_title": str(i), "area": 33.33 + i / 100} for i in (0, 0, 1)]
        fapiao = self._request(self.bill, split="area", titles=titles)
        self.assertEqual(fapiao.mapped("amount_total"), [666.6, 666.6, 666.8])
        titles = [{"buyer_title": "1", "area": 60.0}, {"buyer_title": "2", "area": 41}]
        with self.assertRaisesRegex(UserError, "101.00 m²"):
            self._request(self.bill_2, split="area", titles=titles)

    def test_odd_cents_go_by_largest_remainder(self):
        self._charge(amount=0.01)
        self._reduce(self.bill_2, 0.01)
        titles = [{"buyer_title": str(i), "area": a} for i, a in enumerate((50, 50))]
        fapiao = self._request(self.bill_2, split="area", titles=titles)
        self.assertEqual(fapiao.mapped("amount_total"), [1000.0, 999.99])

    def test_several_households_are_not_divided(self):
        titles = [
            {"buyer_title": "A", "amount": 2000.0},
            {"buyer_title": "B", "amount": 2000.0},
        ]
        with self.assertRaisesRegex(UserError, "Only one household"):
            self._request(self.bill | self.bill_2, split="amount", titles=titles)

    def test_no_yuan_is_covered_twice(self):
        self._request(self.bill)
        with self.assertRaisesRegex(UserError, "nothing that a fapiao"):
            self._request(self.bill)

    def test_two_drafts_of_the_same_yuan_are_not_both_asked_for(self):
        for _number in range(2):
            self._open_request(self.bill).action_draft()
        first, second = self.env["heating.fapiao"].search([])
        self.assertFalse(self.bill.fapiao_covered)
        first.with_user(self.accountant).action_request()
        with self.assertRaisesRegex(UserError, "not covered"):
            second.with_user(self.accountant).action_request()

    def test_what_is_cancelled_is_free_again(self):
        fapiao = self._request(self.bill)
        fapiao.with_user(self.users["cashier"]).action_cancel()
        self.assertEqual(fapiao.state, "cancelled")
        self.assertEqual(self.bill.move_ids.heating_covered, 0.0)
        self._request(self.bill)

    def test_what_is_credited_is_not_covered(self):
        self._reduce(self.bill, 300.0)
        self.assertEqual(self._request(self.bill).amount_total, 1700.0)

    def test_tax_is_inside_the_amount(self):
        charge = self._charge(amount=218.0)
        fapiao = self._request(self.bill, charge)
        self.assertRecordValues(
            fapiao.line_ids,
            [
                {"amount": 2000.0, "tax_rate": 0.0, "amount_tax": 0.0},
                {"amount": 218.0, "tax_rate": 9.0, "amount_tax": 18.0},
            ],
        )
        self.assertEqual((fapiao.amount_untaxed, fapiao.amount_tax), (2200.0, 18.0))

    def test_postgresql_holds_that_no_invoice_is_covered_above_its_total(self):
        move = self.bill.move_ids
        with (
            self.assertRaises(psycopg2.errors.CheckViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.env["account.move"]._cover({move: 2000.01})

    def test_a_special_fapiao_needs_a_tax_number_and_tax(self):
        with self.assertRaisesRegex(UserError, "organisation only"):
            self._request(
                charges=self._charge(), titles=[{"buyer_title": "A", "kind": "special"}]
            )
        special = {**ORGANISATION, "kind": "special"}
        with self.assertRaisesRegex(UserError, "no special fapiao"):
            self._request(self.bill, titles=[special])
        fapiao = self._request(charges=self._charge(), titles=[special])
        self.assertEqual(fapiao.state, "requested")

    def test_a_wrong_tax_number_is_refused(self):
        for number in ("91350100M000100Y44", "123"):
            with self.assertRaisesRegex(UserError, "no tax number"):
                self._request(
                    self.bill, titles=[{**ORGANISATION, "tax_number": number}]
                )
        with self.assertRaisesRegex(UserError, "needs its tax number"):
            self._request(self.bill, titles=[{**ORGANISATION, "tax_number": False}])

    def test_an_electronic_fapiao_is_sent_somewhere(self):
        with self.assertRaisesRegex(UserError, "e-mail"):
            self._request(self.bill, titles=[{"buyer_title": "A", "phone": False}])

    def test_numbers_have_20_digits_and_stand_once(self):
        first = self._issue(self._request(self.bill))
        second = self._request(self.bill_2).with_user(self.accountant)
        for number, words in (
            ("123", "20 digits"),
            (first.number, "already"),
        ):
            with self.assertRaisesRegex(UserError, words):
                second._issue(number, self.today)
        with self.assertRaisesRegex(UserError, "future"):
            second._issue(self._number(), self.today + timedelta(days=1))
        self.assertEqual(second.state, "requested")

    def test_only_accountants_issue(self):
        fapiao = self._request(self.bill, role="archive_clerk")
        for role in ("archive_clerk", "cashier", "manager", "administrator"):
            with self.assertRaises(AccessError):
                fapiao.with_user(self.users[role])._issue(self._number(), self.today)
            with self.assertRaises(AccessError):
                fapiao.with_user(self.users[role]).action_red()

    def test_clerks_and_cashiers_ask_and_managers_do_not(self):
        for role, bill in (("archive_clerk", self.bill), ("cashier", self.bill_2)):
            self.assertEqual(self._request(bill, role=role).state, "requested")
        for role in ("manager", "service_agent", "approver"):
            with self.assertRaises(AccessError):
                self.bill_3.with_user(self.users[role]).action_request_fapiao()

    def test_nobody_asks_for_bills_that_they_do_not_see(self):
        clerk = self._create_user("archive_clerk", login="east", branches=self.branch)
        requests = self.env["heating.fapiao.request"].with_user(clerk)
        titles = [(0, 0, {"buyer_title": "A", "phone": "1"})]
        with self.assertRaises(AccessError):
            requests.create(
                {"bill_ids": [(6, 0, self.bill_3.ids)], "title_ids": titles}
            ).action_request()
        # beyond the dialog, too
        request = requests.create(
            {"bill_ids": [(6, 0, self.bill.ids)], "title_ids": titles}
        )
        request.sudo().bill_ids = self.bill_3
        request.invalidate_recordset()
        with self.assertRaises(UserError):
            request.action_request()
        self.assertFalse(self.env["heating.fapiao"].search([]))

    def test_clients_write_no_fapiao_by_hand(self):
        fapiao = self._request(self.bill)
        rpc = self.rpc
        with self.assertRaises(AccessError):
            rpc(
                self.accountant,
                "heating.fapiao",
                "create",
                [{"buyer_title": "A", "company_id": self.company.id}],
            )
        for vals in ({"state": "issued"}, {"number": "1" * 20}, {"amount_red": 1.0}):
            with self.assertRaises(UserError):
                rpc(self.accountant, "heating.fapiao", "write", fapiao.ids, vals)
        for model, record, vals in (
            ("heating.fapiao.line", fapiao.line_ids, {"amount": 1.0}),
            ("account.move", fapiao.line_ids.move_id, {"heating_covered": 0.0}),
        ):
            with self.assertRaises(AccessError):
                rpc(self.accountant, model, "write", record.ids, vals)
        with self.assertRaises(UserError):
            fapiao.sudo().unlink()

    def test_the_buyer_is_corrected_until_the_file_is_made(self):
        fapiao = self._request(self.bill).with_user(self.users["archive_clerk"])
        fapiao.buyer_title = " New Title "
        self.assertEqual(fapiao.buyer_title, "New Title")
        fapiao._posting().exported_on = "2026-11-26 08:00:00"
        with self.assertRaisesRegex(UserError, "on its way"):
            fapiao.buyer_title = "Another"
        fapiao.with_user(self.accountant).buyer_title = "Another"
        self._issue(fapiao)
        with self.assertRaisesRegex(UserError, "does not change"):
            fapiao.with_user(self.accountant).buyer_title = "Third"

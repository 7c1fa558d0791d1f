from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_fapiao import HeatingFapiaoCommon
from .common_parts import SharedBillCommon


class FapiaoRatesCommon(HeatingFapiaoCommon):
    """A flat, a shop, and a flat with a shop: what is exempt, and what has 9 %.

    :cvar PRICES: yuan a m² and season of a flat, which is exempt, and of a shop
    """

    PRICES = (26.0, 32.0)

    @classmethod
    def _create_tariff(cls, name, **vals):
        flat, shop = cls.PRICES
        cls.business = cls.env.ref("heating_customer.category_business")
        prices = [
            Command.create({"category_id": category.id, "price": price})
            for category, price in ((cls.category, flat), (cls.business, shop))
        ]
        return super()._create_tariff(name, **{"price_ids": prices, **vals})

    @classmethod
    def _bill_season(cls, **vals):
        """The first is a flat, the second a shop of 100 m², the third is mixed."""
        cls.household_2.space_ids.category_id = cls.business
        mixed = cls.other_household
        mixed.space_ids.built_area = 80.0
        mixed.space_ids = [
            Command.create(
                {"name": "Shop", "category_id": cls.business.id, "built_area": 40.0}
            )
        ]
        return super()._bill_season(**vals)

    def _change(self, bill, category, day="2027-01-14"):
        """Another category from the 61st of 120 days on, as a household asks for it."""
        day = fields.Date.to_date(day)
        household = bill.household_id
        for space in household.space_ids.filtered(
            lambda space: space.category_id != category
        ):
            household.space_ids = [
                Command.update(space.id, {"date_to": day - timedelta(days=1)}),
                Command.create(
                    {
                        "name": space.name,
                        "category_id": category.id,
                        "built_area": space.built_area,
                        "date_from": day,
                    }
                ),
            ]
        bill._reassess("another category")

    def _get_duty(self, bill):
        return self.env["heating.fapiao.duty"].search(
            [("bill_id", "=", bill.id), ("state", "=", "open")]
        )

    def _follow(self, duty, issue=True):
        """The dialog that a duty opens, and the red fapiao it proposes."""
        action = duty.with_user(self.accountant).action_red()
        number = {"number": self._number(), "date": self.today} if issue else {}
        dialog = (
            self.env["heating.fapiao.red"]
            .with_user(self.accountant)
            .with_context(**action["context"])
            .create(number)
        )
        dialog.action_red()
        return dialog.fapiao_id.red_ids.sorted("id")[-1:]

    def _assert_settled(self, bill, tax):
        """All is covered at its own rate, and fapiao say the tax that the books say."""
        self.env.invalidate_all()
        self.assertFalse(self._get_duty(bill))
        self.assertFalse(bill._get_fapiao_room())
        self.assertEqual(bill.fapiao_covered, bill.amount_total)
        in_books = sum(bill.move_ids.mapped("amount_tax_signed"))
        lines = self.env["heating.fapiao.line"].search(
            [("bill_id", "=", bill.id), ("state", "in", ("issued", "red"))]
        )
        taxes = (sum(lines.mapped("amount_tax")), in_books)
        self.assertEqual([round(each, 2) for each in taxes], [tax, tax])

    def _assert_lines(self, fapiao, *expected):
        """A fapiao's lines are these: pairs of percent and yuan."""
        found = [(line.tax_rate, line.amount) for line in fapiao.line_ids]
        self.assertCountEqual(found, expected)

    def _get_documents(self, bill):
        """Yuan by document, oldest first, negative for credit notes."""
        return bill.move_ids.sorted("id").mapped("amount_total_signed")


@tagged("post_install", "-at_install")
@freeze_time("2027-01-20")
class TestFapiaoRates(FapiaoRatesCommon):
    """Fapiao of a bill whose category changes have the tax of each part of it."""

    def test_a_flat_becomes_a_shop(self):
        """1300 exempt are too much, and 1600 with tax are missing."""
        fapiao = self._issue(self._request(self.bill))
        self._assert_lines(fapiao, (0.0, 2600.0))
        self._change(self.bill, self.business)
        self.assertCountEqual(self._get_documents(self.bill), [2600.0, -1300.0, 1600.0])
        duty = self._get_duty(self.bill)
        self.assertEqual(duty.amount, 1300.0)
        self.assertEqual(sum(self.bill._get_fapiao_room().values()), 1600.0)
        self._assert_lines(self._follow(duty), (0.0, -1300.0))
        self._assert_lines(self._issue(self._request(self.bill)), (9.0, 1600.0))
        # 1600 × 9 ÷ 109
        self._assert_settled(self.bill, 132.11)

    def test_the_further_fapiao_may_come_before_the_red_one(self):
        """Then the duty leads to the older one: the newer has nothing too much."""
        first = self._issue(self._request(self.bill))
        self._change(self.bill, self.business)
        self._assert_lines(self._issue(self._request(self.bill)), (9.0, 1600.0))
        duty = self._get_duty(self.bill)
        self.assertEqual(duty.amount, 1300.0)
        self.assertEqual(self._follow(duty).origin_id, first)
        self._assert_settled(self.bill, 132.11)

    def test_a_shop_becomes_a_flat(self):
        """1600 with tax are too much, and 1300 exempt are missing."""
        fapiao = self._issue(self._request(self.bill_2))
        # 3200 × 9 ÷ 109
        self.assertEqual(fapiao.amount_tax, 264.22)
        self._change(self.bill_2, self.category)
        duty = self._get_duty(self.bill_2)
        self.assertEqual(duty.amount, 1600.0)
        self._assert_lines(self._follow(duty), (9.0, -1600.0))
        self._assert_lines(self._issue(self._request(self.bill_2)), (0.0, 1300.0))
        self._assert_settled(self.bill_2, 132.11)

    def test_a_shop_in_a_household_becomes_a_flat(self):
        """3360 → 3240: the flat's line stays whole, though it comes first."""
        self._issue(self._request(self.bill_3))
        self._change(self.bill_3, self.category)
        duty = self._get_duty(self.bill_3)
        self.assertEqual(duty.amount, 640.0)
        self._assert_lines(self._follow(duty), (9.0, -640.0))
        self._assert_lines(self._issue(self._request(self.bill_3)), (0.0, 520.0))
        self._assert_settled(self.bill_3, 52.85)

    def test_less_and_more_of_the_same(self):
        """100 less exempt and 100 more with tax: the total says nothing of it."""
        self._issue(self._request(self.bill_3))
        by_account = dict(self.bill_3._get_sums_by_account())
        tax = self.company.heating_included_tax_id
        differences = {
            key: 100.0 if key[1] == tuple(tax.ids) else -100.0 for key in by_account
        }
        moves = self.bill_3.sudo()._post_difference(differences, "the other rate")
        self.assertEqual(sorted(moves.mapped("amount_total_signed")), [-100.0, 100.0])
        # they are matched with each other: nothing was to be paid or given back
        self.assertEqual(moves.mapped("amount_residual"), [0.0, 0.0])
        duty = self._get_duty(self.bill_3)
        self.assertEqual(duty.amount, 100.0)
        self.assertEqual(list(self.bill_3._get_fapiao_room().values()), [100.0])
        self._assert_lines(self._issue(self._request(self.bill_3)), (9.0, 100.0))
        self.assertEqual(duty.amount, 100.0)
        self._assert_lines(self._follow(duty), (0.0, -100.0))
        # (1280 + 100) × 9 ÷ 109 = 113.94, each document rounded by itself
        self._assert_settled(self.bill_3, 113.95)

    def test_no_more_of_a_rate_is_asked_for_than_it_has(self):
        """A draft of another time is refused, though the total has room enough."""
        self._open_request(self.bill_2).action_draft()
        draft = self.env["heating.fapiao"].search([]).with_user(self.accountant)
        self._change(self.bill_2, self.category)
        with self.assertRaisesRegex(UserError, "3,200.00 .*1,600.00"):
            draft.action_request()
        draft.action_cancel()
        self._assert_lines(
            self._issue(self._request(self.bill_2)), (0.0, 1300.0), (9.0, 1600.0)
        )
        self._assert_settled(self.bill_2, 132.11)

    def test_titles_share_each_rate_to_the_cent(self):
        titles = [{"buyer_title": title, "amount": 1120.0} for title in ("A", "B", "C")]
        fapiao = self._issue(self._request(self.bill_3, split="amount", titles=titles))
        lines = fapiao.line_ids.grouped("tax_rate")
        self.assertEqual(
            {
                rate: round(sum(each.mapped("amount")), 2)
                for rate, each in lines.items()
            },
            {0.0: 2080.0, 9.0: 1280.0},
        )
        self.assertEqual(fapiao.mapped("amount_total"), [1120.0] * 3)

    def test_issued_before_the_money(self):
        """What fapiao wait for is what the bill has open, whatever matched what."""
        first = self._issue(self._request(self.bill))
        self._change(self.bill, self.business)
        self.assertEqual(first.amount_open, 2600.0)
        self._follow(self._get_duty(self.bill))
        second = self._issue(self._request(self.bill))
        self.env.invalidate_all()
        self.assertEqual((first.amount_open, second.amount_open), (1300.0, 1600.0))
        self.assertEqual(self.bill.amount_residual, 2900.0)

    def test_what_is_asked_for_counts_and_is_cancelled(self):
        """A request has no number to reverse: it is cancelled, and asked for anew."""
        fapiao = self._request(self.bill)
        self._change(self.bill, self.business)
        duty = self._get_duty(self.bill).with_user(self.accountant)
        self.assertEqual(duty.amount, 1300.0)
        with self.assertRaisesRegex(UserError, "cancel"):
            duty.action_red()
        fapiao.with_user(self.accountant).action_cancel()
        self.assertEqual(duty.state, "done")
        self._assert_lines(
            self._issue(self._request(self.bill)), (0.0, 1300.0), (9.0, 1600.0)
        )
        self._assert_settled(self.bill, 132.11)

    def test_a_part_of_a_rate_is_taken_back_first(self):
        fapiao = self._issue(self._request(self.bill_3)).with_user(self.accountant)
        self._change(self.bill_3, self.category)
        taxed = fapiao.line_ids.filtered("tax_rate")
        self._issue(fapiao._create_red({taxed: 140.0}, "a part"))
        duty = self._get_duty(self.bill_3)
        self.assertEqual(duty.amount, 500.0)
        # what is taken back of another rate settles nothing, and makes room there
        self._issue(fapiao._create_red({fapiao.line_ids - taxed: 80.0}, "by mistake"))
        self.assertEqual(duty.amount, 500.0)
        self.assertEqual(sum(self.bill_3._get_fapiao_room().values()), 600.0)
        self._assert_lines(self._follow(duty), (9.0, -500.0))
        self._assert_lines(
            self._issue(self._request(self.bill_3)), (0.0, 80.0), (0.0, 520.0)
        )
        self._assert_settled(self.bill_3, 52.85)

    def test_what_falls_and_rises_changes_what_is_owed_by_the_difference(self):
        """The credit note meets the invoice beside it, not an older one and its fee."""
        invoice = self.bill.move_ids
        self._change(self.bill, self.business)
        self.assertEqual(invoice.amount_residual, 2600.0)
        self.assertEqual(self.bill.amount_residual, 2900.0)

    def test_a_discount_of_a_rate_that_is_gone_is_covered_by_no_other(self):
        """Less is left of the whole than of what is exempt: the whole counts, too."""
        bill = self.bill_2.sudo()
        discount = {key: -32.0 for key in bill._get_sums_by_account()}
        bill._post_difference(discount, "paid early")
        self._change(self.bill_2, self.category, day="2026-11-15")
        # 2600 exempt, and 32 less with 9 %
        self.assertEqual(sum(bill._get_fapiao_room().values()), 2568.0)
        fapiao = self._issue(self._request(self.bill_2))
        self._assert_lines(fapiao, (0.0, 2568.0))
        self.assertFalse(self._get_duty(self.bill_2))
        bill._post_difference({key: -68.0 for key in discount}, "once more")
        duty = self._get_duty(self.bill_2)
        self.assertEqual(duty.amount, 68.0)
        self._assert_lines(self._follow(duty), (0.0, -68.0))
        self.assertFalse(self._get_duty(self.bill_2))

    def test_many_debts_take_no_more_queries_than_one(self):
        bills = self.bill | self.bill_2 | self.bill_3
        self._issue(self._request(bills))
        for bill, category in zip(
            bills, (self.business, self.category, self.category), strict=True
        ):
            self._change(bill, category)
        self.assertEqual(
            [bill._get_fapiao_excess()[bill] for bill in bills.sudo()],
            [1300.0, 1600.0, 640.0],
        )
        counts = []
        for some in (self.bill, bills):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._get_fapiao_room()
            some._get_fapiao_excess()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])


@tagged("post_install", "-at_install")
@freeze_time("2027-01-20")
class TestFapiaoRatesOfHenan(FapiaoRatesCommon):
    PRICES = (22.0, 30.0)

    def test_a_shop_in_a_household_becomes_a_flat(self):
        """2960 → 2800: 600 less with tax, 440 more that are exempt."""
        fapiao = self._issue(self._request(self.bill_3))
        # 1200 × 9 ÷ 109
        self.assertEqual((fapiao.amount_total, fapiao.amount_tax), (2960.0, 99.08))
        self._change(self.bill_3, self.category)
        duty = self._get_duty(self.bill_3)
        self.assertEqual(duty.amount, 600.0)
        self._assert_lines(self._follow(duty), (9.0, -600.0))
        self._assert_lines(self._issue(self._request(self.bill_3)), (0.0, 440.0))
        self._assert_settled(self.bill_3, 49.54)


@tagged("post_install", "-at_install")
class TestFapiaoRatesOfParts(HeatingFapiaoCommon, SharedBillCommon):
    """Of a shop the household pays 23 yuan a m² and its employer 7."""

    def test_a_duty_leads_to_the_fapiao_of_the_payer(self):
        """The employer's part is less: theirs is reversed, though the older."""
        bill, kind = self._get_bill(self.shop), self.employer_kind
        title = {
            "buyer_kind": "organisation",
            "buyer_title": "Cotton Mill",
            "tax_number": "91350100M000100Y43",
        }
        theirs = self._issue(self._request(bill, payer_kind_id=kind.id, titles=[title]))
        own = self._issue(self._request(bill, titles=[{"buyer_title": "Shop"}]))
        self.assertEqual((theirs.amount_total, own.amount_total), (700.0, 2300.0))
        less = {key: -70.0 for key in bill._get_sums_by_account(kind)}
        bill.sudo()._post_difference(less, "less of theirs", kind=kind)
        duty = self.env["heating.fapiao.duty"].search([("bill_id", "=", bill.id)])
        action = duty.with_user(self.accountant).action_red()
        self.assertEqual(action["context"]["default_fapiao_id"], theirs.id)
        self.assertEqual(duty._get_reversal(theirs), {theirs.line_ids: 70.0})
        self.assertEqual(duty._get_reversal(own), {})

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_fapiao import HeatingFapiaoCommon


@tagged("post_install", "-at_install")
class TestFapiaoRed(HeatingFapiaoCommon):
    """Red fapiao, in part and as a whole, and the duties that ask for them."""

    def _get_red(self, fapiao):
        return fapiao.red_ids.sorted("id")[-1:]

    def test_the_whole_is_taken_back_once_the_red_one_is_issued(self):
        fapiao = self._issue(self._request(self.bill))
        self._red(fapiao).action_red()
        red = self._get_red(fapiao)
        self.assertRecordValues(
            red, [{"state": "requested", "amount_total": -2000.0, "color": "red"}]
        )
        # until it has a number the blue one is good
        self.assertEqual(self.bill.fapiao_covered, 2000.0)
        self.assertEqual(fapiao.state, "issued")
        self._issue(red)
        self.assertEqual((fapiao.state, fapiao.amount_net), ("red", 0.0))
        self.assertEqual(self.bill.fapiao_covered, 0.0)
        self.assertNotEqual(red.number, fapiao.number)

    def test_a_part_is_taken_back(self):
        charge = self._charge(amount=109.0)
        fapiao = self._issue(self._request(self.bill, charge))
        dialog = self._red(fapiao, mode="part", number=self._number(), date=self.today)
        taxed = dialog.line_ids.filtered(lambda line: line.line_id.charge_id)
        taxed.amount = 54.5
        dialog.action_red()
        red = self._get_red(fapiao)
        self.assertEqual((red.amount_total, red.amount_tax), (-54.5, -4.5))
        self.assertEqual((fapiao.state, fapiao.amount_net), ("issued", 2054.5))
        self.assertEqual(charge.fapiao_covered, 54.5)
        # the rest, tax included
        self._red(fapiao, number=self._number(), date=self.today).action_red()
        self.assertEqual(sum(fapiao.red_ids.mapped("amount_tax")), -fapiao.amount_tax)
        self.assertEqual(fapiao.state, "red")

    def test_no_more_is_taken_back_than_is_left(self):
        fapiao = self._issue(self._request(self.bill))
        line = fapiao.line_ids
        fapiao = fapiao.with_user(self.accountant)
        fapiao._create_red({line: 1500.0}, "test")
        for amount in (500.01, -1.0):
            with self.assertRaisesRegex(UserError, "500.00"):
                fapiao._create_red({line: amount}, "test")
        with self.assertRaisesRegex(UserError, "takes something back"):
            fapiao._create_red({line: 0.0}, "test")

    def test_a_cancelled_red_one_takes_nothing_back(self):
        fapiao = self._issue(self._request(self.bill))
        self._red(fapiao).action_red()
        with self.assertRaises(AccessError):
            self._get_red(fapiao).with_user(self.users["cashier"]).action_cancel()
        self._get_red(fapiao).with_user(self.accountant).action_cancel()
        self.assertEqual(fapiao.line_ids.amount_reversed, 0.0)
        self.assertEqual(self.bill.fapiao_covered, 2000.0)

    def test_a_title_is_corrected_in_one_step(self):
        fapiao = self._issue(self._request(self.bill))
        self._red(
            fapiao,
            mode="title",
            buyer_title="Right Title",
            number=self._number(),
            date=self.today,
        ).action_red()
        new = self.env["heating.fapiao"].search([("buyer_title", "=", "Right Title")])
        self.assertEqual(fapiao.state, "red")
        self.assertRecordValues(
            new, [{"state": "requested", "amount_total": 2000.0, "color": "blue"}]
        )
        self.assertEqual(self.bill.fapiao_covered, 2000.0)

    def test_a_corrected_one_waits_for_the_red_one(self):
        fapiao = self._issue(self._request(self.bill))
        self._red(fapiao, mode="title", buyer_title="Right Title").action_red()
        red = self._get_red(fapiao)
        new = self.env["heating.fapiao"].search([("waits_for_id", "=", red.id)])
        self.assertEqual(new.state, "draft")
        self._issue(red)
        self.assertEqual(new.state, "requested")

    def test_the_timeline_of_a_household_tells_of_both(self):
        fapiao = self._issue(self._request(self.bill | self.bill_2))
        self._red(fapiao, number=self._number(), date=self.today).action_red()
        timeline = self.household.with_user(self.clerk).get_timeline()
        found = [
            (entry["title"], entry["amount"])
            for entry in timeline["entries"]
            if entry["kind"] == "fapiao"
        ]
        red = fapiao.red_ids
        self.assertCountEqual(
            [(title.split()[-1], amount) for title, amount in found],
            [(fapiao.number, 2000.0), (red.number, -2000.0)],
        )

    # === DUTIES === #

    def _get_duty(self, state="open"):
        return self.env["heating.fapiao.duty"].search(
            [("bill_id", "=", self.bill.id), ("state", "=", state)]
        )

    def test_a_credit_note_under_a_fapiao_opens_a_duty(self):
        fapiao = self._issue(self._request(self.bill))
        self._reduce(self.bill, 300.0)
        duty = self._get_duty()
        self.assertRecordValues(
            duty,
            [{"amount": 300.0, "user_id": self.accountant.id, "reason": "less area"}],
        )
        action = duty.with_user(self.accountant).action_red()
        dialog = (
            self.env["heating.fapiao.red"]
            .with_user(self.accountant)
            .with_context(**action["context"])
            .create({"number": self._number(), "date": self.today})
        )
        self.assertEqual(dialog.line_ids.amount, 300.0)
        dialog.action_red()
        self.assertEqual(duty.state, "done")
        self.assertEqual(fapiao.amount_net, 1700.0)
        self.assertEqual(self.bill.fapiao_covered, 1700.0)

    def test_a_part_of_a_duty_stays_open(self):
        fapiao = self._issue(self._request(self.bill)).with_user(self.accountant)
        self._reduce(self.bill, 300.0)
        red = fapiao._create_red({fapiao.line_ids: 100.0}, "test")
        self._issue(red)
        self.assertEqual(self._get_duty().amount, 200.0)

    def test_a_further_invoice_ends_a_duty(self):
        self._issue(self._request(self.bill))
        self._reduce(self.bill, 300.0)
        bill = self.bill.sudo()
        bill._post_difference(bill._spread(300.0), "the area was right")
        self.assertFalse(self._get_duty())
        self.assertEqual(len(self._get_duty("done")), 1)

    def test_a_request_under_a_duty_is_cancelled(self):
        fapiao = self._request(self.bill)
        self._reduce(self.bill, 300.0)
        duty = self._get_duty().with_user(self.accountant)
        with self.assertRaisesRegex(UserError, "cancel"):
            duty.action_red()
        fapiao.with_user(self.accountant).action_cancel()
        self.assertEqual(duty.state, "done")

    def test_a_credit_note_beside_a_fapiao_opens_no_duty(self):
        titles = [
            {"buyer_title": "A", "amount": 1000.0},
            {"buyer_title": "B", "amount": 1000},
        ]
        first, _second = self._request(self.bill, split="amount", titles=titles)
        first.with_user(self.accountant).action_cancel()
        self._reduce(self.bill, 300.0)
        self.assertFalse(self._get_duty())

    def test_clients_write_only_who_owns_a_duty(self):
        self._request(self.bill)
        self._reduce(self.bill, 300.0)
        duty = self._get_duty().with_user(self.accountant)
        duty.user_id = self.users["head_cashier"]
        with self.assertRaises(UserError):
            duty.amount = 1.0
        with self.assertRaises(UserError):
            duty.sudo().unlink()

    def test_a_title_is_not_corrected_above_what_the_bill_has_become(self):
        """The red one is issued all the same; the new one stays a draft."""
        fapiao = self._issue(self._request(self.bill))
        self._red(fapiao, mode="title", buyer_title="Right Title").action_red()
        red = self._get_red(fapiao)
        new = self.env["heating.fapiao"].search([("waits_for_id", "=", red.id)])
        self._reduce(self.bill, 300.0)
        self._issue(red)
        self.assertEqual((fapiao.state, new.state), ("red", "draft"))
        self.assertFalse(new.waits_for_id)
        self.assertFalse(self._get_duty())

    def test_billed_again_as_before_a_duty_is_done(self):
        """Covered before the season was undone, and covered again since."""
        bill = self._get_bill(self.household)
        self._request(bills=bill)
        run = bill.run_id
        run.with_user(self.accountant).action_request_undo("Wrong prices")
        run.with_user(self.approver).action_undo()
        duty = self.env["heating.fapiao.duty"].search([("bill_id", "=", bill.id)])
        self.assertEqual((duty.state, duty.amount), ("open", 2000.0))
        self._bill_season()
        self.assertEqual((duty.state, duty.amount), ("done", 0.0))

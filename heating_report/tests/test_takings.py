from odoo import fields
from odoo.tests import tagged

from odoo.addons.heating_payment.tests.common_refund import HeatingRefundCommon


@tagged("post_install", "-at_install")
class TestTakings(HeatingRefundCommon):
    """What cashiers took and what went back, by day, desk, cashier and means."""

    def _get_rows(self, *groupby, user=None, **domain):
        self.env.flush_all()
        takings = self.env["heating.takings"].with_user(user or self.accountant)
        return {
            tuple(row[:-3]): tuple(row[-3:])
            for row in takings._read_group(
                [(name, "=", value) for name, value in domain.items()],
                list(groupby),
                ["taken:sum", "given_back:sum", "amount:sum"],
            )
        }

    def test_by_desk_cashier_and_means(self):
        self._take(self.household, ("cash", 300.0), ("wechat", 200.0))
        wrong = self._take(self.household, ("cash", 50.0))
        wrong.with_user(self.head_cashier).action_void("Typed wrong")
        self._pay_out(self._approved())
        cash, wechat = self.methods["cash"], self.methods["wechat"]
        self.assertEqual(
            self._get_rows("desk_id", "user_id", "method_id"),
            {
                # 500 prepaid, 300 and 50, of which 50 went back
                (self.desk, self.cashier, cash): (850.0, 50.0, 800.0),
                (self.desk, self.cashier, wechat): (200.0, 0.0, 200.0),
                (self.desk_2, self.colleague, cash): (0.0, 500.0, -500.0),
            },
        )

    def test_what_goes_back_counts_on_its_day(self):
        """Of the drawer that gave it, of who gave it."""
        receipt = self._take(self.household, ("cash", 300.0))
        self.shift.action_close(1300.0)
        self.env.flush_all()
        yesterday = fields.Date.subtract(self.company._heating_today(), days=1)
        receipt.sudo().tender_ids.receipt_id.flush_recordset()
        self.env.cr.execute(
            "UPDATE heating_tender SET date = %s WHERE receipt_id = %s",
            [yesterday, receipt.id],
        )
        self.env.invalidate_all()
        desk = self.env["heating.desk"].create(
            {"name": "Desk 3", "code": "T3", "hall_id": self.desk.hall_id.id}
        )
        self._open_shift(self.head_cashier, desk, 400.0)
        receipt.with_user(self.head_cashier).action_void("Typed wrong")
        self.assertEqual(
            self._get_rows("desk_id", "user_id", date=yesterday),
            {(self.desk, self.cashier): (300.0, 0.0, 300.0)},
        )
        today = self._get_rows("desk_id", "user_id", act="voided")
        self.assertEqual(today, {(desk, self.head_cashier): (0.0, 300.0, -300.0)})

    def test_a_transfer_has_no_desk(self):
        refund = self._approved(
            method_id=self.methods["transfer"].id,
            account_holder="Zhang San",
            account_number="6222",
        )
        self._pay_out(refund, self.accountant, reference="B-1")
        self.assertEqual(
            self._get_rows("desk_id", "user_id", act="refunded"),
            {(self.env["heating.desk"], self.accountant): (0.0, 500.0, -500.0)},
        )

    def test_the_spreadsheet(self):
        action = self.env["heating.takings"].with_user(self.accountant)
        action = action.with_context(active_domain=[("act", "=", "taken")])
        data = action.action_spreadsheet()["data"]
        self.assertEqual(data["domain"], [("act", "=", "taken")])
        content, kind = (
            self.env["ir.actions.report"]
            .with_user(self.accountant)
            ._render_xlsx("heating_report.takings_xlsx", [], data)
        )
        self.assertEqual(kind, "xlsx")
        self.assertEqual(content[:2], b"PK")

    def test_what_came_back_counts_on_both_days(self):
        transfer = self._approved(
            method_id=self.methods["transfer"].id,
            account_holder="Payer",
            account_number="1",
        )
        transfer.with_user(self.accountant).action_pay_out("B-1")
        before = self._get_rows("act", reference=transfer.number)
        self.assertEqual(before, {("refunded",): (0.0, 500.0, -500.0)})
        transfer.with_user(self.accountant).action_return("No such account")
        self.assertEqual(
            self._get_rows("act", "user_id", reference=transfer.number),
            {
                ("refunded", self.accountant): (0.0, 500.0, -500.0),
                ("returned", self.accountant): (0.0, -500.0, 500.0),
            },
        )

    def test_money_of_a_platform(self):
        """It came to no desk, but for a household of a branch."""
        self._pay_by_platform(self.household, 60.0)
        self.assertEqual(
            self._get_rows(
                "branch_id", "desk_id", "method_id", method_id=self.methods["alipay"].id
            ),
            {
                (
                    self.household.branch_id,
                    self.env["heating.desk"],
                    self.methods["alipay"],
                ): (60.0, 0.0, 60.0)
            },
        )

import contextlib
from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.heating_billing.tests.common_parts import SharedBillCommon
from odoo.addons.heating_payment.tests.common import HeatingPaymentCommon

from ..audit import LAWS, broken_laws

# What somebody with access to the database could do to the books, and the laws that
# see it: the law that the act is named for first, then others that it breaks as well.
# {names} are records of the world below.
CORRUPTIONS = {
    "a bill is the sum of its lines": (
        "UPDATE heating_bill_line SET amount = amount + 0.01 WHERE id = {bill_line}",
    ),
    "a bill is its invoices less its credit notes": (
        "UPDATE account_move SET amount_total_signed = amount_total_signed - 0.01 "
        "WHERE id = {bill_move}",
    ),
    "a discount is its documents": (
        "UPDATE heating_discount SET amount = amount - 0.01 WHERE id = {discount}",
    ),
    "a part is its lines": (
        "UPDATE heating_bill_line_part SET amount = amount + 0.01 "
        "WHERE id = {line_part}",
    ),
    "a part is its payer's invoices": (
        "UPDATE account_move SET heating_payer_kind_id = NULL WHERE id = {part_move}",
    ),
    "a charge is its invoices": (
        "UPDATE heating_charge SET state = 'draft' WHERE id = {charge}",
    ),
    "what is waived was approved": (
        "UPDATE heating_charge SET amount_waived = 1 WHERE id = {charge}",
        "a charge is its invoices",
    ),
    "a late fee has its cause": (
        "UPDATE heating_charge SET kind = 'late_fee', origin_bill_id = {bill} "
        "WHERE id = {charge}",
    ),
    "a reduction was approved": (
        "UPDATE heating_reduction SET state = 'withdrawn' WHERE id = {reduction}",
    ),
    "a document is tied to one bill or charge": (
        "UPDATE account_move SET heating_charge_id = NULL WHERE id = {charge_move}",
        "a charge is its invoices",
        "a line is its document's",
    ),
    "a household is billed or excused": (
        "UPDATE heating_bill_run_line SET reason = NULL WHERE id = {excused}",
    ),
    "a household is billed once": (
        "DROP INDEX heating_bill_household_season_unique; "
        "UPDATE heating_bill SET household_id = {household} WHERE id = {other_bill}",
        "a document is tied to one bill or charge",
        "a household is billed or excused",
        "receivables are the statements",
        "the area billed is on file",
    ),
    "nobody is hidden": (
        "ALTER TABLE heating_household DROP CONSTRAINT "
        "heating_household_archived_only_after_leaving; "
        "UPDATE heating_household SET active = FALSE WHERE id = {household}",
    ),
    "the area billed is on file": (
        "UPDATE heating_space SET built_area = built_area + 0.01 "
        "WHERE household_id = {household}",
    ),
    "a receipt is its tenders and its lines": (
        "UPDATE heating_receipt SET amount_total = amount_total + 1 "
        "WHERE id = {receipt}",
    ),
    "a receipt is its entries": (
        "UPDATE heating_receipt_line SET household_id = {other_household} "
        "WHERE receipt_id = {receipt}",
    ),
    "rounding of cash is booked": (
        "UPDATE heating_receipt SET cash_rounding = 0.01 WHERE id = {receipt}",
        "a receipt is its tenders and its lines",
    ),
    "a tender is one posted payment": (
        "UPDATE account_payment SET heating_tender_id = NULL WHERE id = {payment}",
    ),
    "what is paid is matched": (
        "UPDATE account_move_line SET heating_bill_id = NULL WHERE id = {debt_line}",
        "a line is its document's",
    ),
    "a voided tender has its opposite": (
        "UPDATE heating_tender SET void_move_id = NULL WHERE id = {voided_tender}",
    ),
    "a receipt is voided as a whole": (
        "UPDATE heating_receipt SET state = 'posted' WHERE id = {voided_receipt}",
    ),
    "a closed drawer adds up": (
        "UPDATE heating_shift SET expected_cash = expected_cash - 1 "
        "WHERE id = {closed_shift}",
    ),
    "a drawer's account is the drawer": (
        "UPDATE account_move_line SET account_id = (SELECT default_account_id "
        "FROM account_journal WHERE id = {safe}) WHERE id = {float_line}",
    ),
    "a refund is its payment": (
        "UPDATE account_payment SET heating_refund_id = NULL WHERE id = {paid_out}",
    ),
    "a refund is its advances": (
        "UPDATE heating_refund SET amount = amount + 0.01 WHERE id = {held_refund}",
    ),
    "what is refunded is matched": (
        "UPDATE heating_refund_line SET debit_line_id = NULL "
        "WHERE refund_id = {paid_refund}",
    ),
    "what came back has its opposite": (
        "UPDATE account_payment SET heating_return_move_id = {charge_move} "
        "WHERE id = {returned}",
    ),
    "what is held back is there": (
        "UPDATE heating_refund_line SET amount = 50 WHERE refund_id = {held_refund}",
        "a refund is its advances",
    ),
    "a refund is paid out by another": (
        "UPDATE heating_refund SET paid_by_id = requested_by_id "
        "WHERE id = {paid_refund}",
    ),
    "an order that is paid is its payment": (
        "UPDATE payment_transaction SET amount = amount + 0.01 WHERE id = {order}",
    ),
    "what a platform paid back is a refund": (
        "UPDATE payment_transaction SET amount = -7 WHERE id = {paid_back}",
    ),
    "a platform's message is followed": (
        "UPDATE heating_payment_notification SET transaction_id = NULL "
        "WHERE id = {message}",
    ),
    "receipt numbers have no gap": (
        "UPDATE heating_receipt SET number = 'T9-2026-000002' WHERE id = {receipt}",
    ),
    "an invoice is covered by its live fapiao": (
        "UPDATE account_move SET heating_covered = heating_covered - 0.01 "
        "WHERE id = {fapiao_move}",
        "a debt is covered as its invoices",
    ),
    "a debt is covered as its invoices": (
        "UPDATE heating_bill SET fapiao_covered = fapiao_covered - 0.01 "
        "WHERE id = {fapiao_bill}",
    ),
    "no fapiao above its invoices": (
        "UPDATE heating_fapiao_duty SET state = 'done', amount = 0 WHERE id = {duty}",
    ),
    "a fapiao is its lines": (
        "UPDATE heating_fapiao SET amount_tax = amount_tax + 0.01 WHERE id = {fapiao}",
    ),
    "a fapiao number stands once": (
        "DROP INDEX heating_fapiao_number_unique; "
        "UPDATE heating_fapiao SET number = '{red_number}' WHERE id = {fapiao}",
    ),
    "a red fapiao reverses a blue one": (
        "UPDATE heating_fapiao_line SET amount_reversed = amount_reversed - 0.01 "
        "WHERE id = {fapiao_line}",
    ),
    "receivables are the statements": (
        "UPDATE heating_bill SET amount_residual = amount_residual + 0.01 "
        "WHERE id = {bill}",
    ),
    "balances are the open amounts": (
        "UPDATE account_move_line SET amount_residual = amount_residual - 0.01 "
        "WHERE id = {open_line}",
        "open is what is unmatched",
        "receivables are the statements",
    ),
    "matched within a customer": (
        "UPDATE account_move_line SET partner_id = {other_customer} "
        "WHERE id = {paid_line}",
    ),
    "a line is its document's": (
        "UPDATE account_move_line SET partner_id = {customer} WHERE id = {open_line}",
    ),
    "open is what is unmatched": (
        "UPDATE account_move_line SET reconciled = TRUE WHERE id = {open_line}",
    ),
    "an advance has a household": (
        "UPDATE account_move_line SET heating_household_id = NULL "
        "WHERE id = {advance_line}",
        "a receipt is its entries",
        "balances are the open amounts",
        "matched within a customer",
    ),
    "an entry balances": (
        "UPDATE account_move_line SET balance = balance - 0.01 WHERE id = {money_line}",
        "a drawer's account is the drawer",
    ),
    "deferred income is not yet recognised": (
        "UPDATE account_move_line SET account_id = (SELECT heating_deferred_account_id "
        "FROM res_company WHERE id = company_id) WHERE id = {income_line}",
    ),
    "an applied advance is its lines": (
        "UPDATE heating_advance_application SET amount = amount - 0.01 "
        "WHERE id = {application}",
    ),
}


class _Undone(Exception):
    """Takes back what was done to the books."""


@tagged("post_install", "-at_install")
class TestLaws(HeatingPaymentCommon, SharedBillCommon):
    """Every law can fail, and says so about exactly what was done to the books."""

    @classmethod
    def _create_tariff(cls, name, **vals):
        window = {"date_from": "2025-09-01", "date_to": "2025-09-30", "rate": 0.02}
        return super()._create_tariff(
            name, discount_ids=[Command.create(window)], **vals
        )

    @classmethod
    def _bill_season(cls, **vals):
        left_out = cls._create_household("T000004", cls.customer, room="104")
        cls.env["heating.supply"].create(
            {"household_id": left_out.id, "state": "not_opened"}
        )
        cls.reduction = (
            cls.env["heating.reduction"]
            .with_user(cls.clerk)
            .create(
                {
                    "household_id": cls.other_household.id,
                    "season_id": cls.season.id,
                    "kind_id": cls.env.ref(
                        "heating_billing.reduction_kind_goodwill"
                    ).id,
                    "by": "percent",
                    "value": 5.0,
                    "reason": "Goodwill",
                }
            )
        )
        cls.reduction.request_validation()
        cls.reduction.with_user(cls.approver).validate_tier()
        return super()._bill_season(**vals)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env
        case = cls("test_books_are_in_order")
        bills = env["heating.bill"].search(
            [("run_id", "=", cls.bill_run.id), ("amount_total", ">", 0)], order="id"
        )
        paid, other, open_bill = bills[:3]
        receipt = case._take(paid.household_id, ("cash", paid.amount_total))
        case._take(other.household_id, ("card", 10.0))
        voided = case._take(open_bill.household_id, ("cash", 5.0))
        voided.with_user(cls.head_cashier).action_void("test")
        # paid ahead, then charged: the prepayment pays the charge by itself
        prepaid = case._take(
            paid.household_id, ("cash", 50.0), surplus="advance", advance=50.0
        )
        charge = (
            env["heating.charge"]
            .with_user(cls.users["accountant"])
            .create({"household_id": paid.household_id.id, "amount": 30.0})
        )
        charge.action_confirm()
        application = env["heating.advance.application"].search(
            [("household_id", "=", paid.household_id.id)]
        )
        day = date(2025, 9, 10)
        early = cls.shop.bill_ids
        early._grant_discounts(early._get_discount_offers(day), day)
        cls.shift.with_user(cls.cashier).action_close(555.0)
        fapiao, red, duty = case._cover_and_reverse(other)
        refunds = case._give_back(paid.household_id)
        orders = case._pay_and_refund_by_platform(paid.household_id)
        float_move = cls.shift.sudo().cash_transfer_ids.move_id

        def lines(move, kind):
            return move.line_ids.filtered(
                lambda line: line.account_id.account_type == kind
            )

        move = receipt.tender_ids.payment_id.move_id
        cls.world = {
            "bill": open_bill,
            "bill_line": open_bill.line_ids[:1],
            "bill_move": open_bill.move_ids,
            "other_bill": other,
            "discount": early.discount_ids,
            "line_part": cls.shop.bill_ids.line_ids.part_ids,
            "part_move": cls.shop.bill_ids.move_ids.filtered("heating_payer_kind_id"),
            "charge": charge,
            "charge_move": charge.move_ids,
            "household": paid.household_id,
            "other_household": other.household_id,
            "customer": paid.partner_id,
            "other_customer": other.partner_id,
            "excused": cls.bill_run.line_ids.filtered(
                lambda line: line.state == "exempt"
            )[:1],
            "receipt": receipt,
            "payment": receipt.tender_ids.payment_id,
            "voided_receipt": voided,
            "voided_tender": voided.tender_ids,
            "closed_shift": cls.shift,
            "open_line": lines(open_bill.move_ids, "asset_receivable"),
            "income_line": open_bill.move_ids.invoice_line_ids[:1],
            "debt_line": lines(paid.move_ids, "asset_receivable"),
            "paid_line": lines(move, "asset_receivable"),
            "money_line": lines(move, "asset_cash"),
            "advance_line": application.advance_line_id,
            "application": application,
            "fapiao": fapiao,
            "fapiao_line": fapiao.line_ids,
            "fapiao_move": fapiao.line_ids.move_id,
            "fapiao_bill": other,
            "duty": duty,
            "reduction": cls.reduction,
            **refunds,
            **orders,
            "safe": cls.company.heating_safe_journal_id,
            "float_line": float_move.line_ids.filtered(
                lambda line: (
                    line.account_id == cls.desk.cash_journal_id.default_account_id
                )
            ),
        }
        cls.red_number = red.number
        for name, record in cls.world.items():
            if len(record) != 1:
                raise AssertionError(f"{name} is {record}")
        if prepaid._get_advance() != 50.0:
            raise AssertionError("nothing was paid ahead")

    def _give_back(self, household):
        """Parts of a prepayment: paid out, asked for, and come back from the bank.

        :return: dict of name → record
        """
        accountant = self.users["accountant"]
        transfer = self.methods["transfer"]
        paid, returned, held = (
            self.env["heating.refund"]
            .with_user(self.clerk)
            .create(
                {
                    "household_id": household.id,
                    "amount_asked": amount,
                    "method_id": transfer.id,
                    "account_holder": "Payer",
                    "account_number": "1",
                    "reason": "test",
                }
            )
            for amount in (8.0, 5.0, 4.0)
        )
        for refund in (paid, returned, held):
            refund.request_validation()
        for refund in (paid, returned):
            refund.with_user(self.approver).validate_tier()
            refund.with_user(accountant).action_pay_out("B-1")
        payment = returned.sudo().payment_id
        returned.with_user(accountant).action_return("No such account")
        return {
            "paid_refund": paid,
            "paid_out": paid.sudo().payment_id,
            "held_refund": held,
            "returned": payment,
        }

    def _pay_and_refund_by_platform(self, household):
        """An order that was paid and told, of which the platform paid 2 yuan back.

        :return: dict of name → record
        """
        order = self._pay_by_platform(household, 6.0)
        provider = order.provider_id
        message = self.env["heating.payment.notification"].create(
            {
                "provider_id": provider.id,
                "company_id": self.company.id,
                "key": "law-6",
                "kind": "payment",
                "amount": 6.0,
                "state": "followed",
                "transaction_id": order.id,
            }
        )
        refund = (
            self.env["heating.refund"]
            .with_user(self.clerk)
            .create(
                {
                    "household_id": household.id,
                    "amount_asked": 2.0,
                    "method_id": provider.heating_method_id.id,
                    "reason": "test",
                }
            )
            .sudo()
        )
        back = order.with_context(heating_refund_id=refund.id)
        back = back._create_child_transaction(2.0, is_refund=True)
        return {"order": order, "message": message, "paid_back": back}

    def _cover_and_reverse(self, bill):
        """A fapiao over all of a bill, partly reversed, and credit notes beyond that.

        :return: the fapiao, the red one, and the duty that is open
        """
        accountant = self.users["accountant"]
        today = self.company._heating_today()
        rooms = bill._get_fapiao_room()
        fapiao = self.env["heating.fapiao"].with_user(accountant)
        buyer = {"buyer_title": "Buyer", "phone": "1"}
        fapiao = fapiao._create_drafts([buyer], [rooms])
        fapiao.action_request()
        fapiao._issue("1" * 20, today)
        red = fapiao._create_red({fapiao.line_ids: 100.0}, "test")
        red._issue("2" * 20, today)
        # the area was wrong: the bill is 200 yuan less, of which 100 are reversed
        bill.household_id.space_ids.built_area -= 10
        bill._reassess("test")
        duty = self.env["heating.fapiao.duty"].search([("bill_id", "=", bill.id)])
        return fapiao.sudo(), red.sudo(), duty

    def test_books_are_in_order(self):
        self.assertEqual(broken_laws(self.env), {})

    def test_each_law_has_its_corruption(self):
        self.assertEqual(set(CORRUPTIONS), set(LAWS))

    def test_each_law_sees_what_breaks_it(self):
        ids = {name: record.id for name, record in self.world.items()}
        self.env.flush_all()
        for law, (statement, *others) in CORRUPTIONS.items():
            with self.subTest(law=law):
                broken = self._get_broken_after(
                    statement.format(**ids, red_number=self.red_number)
                )
                self.assertEqual(broken, {law, *others})

    def _get_broken_after(self, statement):
        """Names of the laws that find something once *statement* was executed."""
        broken = set()
        with contextlib.suppress(_Undone), self.env.cr.savepoint(flush=False):
            self.env.cr.execute(statement)
            self.assertEqual(self.env.cr.rowcount, 1, "nothing was changed")
            broken = set(broken_laws(self.env))
            raise _Undone
        return broken

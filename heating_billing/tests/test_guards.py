from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestGuards(HeatingBillingCommon):
    """What Odoo accounting offers to undo a document is refused for heat."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill_run = cls._bill_season()
        cls.invoice = cls.env["account.move"].search(
            [("heating_household_id", "=", cls.household.id)]
        )
        cls.chief = cls._create_user("administrator", login="chief")

    def test_accounting_does_not_undo_an_invoice_for_heat(self):
        for method in ("button_draft", "button_cancel", "action_register_payment"):
            for user in (self.accountant, self.chief):
                with self.subTest(method=method, user=user.login):
                    with self.assertRaises(UserError):
                        self.rpc(user, "account.move", method, self.invoice.ids)

    def test_the_reversal_wizard_is_refused(self):
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.accountant)
            .with_context(active_model="account.move", active_ids=self.invoice.ids)
            .create({"journal_id": self.invoice.journal_id.id})
        )
        with self.assertRaisesRegex(UserError, "nothing posted"):
            wizard.refund_moves()

    def test_the_payment_wizard_is_refused(self):
        wizard = (
            self.env["account.payment.register"]
            .with_user(self.accountant)
            .with_context(active_model="account.move", active_ids=self.invoice.ids)
            .create({})
        )
        with self.assertRaisesRegex(UserError, "counter"):
            wizard.action_create_payments()

    def test_clients_make_no_document_for_heat(self):
        values = {
            "move_type": "out_invoice",
            "partner_id": self.customer.id,
            "heating_household_id": self.household.id,
        }
        with self.assertRaises(AccessError):
            self.rpc(self.accountant, "account.move", "create", [values])
        # a key in the context that looks like the real one opens nothing
        with self.assertRaises(AccessError):
            self.rpc(
                self.accountant,
                "account.move",
                "create",
                [values],
                context={"heating_posting": True},
            )

    def test_clients_tie_no_document_to_a_household(self):
        other = (
            self.env["account.move"]
            .with_user(self.accountant)
            .create({"move_type": "out_invoice", "partner_id": self.customer.id})
        )
        with self.assertRaises(AccessError):
            self.rpc(
                self.accountant,
                "account.move",
                "write",
                other.ids,
                {"heating_household_id": self.household.id},
            )
        with self.assertRaises(AccessError):
            self.rpc(
                self.accountant,
                "account.move.line",
                "write",
                self.invoice.line_ids.ids,
                {"heating_household_id": self.household_2.id},
            )

    def test_other_invoices_are_free(self):
        """A company's other business is not touched by any of this."""
        invoice = (
            self.env["account.move"]
            .with_user(self.accountant)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customer.id,
                    "invoice_date": "2026-10-10",
                    "invoice_line_ids": [
                        (0, 0, {"name": "Scrap", "price_unit": 10.0, "quantity": 1})
                    ],
                }
            )
        )
        invoice.action_post()
        invoice.button_draft()
        self.assertEqual(invoice.state, "draft")

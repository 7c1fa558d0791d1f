import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.heating_billing.models.posting import (
    CHATTER_FIELDS,
    HEATING_POSTING,
)

from .common import HeatingBillingCommon

# Odoo leaves these out of what is written, whoever writes them
IGNORED = {"id", "create_date", "create_uid", "write_date", "write_uid"}


@tagged("post_install", "-at_install")
class TestPostedFields(HeatingBillingCommon):
    """Of what is in the heating books, clients write a few harmless fields only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill_run = cls._bill_season()
        cls.bill = cls._get_bill(cls, cls.household)
        cls.invoice = cls.bill.move_ids
        cls.chief = cls._create_user("administrator", login="chief")
        charges = cls.env["heating.charge"]
        cls.charge = charges.create({"household_id": cls.household.id, "amount": 109.0})
        cls.charge.with_user(cls.accountant).action_confirm()

    def _assert_all_refused(self, records, free):
        """Every field is refused, in what the record has already or empty."""
        for name, field in records._fields.items():
            if name in free | IGNORED or not (field.store or field.inverse):
                continue
            for user in (self.accountant, self.chief):
                with self.subTest(field=name, user=user.login):
                    with self.assertRaises(UserError):
                        self.rpc(user, records._name, "write", records.ids, {name: 0})

    def test_invoices(self):
        free = type(self.invoice)._heating_free_fields
        self._assert_all_refused(self.invoice, free)
        self.assertNotIn("narration", free)

    def test_invoices_that_are_not_posted(self):
        draft = self.invoice.with_context(heating_posting=HEATING_POSTING).copy(
            {"heating_household_id": self.household.id}
        )
        self.assertEqual(draft.state, "draft")
        self._assert_all_refused(draft, type(draft)._heating_free_fields)
        with self.assertRaises(UserError):
            self.rpc(self.chief, "account.move", "unlink", draft.ids)

    def test_entries(self):
        lines = self.invoice.line_ids
        self._assert_all_refused(lines[:1], type(lines)._heating_free_fields)

    def test_no_way_around_through_another_document(self):
        """A client's own invoice takes no entry of a household."""
        other = (
            self.env["account.move"]
            .with_user(self.accountant)
            .create({"move_type": "out_invoice", "partner_id": self.customer.id})
        )
        line = self.invoice.invoice_line_ids
        for vals in (
            {"invoice_line_ids": [(4, line.id)]},
            {"line_ids": [(1, line.id, {"name": "Rent"})]},
            {"line_ids": [(2, line.id)]},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.rpc(self.accountant, "account.move", "write", other.ids, vals)

    def test_bills_and_their_lines(self):
        self._assert_all_refused(self.bill, frozenset())
        self._assert_all_refused(self.bill.line_ids[:1], frozenset())

    def test_bills_are_held_by_more_than_rights(self):
        """Even where a right to write was given by mistake."""
        self.env["ir.model.access"].create(
            [
                {
                    "name": "mistake",
                    "model_id": self.env["ir.model"]._get_id(model),
                    "group_id": self.env.ref("heating_customer.group_user").id,
                    "perm_write": True,
                }
                for model in ("heating.bill", "heating.bill.line")
            ]
        )
        for record, name in (
            (self.bill, "amount_residual"),
            (self.bill, "payment_state"),
            (self.bill, "amount_total"),
            (self.bill.line_ids[:1], "amount"),
        ):
            with self.subTest(field=name):
                with self.assertRaisesRegex(UserError, "does not change"):
                    self.rpc(
                        self.chief, record._name, "write", record.ids, {name: False}
                    )

    def test_posted_charges(self):
        self._assert_all_refused(self.charge, CHATTER_FIELDS)

    def test_what_follows_from_a_draft_is_not_written(self):
        draft = self.env["heating.charge"].create(
            {"household_id": self.household.id, "amount": 109.0}
        )
        for vals in (
            {"amount_residual": 1.0},
            {"number": "C1"},
            {"company_id": False},
            {"branch_id": self.other_branch.id},
            {"move_ids": [(6, 0, self.invoice.ids)]},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.rpc(self.accountant, "heating.charge", "write", draft.ids, vals)
        vals = {"amount": 218.0, "name": "Valve"}
        self.rpc(self.accountant, "heating.charge", "write", draft.ids, vals)
        self.assertEqual(draft.amount, 218.0)

    def test_a_new_charge_says_nothing_of_what_follows(self):
        """Neither in what is sent nor in defaults of the client's."""
        vals = {
            "household_id": self.household.id,
            "amount": 109.0,
            "amount_residual": -5.0,
            "branch_id": self.other_branch.id,
            "number": "C1",
        }
        (charge_id,) = self.rpc(
            self.accountant,
            "heating.charge",
            "create",
            [vals],
            context={"default_amount_residual": -5.0},
        )
        charge = self.env["heating.charge"].browse(charge_id)
        self.assertRecordValues(
            charge,
            [
                {
                    "amount_residual": 0.0,
                    "branch_id": self.household.branch_id.id,
                    "number": f"C{charge_id:08d}",
                }
            ],
        )

    # === WHAT STAYS POSSIBLE === #

    def test_an_invoice_is_sent_by_mail(self):
        self.customer.email = "customer@example.com"
        invoice = self.invoice.with_user(self.accountant)
        action = invoice.action_invoice_sent()
        wizard = (
            self.env["account.move.send.wizard"]
            .with_user(self.accountant)
            .with_context(**action["context"])
            .create({"sending_methods": ["email"]})
        )
        wizard.action_send_and_print()
        self.env.invalidate_all()
        self.assertTrue(self.invoice.is_move_sent)
        self.assertTrue(self.invoice.invoice_pdf_report_id)

    def test_an_invoice_is_talked_about(self):
        invoice = self.invoice.with_user(self.accountant)
        self.rpc(
            self.accountant,
            "account.move",
            "message_post",
            invoice.ids,
            body="They called.",
        )
        invoice.activity_schedule("mail.mail_activity_data_todo", summary="Call back")
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.accountant)
            .create(
                {
                    "name": "letter.txt",
                    "datas": base64.b64encode(b"letter"),
                    "res_model": "account.move",
                    "res_id": invoice.id,
                }
            )
        )
        invoice.message_post(body="Their letter", attachment_ids=attachment.ids)
        self.env.flush_all()
        self.assertEqual(invoice.activity_ids.summary, "Call back")
        self.assertIn(attachment, self.invoice.attachment_ids)

    def test_an_invoice_is_reviewed_and_linked(self):
        self.rpc(
            self.accountant,
            "account.move",
            "write",
            self.invoice.ids,
            {"no_followup": True},
        )
        self.assertTrue(self.invoice.no_followup)
        self.invoice.with_user(self.chief).set_moves_checked()
        self.assertTrue(self.invoice.checked)
        self.assertTrue(self.invoice.with_user(self.accountant)._portal_ensure_token())

    def test_books_with_heat_are_sealed(self):
        """Odoo's own seal over all entries does not stop at those for heat."""
        self.invoice.with_user(self.chief)._hash_moves(force_hash=True)
        self.assertTrue(self.invoice.inalterable_hash)

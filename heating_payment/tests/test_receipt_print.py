import io
import json

from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import OdooPdfFileReader

from .common import HeatingPaymentCommon

REPORT = "heating_payment.receipt_document"


@tagged("post_install", "-at_install")
class TestReceiptPrint(HeatingPaymentCommon, HttpCase):
    """The receipt on paper, and the page that its QR code leads to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.receipt = (
            cls.env["heating.receipt"]
            .with_user(cls.cashier)
            .counter_take(cls._act(cls.household, ("cash", 2000.0, 2100.0)))
        )
        cls.receipt = cls.env["heating.receipt"].browse(cls.receipt["id"])

    def _print(self, user):
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(user)
            ._render_qweb_pdf(REPORT, self.receipt.ids)
        )
        self.env.invalidate_all()
        return html.decode()

    def test_the_second_print_is_marked_as_a_copy(self):
        first = self._print(self.cashier)
        self.assertIn(self.receipt.number, first)
        self.assertIn("贰仟元整", first)
        self.assertIn("data:image/png;base64,", first)
        self.assertNotIn("o_receipt_mark", first.split("</style>")[1])
        # a manager reads everything and writes nothing
        second = self._print(self.manager)
        self.assertIn("o_receipt_mark", second.split("</style>")[1])
        self.assertEqual(self.receipt.print_count, 2)

    def test_a_voided_receipt_says_so(self):
        self.receipt.with_user(self.head_cashier).action_void("Typed wrong")
        page = self._print(self.cashier)
        self.assertIn("o_receipt_void", page.split("</style>")[1])
        self.assertIn("Typed wrong", page)

    def test_no_way_to_the_paper_passes_the_count(self):
        """The plain address of the report counts as the button does, as HTML too."""
        self.authenticate(self.cashier.login, self.cashier.login)
        for prints, converter in enumerate(("pdf", "html", "pdf"), 1):
            answer = self.url_open(f"/report/{converter}/{REPORT}/{self.receipt.id}")
            self.assertEqual(answer.status_code, 200)
            self.env.invalidate_all()
            self.assertEqual(self.receipt.print_count, prints)

    def test_who_may_not_read_it_prints_nothing(self):
        with self.assertRaises(AccessError):
            self._print(self.stranger)
        self.assertEqual(self.receipt.print_count, 0)

    def test_several_receipts_are_one_document(self):
        """One document a call is all that an unpatched wkhtmltopdf can do."""
        both = self.receipt + self._take(self.household_2, ("card", 2000.0))
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.cashier)
            ._render_qweb_pdf(REPORT, both.ids)
        )
        body = html.decode().split("</style>")[1]
        self.assertEqual(html.decode().count('class="article"'), 1)
        self.assertEqual(body.count("o_receipt_break"), 1)
        for receipt in both:
            self.assertIn(receipt.number, body)
        self.assertEqual(both.mapped("print_count"), [1, 1])

    def test_many_lines_go_on_several_slips(self):
        """Each slip bears the number, the last one the total."""
        households = self.household.browse()
        for index in range(10):
            households += self._create_household(f"T0001{index:02d}", self.customer)
        self.env["heating.charge"].create(
            [
                {"household_id": household.id, "kind": "water", "amount": 10.0}
                for household in households
            ]
        )._post_invoices()
        self.receipt = self._take(households, ("cash", 100.0))
        body = self._print(self.cashier).split("</style>")[1]
        self.assertEqual(body.count(self.receipt.number), 2)
        self.assertEqual(body.count("o_receipt_break"), 1)
        self.assertEqual(body.count("o_receipt_total"), 1)
        self.assertIn(households[-1].number, body)

    def test_a_real_pdf_needs_nothing_from_the_network(self):
        """No style sheet is fetched, no script waited for, no warning logged."""
        report = self.env["ir.actions.report"].with_user(self.cashier)
        pdf, kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(
            REPORT, self.receipt.ids
        )
        self.assertEqual(kind, "pdf")
        self.assertTrue(pdf.startswith(b"%PDF"))
        self.assertEqual(self.receipt.print_count, 1)

    def test_the_document_has_a_name(self):
        self.authenticate(self.cashier.login, self.cashier.login)
        answer = self.url_open(f"/report/pdf/{REPORT}/{self.receipt.id}")
        disposition = answer.headers["Content-Disposition"]
        self.assertTrue(disposition.startswith("inline"))
        self.assertIn(self.receipt.number, disposition)
        report = self.env["ir.actions.report"].with_user(self.cashier)
        pdf, _kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(
            REPORT, self.receipt.ids
        )
        title = OdooPdfFileReader(io.BytesIO(pdf)).metadata["/Title"]
        self.assertIn(self.receipt.number, title)

    def test_what_the_office_prints_has_one_name(self):
        """Chromium refuses an answer that says twice how its file is to be kept."""
        self.authenticate(self.cashier.login, self.cashier.login)
        url = f"/report/pdf/{REPORT}/{self.receipt.id}"
        answer = self.url_open(
            "/report/download",
            data={
                "data": json.dumps([url, "qweb-pdf"]),
                "csrf_token": http.Request.csrf_token(self),
            },
        )
        self.assertEqual(answer.status_code, 200)
        names = answer.raw.headers.getlist("Content-Disposition")
        self.assertEqual(len(names), 1, names)
        self.assertIn(self.receipt.number, names[0])

    def test_a_part_payment_says_what_is_still_open(self):
        whole = self._print(self.cashier).split("</style>")[1]
        self.assertNotIn("o_receipt_still_open", whole)
        self.receipt = self._take(self.household_2, ("cash", 1200.0))
        self.assertEqual(self.receipt.line_ids.open_after, 800.0)
        part = self._print(self.cashier).split("</style>")[1]
        self.assertIn("o_receipt_still_open", part)
        self.assertIn("800.00", part)
        # and still says so when the rest has been paid
        self._take(self.household_2, ("cash", 800.0))
        self.assertIn("o_receipt_still_open", self._print(self.cashier))

    def test_the_check_page_shows_no_full_name(self):
        url = f"/heating/receipt/{self.receipt.token}"
        self.assertTrue(self.receipt._get_check_url().endswith(url))
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(self.receipt.number, answer.text)
        self.assertIn("fa-check-circle", answer.text)
        self.assertIn("Z********", answer.text)
        self.assertNotIn("Zhang San", answer.text)
        self.assertNotIn(self.customer.phone, answer.text)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_the_check_page_of_a_voided_receipt(self):
        self.receipt.with_user(self.head_cashier).action_void("Typed wrong")
        self.env.flush_all()
        answer = self.url_open(f"/heating/receipt/{self.receipt.token}")
        self.assertIn("fa-times-circle", answer.text)
        self.assertNotIn("fa-check-circle", answer.text)

    def test_a_token_that_nobody_has(self):
        for token in ("nonsense", "x" * 65, "%00", self.receipt.number):
            with self.subTest(token=token):
                answer = self.url_open(f"/heating/receipt/{token}")
                self.assertEqual(answer.status_code, 404)

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestAfterUse(HeatingPaymentCommon):
    """What stays as it is once money was booked by it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chief = cls._create_user("administrator", login="chief")
        cls.chief.group_ids |= cls.env.ref("account.group_account_manager")
        cls.chief.group_ids |= cls.env.ref("base.group_system")
        cls.card = cls.methods["card"]
        cls.other_company = cls.env["res.company"].create({"name": "Other"})

    def _write(self, record, **vals):
        self.rpc(self.chief, record._name, "write", record.ids, vals)

    def test_a_means_of_payment(self):
        new_journal = self.methods["transfer"].journal_id
        changes = (
            {"kind": "transfer"},
            {"journal_id": new_journal.id},
            {"company_id": self.other_company.id},
        )
        self._write(self.methods["alipay"], journal_id=new_journal.id)
        self._take(self.household, ("card", 10.0))
        for vals in changes:
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(UserError, "archive it"),
            ):
                self._write(self.card, **vals)
        with self.assertRaisesRegex(UserError, "archive it instead"):
            self.rpc(self.chief, self.card._name, "unlink", self.card.ids)
        self._write(
            self.card,
            name="Bank card",
            kind="card",
            journal_id=self.card.journal_id.id,
            active=False,
        )
        self.assertFalse(self.card.active)
        self.rpc(self.chief, self.card._name, "unlink", self.methods["wechat"].ids)

    def test_a_desk(self):
        hall = self.desk.hall_id
        elsewhere, beside = self.env["heating.hall"].create(
            [
                {"name": "West Hall", "branch_id": self.other_branch.id},
                {"name": "Second Hall", "branch_id": self.branch.id},
            ]
        )
        for vals in ({"code": "X1"}, {"hall_id": elsewhere.id}):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(UserError, "has had shifts"),
            ):
                self._write(self.desk, **vals)
        for name in ("cash_journal_id", "sequence_id"):
            value = self.desk_2.sudo()[name].id
            with (
                self.subTest(name=name),
                self.assertRaisesRegex(UserError, "are its own"),
            ):
                self._write(self.desk_2, **{name: value})
        with self.assertRaisesRegex(UserError, "desks of this hall"):
            self._write(hall, branch_id=self.other_branch.id)
        with self.assertRaisesRegex(UserError, "desks of this branch"):
            self._write(self.branch, company_id=self.other_company.id)
        self._write(self.desk, code="T1", hall_id=beside.id, name="First", active=False)
        self.assertFalse(self.desk.active)
        self._write(elsewhere, branch_id=self.branch.id)

    def test_a_code_before_use_begins_the_numbers(self):
        self._write(self.desk_2, code=" ａ７ ")
        self.assertEqual(self.desk_2.code, "A7")
        self._open_shift(self.head_cashier, self.desk_2)
        receipt = self._take(self.household, ("cash", 1.0), user=self.head_cashier)
        self.assertRegex(receipt.number, r"^A7-\d{4}-000001$")

    def test_what_a_code_may_be(self):
        desks = self.env["heating.desk"]
        hall = self.desk.hall_id
        for code in ("A-1", "5%", "%(day)s", "A B", "123456789", "A_1", " "):
            with self.subTest(code=code), self.assertRaises(ValidationError):
                desks.create({"name": "Desk", "code": code, "hall_id": hall.id})
        for code in ("东3", "12345678", "b2"):
            desk = desks.create({"name": "Desk", "code": code, "hall_id": hall.id})
            self.assertEqual(desk.code, code.upper())

    def test_the_account_of_advances(self):
        account = self.company.heating_advance_account_id
        other = account.copy({"code": "220399", "reconcile": True})
        receipt = self._take(self.household, ("card", 2010.0), surplus="advance")
        for value in (other.id, False):
            with (
                self.subTest(value=value),
                self.assertRaisesRegex(UserError, "until they are used up"),
            ):
                self._write(self.company, heating_advance_account_id=value)
        self._write(self.company, heating_advance_account_id=account.id)
        receipt.with_user(self.head_cashier).action_void("returned")
        self._write(self.company, heating_advance_account_id=other.id)
        self.assertEqual(self.company.heating_advance_account_id, other)
        self._take(self.household, ("card", 2010.0), surplus="advance")
        self.assertEqual(self.household.advance_balance, 10.0)

    def test_an_account_that_cannot_be_matched_holds_no_advances(self):
        income = self.company.heating_income_account_id
        with self.assertRaisesRegex(ValidationError, "allow reconciliation"):
            self._write(self.company, heating_advance_account_id=income.id)

    def test_the_account_of_a_journal(self):
        unused = self.methods["wechat"].journal_id
        self._write(
            unused,
            default_account_id=self.methods["alipay"].journal_id.default_account_id.id,
        )
        self._take(self.household, ("card", 10.0), ("cash", 10.0))
        for journal in self.card.journal_id + self.desk.sudo().cash_journal_id:
            line = journal.inbound_payment_method_line_ids[:1]
            for record, vals in (
                (journal, {"default_account_id": unused.default_account_id.id}),
                (line, {"payment_account_id": unused.default_account_id.id}),
                (line, {"payment_account_id": False}),
                (line, {"journal_id": unused.id}),
            ):
                with (
                    self.subTest(journal=journal.code, vals=vals),
                    self.assertRaisesRegex(UserError, "make a new journal"),
                ):
                    self._write(record, **vals)
            with self.assertRaisesRegex(UserError, "make a new journal"):
                self.rpc(self.chief, line._name, "unlink", line.ids)
            self._write(journal, name="Renamed")

    def test_the_numbers_of_receipts(self):
        """Not even an administrator makes a gap or a double."""
        self._take(self.household, ("card", 10.0))
        sequence = self.desk.sequence_id
        for record, vals in (
            (sequence, {"number_next": 9}),
            (sequence, {"number_next_actual": 9}),
            (sequence, {"prefix": "X-"}),
            (sequence, {"implementation": "standard"}),
            (sequence, {"use_date_range": False}),
            (sequence.date_range_ids, {"number_next": 1}),
            (sequence.date_range_ids, {"date_to": "2030-12-31"}),
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self._write(record, **vals)
        for record in (sequence, sequence.date_range_ids):
            with self.subTest(record=record), self.assertRaises(AccessError):
                self.rpc(self.chief, record._name, "unlink", record.ids)
        with self.assertRaises(AccessError):
            self.rpc(
                self.chief,
                "ir.sequence.date_range",
                "create",
                [
                    {
                        "sequence_id": sequence.id,
                        "date_from": "2031-01-01",
                        "date_to": "2031-12-31",
                        "number_next": 5,
                    }
                ],
            )
        self._write(sequence, name="Receipts")

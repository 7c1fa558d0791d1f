from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestCounter(HeatingPaymentCommon):
    """What the counter's screen relies on."""

    def _receipts(self, user=None):
        return self.env["heating.receipt"].with_user(user or self.cashier)

    def test_start_tells_which_desks_are_taken(self):
        desks = {
            desk["code"]: desk for desk in self._receipts().counter_start()["desks"]
        }
        self.assertEqual(desks["T1"]["taken_by"], self.cashier.name)
        self.assertEqual(desks["T2"]["taken_by"], "")
        self.assertEqual(desks["T2"]["hall"], "Test Hall")

    def test_a_number_in_full_comes_first(self):
        """However many other numbers contain it, as for a scanned bill."""
        for index in range(25):
            self._create_household(f"T0000020{index:02d}", self.customer)
        found = self._receipts().counter_search("T000002")
        self.assertEqual(found[0]["number"], "T000002")

    def test_an_answer_names_what_the_screen_shows(self):
        act = self._act(
            self.household, ("cash", 2300.0, 2400.0), surplus="advance", advance=300.0
        )
        answer = self._receipts().counter_take(act)
        receipt = self.env["heating.receipt"].browse(answer["id"])
        self.assertEqual(
            answer,
            {
                "id": receipt.id,
                "number": receipt.number,
                "payer": "Zhang San",
                "tenders": [{"name": self.methods["cash"].name, "amount": 2300.0}],
                "amount": 2300.0,
                "discount": 0.0,
                "rounding": 0.0,
                "advance": 300.0,
                "advance_of": "Zhang San, household T000001",
                "given": 2400.0,
                "change": 100.0,
            },
        )
        self.assertEqual(self._receipts().counter_take(act), answer)

    def test_a_debt_paid_meanwhile_does_not_become_a_prepayment(self):
        """The cashier agreed to keep 300, so nothing else is kept in silence."""
        self._take(self.household, ("wechat", 500.0))
        # what a request did is undone when it raises
        with (
            self.assertRaisesRegex(UserError, "changed meanwhile"),
            self.env.cr.savepoint(),
        ):
            self._take(
                self.household, ("cash", 2300.0), surplus="advance", advance=300.0
            )
        self.env.invalidate_all()
        self.assertEqual(self.household.amount_due, 1500.0)
        self.assertEqual(self.household.advance_balance, 0.0)

    def test_what_is_no_amount_is_refused(self):
        """NaN passes every comparison, PostgreSQL's checks included."""
        for amount in ("nan", "inf", "-inf", "abc", [1], float("nan")):
            with self.subTest(amount=amount):
                with self.assertRaisesRegex(UserError, "not an amount"):
                    self._take(self.household, ("cash", amount))
                with self.assertRaisesRegex(UserError, "not an amount"):
                    self._receipts(self.head_cashier).counter_open_shift(
                        self.desk_2.id, amount
                    )

    def test_only_cashiers_work_at_the_counter(self):
        receipts = self._receipts(self.manager)
        for method, *args in (
            ("counter_start",),
            ("counter_open_shift", self.desk_2.id, 0),
            ("counter_search", "Zhang"),
            ("counter_debts", self.household.ids),
            ("counter_use_advance", self.household.ids),
            ("counter_take", self._act(self.household, ("cash", 1.0))),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(receipts, method)(*args)

    def test_whose_money_and_whose_debt_is_told(self):
        """After a transfer, in words; where all is of who is billed now, nothing."""
        self._take(self.household_2, ("cash", 2100.0), surplus="advance")
        data = self._receipts().counter_debts(self.household_2.ids)["households"][0]
        self.assertEqual((data["prepaid"], data["prepaid_by"]), (100.0, ""))
        self.household_2.customer_id = self.customer
        self.household.customer_id = self.customer_2
        self.household.payer_id = self.env["res.partner"].create({"name": "Employer"})
        answer = self._receipts().counter_debts((self.household + self.household_2).ids)
        first, second = answer["households"]
        self.assertEqual((first["customer"], first["payer"]), ("Li Si", "Employer"))
        self.assertEqual(second["payer"], "")
        self.assertIn("Li Si", second["prepaid_by"])
        self.assertIn("100.00", second["prepaid_by"])
        self.assertEqual([debt["debtor"] for debt in answer["debts"]], ["Zhang San"])

    def test_a_prepayment_is_used_on_request(self):
        """The oldest debt first, each household by its own; then nothing is left."""
        past = self._open_debt(self.household, 80.0, "2026-01-31")
        paid = self._take(self.household, ("wechat", 2080.0))
        kept = self._take(self.household, ("cash", 100.0), surplus="advance")
        receipts = self._receipts()
        with self.assertRaisesRegex(UserError, "no prepayment"):
            receipts.counter_use_advance(self.household.ids)
        paid.with_user(self.head_cashier).action_void("wrong household")
        self.env.invalidate_all()
        both = self.household + self.household_2
        households = receipts.counter_debts(both.ids)["households"]
        self.assertEqual([each["usable"] for each in households], [100.0, 0.0])
        answer = self.rpc(
            self.cashier, "heating.receipt", "counter_use_advance", both.ids
        )
        self.assertEqual(answer["total"], 100.0)
        self.assertEqual(
            [(used["household"], used["amount"]) for used in answer["used"]],
            [("T000001", 80.0), ("T000001", 20.0)],
        )
        self.env.invalidate_all()
        self.assertEqual(past.amount_residual, 0.0)
        self.assertEqual(self.household.amount_due, 1980.0)
        self.assertEqual(self.household.advance_balance, 0.0)
        with self.assertRaisesRegex(UserError, "no prepayment"):
            receipts.counter_use_advance(both.ids)
        kept.with_user(self.head_cashier).action_void("returned")
        self.env.invalidate_all()
        self.assertEqual(self.household.amount_due, 2080.0)

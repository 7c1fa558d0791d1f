from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.heating_billing.tests.common_fapiao import HeatingFapiaoCommon
from odoo.addons.heating_customer.tests.common_portal import HeatingPortalCommon

from .common import HeatingPaymentCommon


class PaidFapiaoCommon(HeatingFapiaoCommon, HeatingPaymentCommon):
    @classmethod
    def _bill_season(cls, **vals):
        """Billed once, whichever of the parents asks first."""
        return cls.env["heating.bill.run"].search([]) or super()._bill_season(**vals)


@tagged("post_install", "-at_install")
class TestFapiaoWatch(PaidFapiaoCommon):
    """Fapiao issued before their money, until it comes."""

    def _find(self, *domain):
        return self.env["heating.fapiao"].search([("color", "=", "blue"), *domain])

    def test_one_without_money_is_watched_after_the_days_set(self):
        self.company.heating_fapiao_watch_days = 10
        fapiao = self._issue(self._request(self.bill))
        paid = self._issue(self._request(self.bill_2))
        self._take(self.household_2, ("cash", 2000.0))
        self.assertEqual((fapiao.amount_open, paid.amount_open), (2000.0, 0.0))
        self.assertEqual(self._find(("amount_open", ">", 0)), fapiao)
        self.assertFalse(self._find(("overdue", "=", True)))
        fapiao._posting().date = self.today.replace(year=self.today.year - 1)
        self.assertTrue(fapiao.overdue)
        self.assertEqual(self._find(("overdue", "=", True)), fapiao)
        self.assertIn(paid, self._find(("overdue", "=", False)))
        self._take(self.household, ("cash", 500.0))
        self.assertEqual(fapiao.amount_open, 1500.0)
        self._take(self.household, ("cash", 1500.0))
        self.assertFalse(self._find(("overdue", "=", True)))

    def test_money_counts_for_the_older_fapiao_first(self):
        titles = [
            {"buyer_title": "A", "amount": 1200.0},
            {"buyer_title": "B", "amount": 800.0},
        ]
        first, second = self._issue(
            self._request(self.bill, split="amount", titles=titles)
        )
        self._take(self.household, ("cash", 1300.0))
        self.assertEqual((first.amount_open, second.amount_open), (0.0, 700.0))

    def test_what_is_reversed_waits_for_no_money(self):
        fapiao = self._issue(self._request(self.bill)).with_user(self.accountant)
        self._issue(fapiao._create_red({fapiao.line_ids: 1500.0}, "test"))
        self.assertEqual(fapiao.amount_open, 500.0)
        self._issue(fapiao._create_red({fapiao.line_ids: 500.0}, "test"))
        self.assertEqual(fapiao.amount_open, 0.0)


@tagged("post_install", "-at_install")
class TestFapiaoPortal(PaidFapiaoCommon, HeatingPortalCommon):
    """A householder asks for the fapiao of a paid bill and fetches it."""

    def _ask(self, household=None, bill=None, **form):
        return self.post(
            f"/my/heating/{(household or self.household).id}/fapiao",
            **{
                "debt": f"heating.bill-{(bill or self.bill).id}",
                "buyer_kind": "individual",
                "buyer_title": "Zhang San",
                "phone": "13800000001",
                **form,
            },
        )

    def _find(self):
        return self.env["heating.fapiao"].search([])

    def test_of_a_paid_bill(self):
        self._take(self.household, ("cash", 2000.0))
        self.login(self.householder)
        page = self.get(f"/my/heating/{self.household.id}").text
        self.assertIn("Ask for a Fapiao", page)
        form = self.get(f"/my/heating/{self.household.id}/fapiao").text
        self.assertIn(self.bill.number, form)
        self.assertEqual(self._ask().status_code, 303)
        fapiao = self._find()
        self.assertRecordValues(
            fapiao,
            [
                {
                    "state": "requested",
                    "amount_total": 2000.0,
                    "requested_by_id": self.householder.id,
                    "household_id": self.household.id,
                }
            ],
        )
        # once more is refused in words
        self.assertIn("paid and has no fapiao yet", self._ask().text)
        url = f"/my/heating/fapiao/{fapiao.id}"
        self.assertEqual(self.get(url).status_code, 404)
        fapiao.with_user(self.accountant)._issue(
            self._number(), self.today, b"JVBERi0xLjQ=", "fapiao.pdf"
        )
        page = self.get(f"/my/heating/{self.household.id}").text
        self.assertIn(fapiao.number, page)
        self.assertIn(url, page)
        response = self.get(url)
        self.assertEqual(response.content, b"%PDF-1.4")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        # nobody else
        self.login(self.neighbour)
        with self.quiet():
            self.assertEqual(self.get(url).status_code, 404)
        self.assertFalse(self.rpc(self.neighbour, "heating.fapiao", "search", []))
        self.assertEqual(
            self.rpc(self.householder, "heating.fapiao", "search", []), fapiao.ids
        )

    def test_not_of_what_is_open_or_of_others(self):
        self.login(self.householder)
        self.assertIn("paid and has no fapiao yet", self._ask().text)
        self._take(self.household_2, ("cash", 2000.0))
        self.assertIn("paid and has no fapiao yet", self._ask(bill=self.bill_2).text)
        with self.quiet():
            response = self._ask(household=self.household_2, bill=self.bill_2)
        self.assertEqual(response.status_code, 404)
        self.assertFalse(self._find())

    def test_a_wrong_buyer_is_said_on_the_form(self):
        self._take(self.household, ("cash", 2000.0))
        self.login(self.householder)
        for form, words in (
            ({"buyer_title": " "}, "who the fapiao is for"),
            ({"email": "nobody"}, "no e-mail address"),
            ({"buyer_kind": "organisation", "tax_number": "1"}, "no tax number"),
            ({"phone": ""}, "needs an e-mail address or a phone"),
        ):
            response = self._ask(**form)
            self.assertEqual(response.status_code, 200)
            self.assertIn(words, response.text)
        self.assertFalse(self._find())

    def test_there_is_an_end_to_requests_of_a_day(self):
        self._take(self.household, ("cash", 2000.0))
        rooms = self.env["heating.fapiao"].with_user(self.householder)
        for _number in range(10):
            rooms._portal_request(
                self.household.with_user(self.householder),
                f"heating.bill-{self.bill.id}",
                {"buyer_title": "A", "phone": "1"},
            )._cancel()
        with self.assertRaisesRegex(UserError, "tomorrow"):
            rooms._portal_request(
                self.household.with_user(self.householder),
                f"heating.bill-{self.bill.id}",
                {"buyer_title": "A", "phone": "1"},
            )

    def test_a_helper_asks_for_the_parents(self):
        self._take(self.household, ("cash", 2000.0))
        self.login(self.outsider)
        self.assertTrue(self.claim())
        self.assertEqual(self._ask().status_code, 303)
        self.assertEqual(
            self.rpc(self.outsider, "heating.fapiao", "search", []), self._find().ids
        )
        self.household.access_ids.with_user(self.householder).action_revoke()
        self.assertFalse(self.rpc(self.outsider, "heating.fapiao", "search", []))

    def test_householders_write_nothing(self):
        self._take(self.household, ("cash", 2000.0))
        self.login(self.householder)
        self._ask()
        fapiao = self._find()
        for method, args in (
            ("write", ({"buyer_title": "B"},)),
            ("action_cancel", ()),
            ("action_issue", ()),
            ("unlink", ()),
        ):
            with self.assertRaises(AccessError):
                self.rpc(self.householder, "heating.fapiao", method, fapiao.ids, *args)

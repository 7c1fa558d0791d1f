from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.heating_customer.tests.common_portal import HeatingPortalCommon

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestPortalPages(HeatingBillingCommon, HeatingPortalCommon):
    """What a householder reads of bills, and what nobody else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.charge = cls.env["heating.charge"].create(
            {"household_id": cls.household.id, "kind": "water", "amount": 30.0}
        )
        cls.charge.with_user(cls.accountant).action_confirm()
        cls._bill_season()
        cls.bill = cls.env["heating.bill"].search(
            [("household_id", "=", cls.household.id)]
        )

    def _page(self):
        return self.get(f"/my/heating/{self.household.id}").text

    def test_every_line_is_explained(self):
        self.login(self.householder)
        self.assertIn("2,030.00", self.get("/my/heating").text)
        page = self._page()
        self.assertIn(
            self.bill.line_ids[0].with_user(self.householder).explanation, page
        )
        for text in ("2,030.00", "2,000.00", "30.00", self.bill.number):
            self.assertIn(text, page)

    def test_odoos_own_invoices_do_not_count_heat(self):
        own = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.householder.partner_id.id,
                "invoice_date": "2020-01-01",
                "invoice_date_due": "2020-01-01",
                "invoice_line_ids": [
                    Command.create({"name": "Valve", "price_unit": 5.0})
                ],
            }
        )
        self.login(self.householder)
        counters = ["invoice_count", "overdue_invoice_count"]
        counted = self.json("/my/counters", counters=counters)
        self.assertEqual(counted, dict.fromkeys(counters, 0))
        card = "/my/invoices?filterby=invoices"
        self.assertNotIn(card, self.get("/my/home").text)
        invoice = self.bill.move_ids[:1]
        self.assertNotIn(invoice.name, self.get("/my/invoices").text)
        # what is no heat stays there
        own.action_post()
        counted = self.json("/my/counters", counters=counters)
        self.assertEqual(counted, dict.fromkeys(counters, 1))
        self.assertIn(card, self.get("/my/home").text)
        self.assertIn(own.name, self.get("/my/invoices").text)

    def test_debts_of_the_former_customer_are_not_shown(self):
        self.household.customer_id = self.outsider.partner_id
        self.login(self.outsider)
        self.assertIn("Nothing owed", self.get("/my/heating").text)
        page = self._page()
        self.assertIn("Nothing owed", page)
        for text in ("2,030.00", "2,000.00", self.bill.number, self.charge.number):
            self.assertNotIn(text, page)

    def test_refusals_do_not_tell_what_others_owe(self):
        self.type_stop.arrears_cleared = True
        self.login(self.householder)
        self.assertIn("2,030.00", self.apply().text)
        self.household.customer_id = self.outsider.partner_id
        self.login(self.outsider)
        # what the former customer owes is theirs: it neither hinders nor is told
        answer = self.apply()
        self.assertEqual(answer.status_code, 303)
        self.assertNotIn("2,030.00", answer.text)

    def test_access_shows_what_the_customer_owes(self):
        self.login(self.outsider)
        self.assertTrue(self.claim())
        self.assertIn("2,030.00", self.get("/my/heating").text)
        self.assertIn(self.bill.number, self._page())
        for model, records in (
            ("heating.bill", self.bill),
            ("heating.bill.line", self.bill.line_ids),
            ("heating.charge", self.charge),
        ):
            self.assertEqual(
                self.rpc(self.outsider, model, "search", []), records.ids, model
            )
        self.household.access_ids.with_user(self.householder).action_revoke()
        self.assertFalse(self.rpc(self.outsider, "heating.bill", "search", []))
        with self.assertRaises(AccessError):
            self.rpc(self.outsider, "heating.bill", "read", self.bill.ids, ["number"])

    def test_access_shows_no_bill_of_an_earlier_customer(self):
        self.household.customer_id = self.customer_2
        self.login(self.outsider)
        self.assertTrue(self.claim(name="Li Si", phone="0002"))
        self.assertFalse(self.rpc(self.outsider, "heating.bill", "search", []))
        self.assertNotIn(self.bill.number, self._page())


@tagged("post_install", "-at_install")
class TestEarlyBirdPages(HeatingBillingCommon, HeatingPortalCommon):
    """2,000 yuan, 2 % off for payment in full today and tomorrow."""

    @classmethod
    def _create_tariff(cls, name, **vals):
        today = cls.env.company._heating_today()
        window = {
            "date_from": today - timedelta(days=1),
            "date_to": today + timedelta(days=1),
            "rate": 0.02,
        }
        return super()._create_tariff(
            name, discount_ids=[Command.create(window)], **vals
        )

    def test_the_price_of_today_is_what_is_to_be_paid(self):
        self._bill_season()
        self.login(self.householder)
        for url in ("/my/heating", f"/my/heating/{self.household.id}"):
            page = self.get(url).text
            for text in ("To pay until", "1,960.00", "Without the early bird"):
                self.assertIn(text, page, url)
            self.assertNotIn("Owed:", page, url)

    def test_what_was_granted_is_off_the_sum(self):
        self._bill_season()
        bill = self._get_bill(self.household)
        today = self.company._heating_today()
        bill._grant_discounts(bill._get_discount_offers(today), today)
        self.login(self.householder)
        page = self.get(f"/my/heating/{self.household.id}").text
        header = page[page.index("<summary") : page.index("</summary>")]
        self.assertIn("1,960.00", header)
        self.assertNotIn("2,000.00", header)
        self.assertIn("To pay in all", page)

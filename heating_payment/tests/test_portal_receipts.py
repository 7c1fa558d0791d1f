from odoo.tests import tagged

from odoo.addons.heating_customer.tests.common_portal import HeatingPortalCommon

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestPortalReceipts(HeatingPaymentCommon, HeatingPortalCommon):
    """Receipts on the page of a household, each with its public page."""

    def _page(self):
        return self.get(f"/my/heating/{self.household.id}").text

    def test_own_receipts_lead_to_their_public_page(self):
        receipt = self._take(
            self.household, ("cash", 2100.0, 2100.0), surplus="advance"
        )
        self.login(self.householder)
        page = self._page()
        self.assertIn(receipt.number, page)
        self.assertIn("2,100.00", page)
        url = receipt._get_check_url()
        self.assertIn(url, page)
        path = url.replace(receipt.get_base_url(), "")
        self.assertIn("This receipt is genuine", self.get(path).text)

    def test_own_refunds_are_followed(self):
        """From the day they are asked for; a stranger who moves in sees none of it."""
        self._take(self.household, ("cash", 2100.0, 2100.0), surplus="advance")
        refund = (
            self.env["heating.refund"]
            .with_user(self.clerk)
            .create({"household_id": self.household.id, "reason": "Paid twice"})
        )
        self.login(self.householder)
        self.assertNotIn(refund.number, self._page())
        refund.request_validation()
        page = self._page()
        self.assertIn(refund.number, page)
        self.assertIn("100.00", page)
        self.household.customer_id = self.outsider.partner_id
        self.login(self.outsider)
        self.assertNotIn(refund.number, self._page())

    def test_receipts_of_the_former_customer_are_not_shown(self):
        receipt = self._take(
            self.household, ("cash", 2100.0, 2100.0), surplus="advance"
        )
        self.household.customer_id = self.outsider.partner_id
        self.login(self.outsider)
        self.assertNotIn(receipt.number, self._page())

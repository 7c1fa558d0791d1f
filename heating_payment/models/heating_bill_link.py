import hmac as python_hmac
import re

from odoo import api, models
from odoo.tools import hmac

from odoo.addons.heating_billing.models.qr_code import get_qr_image

SCOPE = "heating-bill-link"
# long enough that nobody guesses one, short enough for a code on a slip
SIGNATURE_LENGTH = 20
LINK = re.compile(r"([1-9][0-9]{0,9})-([0-9a-f]{20})")
SCANNED = re.compile(r"/heating/b/([0-9a-f-]{22,32})\s*$")


class HeatingBill(models.Model):
    """The link on a paper bill: who has the paper can pay it, without a login."""

    _inherit = "heating.bill"

    def _get_link_signature(self):
        """What proves a link; it changes with the customer, so old papers end."""
        self.ensure_one()
        bill = self.sudo()
        partner = bill.household_id._get_billed_partner()
        return hmac(bill.env, SCOPE, f"{bill.id}-{partner.id}")[:SIGNATURE_LENGTH]

    def _get_link(self):
        """The address of the page that shows this bill and lets it be paid.

        :rtype: str
        """
        self.ensure_one()
        return f"{self.get_base_url()}/heating/b/{self.id}-{self._get_link_signature()}"

    @api.model
    def _find_by_link(self, token):
        """The bill that a link's last part stands for, or an empty record.

        :param str token: number and signature
        :rtype: heating.bill
        """
        found = LINK.fullmatch(token or "")
        if not found:
            return self.browse()
        bill = self.sudo().browse(int(found[1])).exists()
        if not bill or not python_hmac.compare_digest(
            bill._get_link_signature(), found[2]
        ):
            return self.browse()
        return bill

    @api.model
    def _find_scanned(self, text):
        """The bill whose code was scanned at a counter, or an empty record."""
        found = SCANNED.search(text or "")
        return self._find_by_link(found[1]) if found else self.browse()

    def _get_qr_image(self):
        """Override of `heating_billing`: the code leads to the page of the bill."""
        self.ensure_one()
        return get_qr_image(self._get_link())

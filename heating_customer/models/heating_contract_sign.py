import base64
import binascii

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.image import binary_to_image

# Larger than any drawn signature; keeps strangers from storing files with it.
SIGNATURE_SIZE = 1_000_000


class HeatingContract(models.Model):
    """The customer's signature, drawn on the portal."""

    _inherit = "heating.contract"

    def _sign(self, name, signature, address):
        """The customer signs on the portal; called sudoed, with who it is checked.

        :param str name: the name under the signature
        :param str signature: the drawn image, base64
        :param str address: the network address it came from
        :raise UserError: not waiting for a signature, or nothing readable was drawn
        """
        self.ensure_one()
        contract = self._lock_in("sent")
        name = name.strip() if isinstance(name, str) else ""
        if not name or len(name) > 64:
            raise UserError(self.env._("Enter the name of who signs."))
        if not isinstance(signature, str) or not 0 < len(signature) < SIGNATURE_SIZE:
            raise UserError(self.env._("Draw your signature first."))
        try:
            drawn = binary_to_image(base64.b64decode(signature, validate=True))
        except (binascii.Error, UserError) as error:
            raise UserError(self.env._("The signature cannot be read.")) from error
        if drawn.format not in ("PNG", "JPEG"):
            raise UserError(self.env._("The signature cannot be read."))
        contract._become_signed(
            {
                "signed_by": name,
                "signed_means": "portal",
                "signed_ip": address,
                "signature": signature,
            }
        )
        contract._attach_signed_paper()

    def _attach_signed_paper(self):
        """Keep the signed contract as a paper, and show it in the chatter."""
        self.ensure_one()
        # the report reads the database
        self.env.flush_all()
        language = self.partner_id.lang or self.env.lang
        pdf = (
            self.env["ir.actions.report"]
            .with_context(lang=language)
            ._render_qweb_pdf("heating_customer.heating_contract_report", self.ids)[0]
        )
        paper = self.env["ir.attachment"].create(
            {
                "name": f"{self.number}.pdf",
                "raw": pdf,
                "res_model": self._name,
                "res_id": self.id,
                "heating_paper_kind_id": self.env.ref(
                    "heating_customer.paper_kind_contract"
                ).id,
            }
        )
        self.message_post(
            author_id=self.partner_id.id,
            body=self.env._("Signed by %(name)s.", name=self.signed_by),
            attachment_ids=paper.ids,
            subtype_xmlid="mail.mt_comment",
        )

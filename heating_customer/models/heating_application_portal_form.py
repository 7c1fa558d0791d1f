import base64
import binascii
import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize
from odoo.tools.mimetypes import guess_mimetype

MAX_FILES = 8
MAX_FILE_SIZE = 8 * 1024 * 1024
FILE_TYPES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
}
MAX_SIGNATURE_SIZE = 512 * 1024
MAX_TEXT = 2000
MAX_NAME = 60
MAX_AREA = 1_000_000
PHONE = re.compile(r"\+?[0-9][0-9 -]{5,18}[0-9]")


class HeatingApplication(models.Model):
    """What comes from the portal as text and files, checked value by value."""

    _inherit = "heating.application"

    # === FORM === #

    @api.model
    def _prepare_portal_vals(self, household, kind, form):
        """Values of an application from what was typed.

        :param household: the household, as sudo
        :param kind: the type of application, as sudo
        :param dict form: names and texts
        :rtype: dict
        :raise UserError: a value that makes no sense
        """
        first = self._read_portal_date(form.get("date_from"))
        if not first or first < household.company_id._heating_today():
            raise UserError(self.env._("Choose today or a later day."))
        vals = {
            "date_from": first,
            "reason": (form.get("reason") or "").strip()[:MAX_TEXT] or False,
        }
        if parts := self._read_portal_parts(household, form):
            vals["supply_space_ids"] = [fields.Command.set(parts.ids)]
        if kind.effect == "stop" and form.get("date_to"):
            last = self._read_portal_date(form["date_to"])
            if not last or last < first:
                raise UserError(
                    self.env._("The last day cannot come before the first.")
                )
            vals["date_to"] = last
        elif kind.effect == "area":
            vals |= self._prepare_portal_area_vals(household, form)
        elif kind.effect == "transfer":
            vals |= self._prepare_portal_transfer_vals(form)
        return vals

    @api.model
    def _read_portal_date(self, text):
        try:
            return fields.Date.to_date((text or "").strip() or False)
        except ValueError:
            return False

    @api.model
    def _read_portal_parts(self, household, form):
        """The spaces ticked, of those that the household has."""
        return household._get_portal_spaces().filtered(
            lambda space: form.get(f"part_{space.id}")
        )

    @api.model
    def _prepare_portal_area_vals(self, household, form):
        spaces = household._get_portal_spaces()
        chosen = form.get("space") or ""
        space = (
            spaces.filtered(lambda each: str(each.id) == chosen)
            if chosen or len(spaces) != 1
            else spaces
        )
        if not space:
            raise UserError(self.env._("Choose the space of the household."))
        return {
            "space_id": space.id,
            "new_built_area": self._read_portal_area(form.get("built_area")),
            "new_inner_area": (
                self._read_portal_area(form["inner_area"])
                if form.get("inner_area")
                else space.inner_area
            ),
            "new_height": space.height,
        }

    @api.model
    def _read_portal_area(self, text):
        try:
            area = round(float((text or "").strip()), 2)
        except ValueError:
            area = 0.0
        if not 0 < area < MAX_AREA:
            raise UserError(self.env._("Enter the area in m², such as 89.5."))
        return area

    @api.model
    def _prepare_portal_transfer_vals(self, form):
        """The new customer as a contact of their own.

        Contacts are not searched: whether a phone is known is nobody's business, and
        the same name is not the same person. Who confirms with an account of that name
        and phone takes the contact's place then.
        """
        name = " ".join((form.get("new_name") or "").split())
        phone = (form.get("new_phone") or "").strip()
        if not 0 < len(name) <= MAX_NAME:
            raise UserError(self.env._("Enter the full name of the new customer."))
        if not PHONE.fullmatch(phone):
            raise UserError(self.env._("Enter the phone number of the new customer."))
        email = email_normalize(typed) if (typed := form.get("new_email")) else False
        if typed and not email:
            raise UserError(self.env._("Enter an e-mail address that exists, or none."))
        partner = (
            self.env["res.partner"]
            .sudo()
            .create(
                {
                    "name": name,
                    "phone": phone,
                    "email": email,
                    "lang": self.env.user.lang,
                }
            )
        )
        return {
            "new_customer_id": partner.id,
            # taking over debts is agreed at the counter
            "debt_handling": "paid",
            "advance_handling": "pass" if form.get("advances") else "keep",
        }

    # === SIGNATURE === #

    @api.model
    def _read_portal_signature(self, name, image):
        """Check a signature as the browser sends it.

        :param str name: the name typed
        :param str image: a PNG in base64
        :return: the name, and the image in base64
        :raise UserError: there is none
        """
        name = " ".join(name.split()) if isinstance(name, str) else ""
        if not 0 < len(name) <= MAX_NAME:
            raise UserError(self.env._("Enter your full name."))
        try:
            content = base64.b64decode(image, validate=True) if image else b""
        except (binascii.Error, ValueError, TypeError):
            content = b""
        if (
            not 0 < len(content) <= MAX_SIGNATURE_SIZE
            or guess_mimetype(content) != "image/png"
        ):
            raise UserError(self.env._("Sign in the box first."))
        return name, base64.b64encode(content)

    def _portal_sign(self, name, image, address):
        """Sign the draft, and ask for approval if nothing else is missing.

        :param str name: the name typed
        :param str image: a PNG in base64
        :param str address: the network address of the signer
        :return: what is still missing, one sentence each
        :rtype: list[str]
        """
        self._check_portal_actor(["draft"])
        application = self.sudo()
        if application.signed_on:
            raise UserError(
                self.env._(
                    "%(document)s has been signed already.",
                    document=application.display_name,
                )
            )
        name, content = self._read_portal_signature(name, image)
        application._approval_write(
            {
                "signature": content,
                "signed_by": name,
                "signed_on": fields.Datetime.now(),
                "signed_ip": address,
            }
        )
        if application.effect == "transfer":
            role = application.household_id.sudo(False)._get_portal_role()
            application._confirm_side(
                "old", "login" if role == "customer" else "access"
            )
            application._make_side_token()
            application._send_side_link()
        return self._portal_request()

    # === PAPERS === #

    def _portal_attach(self, files):
        """Hang papers on the draft.

        :param list files: tuples of name, content in bytes and kind of paper
        :raise UserError: too many, too large, or no photo or PDF
        """
        self._check_portal_actor(["draft"])
        self._check_paper_count(len(files))
        vals_list = [
            self._prepare_portal_paper_vals(name, content, kind)
            for name, content, kind in files
        ]
        self.env["ir.attachment"].sudo().create(vals_list)
        self.sudo().invalidate_recordset(["attachment_ids"])

    def _check_paper_count(self, count):
        """Refuse so many more papers than an application holds.

        :raise UserError: there would be too many
        """
        if len(self.sudo().attachment_ids) + count > MAX_FILES:
            raise UserError(
                self.env._("At most %(count)s files can be attached.", count=MAX_FILES)
            )

    def _get_portal_papers(self):
        """The papers that the caller sees: their own, or as the customer of then.

        Who has access beside the customer does not see the customer's identity card.

        :return: attachments as sudo
        """
        own = self.env["heating.household"]._get_own_partners()
        return (
            self.sudo()
            .filtered(
                lambda application: (
                    application.customer_id in own
                    or application.portal_user_id == self.env.user
                )
            )
            .attachment_ids
        )

    def _prepare_portal_paper_vals(self, name, content, kind):
        # the content says what it is; names and headers of clients are their words
        mimetype = guess_mimetype(content) if content else ""
        if mimetype not in FILE_TYPES:
            raise UserError(
                self.env._(
                    "“%(name)s” is no photo (JPEG, PNG, WebP) and no PDF.", name=name
                )
            )
        if len(content) > MAX_FILE_SIZE:
            raise UserError(
                self.env._(
                    "“%(name)s” is larger than %(size)s MB.",
                    name=name,
                    size=MAX_FILE_SIZE // 1024 // 1024,
                )
            )
        stem = re.sub(r"[^\w .-]", "_", (name or "").rpartition(".")[0])[:80].strip()
        return {
            "name": (stem or kind.name) + FILE_TYPES[mimetype],
            "raw": content,
            "mimetype": mimetype,
            "res_model": self._name,
            "res_id": self.id,
            "heating_paper_kind_id": kind.id,
        }


class HeatingHousehold(models.Model):
    _inherit = "heating.household"

    def _get_portal_spaces(self):
        """The spaces that are heated today or later."""
        today = self.company_id._heating_today()
        return self.space_ids.filtered(
            lambda space: not space.date_to or space.date_to >= today
        )

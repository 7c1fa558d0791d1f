import re
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq

LINK_DAYS = 7


class HeatingApplication(models.Model):
    """The new customer confirms a change of customer by a link, without an account."""

    _inherit = "heating.application"

    side_token = fields.Char(readonly=True, copy=False, groups="base.group_system")
    side_token_expires = fields.Datetime(readonly=True, copy=False)
    new_signature = fields.Image(
        readonly=True, copy=False, attachment=True, max_width=1024, max_height=1024
    )
    new_signed_by = fields.Char(readonly=True, copy=False)
    new_signed_ip = fields.Char(readonly=True, copy=False)

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {
            "side_token",
            "side_token_expires",
            "new_signature",
            "new_signed_by",
            "new_signed_ip",
        }

    # === LINK === #

    def _make_side_token(self):
        """Begin a link for the new customer; one before is void."""
        self.ensure_one()
        self._approval_write(
            {
                "side_token": secrets.token_urlsafe(32),
                "side_token_expires": fields.Datetime.now() + timedelta(days=LINK_DAYS),
            }
        )

    def _portal_renew_link(self):
        """Another link for the new customer, asked for by who applied."""
        self._check_portal_actor(["draft", "requested", "approved"])
        application = self.sudo()
        if (
            application.effect != "transfer"
            or not application.signed_on
            or application.new_confirmed_on
        ):
            raise UserError(
                self.env._("Nobody has to confirm %(number)s.", number=self.number)
            )
        application._make_side_token()
        application._send_side_link()

    def _get_side_url(self):
        """The link of the new customer, or False where there is none to be used."""
        self.ensure_one()
        application = self.sudo()
        if not application._is_side_link_open():
            return False
        return (
            f"{self.get_base_url()}/heating/transfer/{self.id}/{application.side_token}"
        )

    def _get_side_message(self):
        """What is sent to the new customer as a text message.

        :rtype: str
        """
        return f"{self._get_side_request()} {self._get_side_url()}"

    def _get_side_request(self):
        """What the new customer is asked for, without the link.

        :rtype: str
        """
        self.ensure_one()
        application = self.sudo()
        return self.env._(
            "%(company)s: please confirm that you take over household %(number)s from "
            "%(date)s. The link is valid until %(until)s.",
            company=application.company_id.name,
            number=application.household_id.number,
            date=fields.Date.to_string(application.date_from),
            until=fields.Date.to_string(application.side_token_expires.date()),
        )

    def _is_side_link_open(self):
        return bool(
            self.effect == "transfer"
            and self.side_token
            and self.side_token_expires > fields.Datetime.now()
            and self.state in ("draft", "requested", "approved")
            and not self.new_confirmed_on
        )

    @api.model
    def _find_by_side_token(self, application_id, token):
        """The change of customer that a link leads to, as sudo, or an empty record."""
        application = self.sudo().browse(application_id).exists()
        if (
            application
            and application._is_side_link_open()
            and consteq(application.side_token, token)
        ):
            return application
        return self.sudo().browse()

    # === CONFIRMATION === #

    def _portal_confirm_new(self, name, image, address, proven=False):
        """The new customer confirms and signs; called with the record of a link.

        :param str name: the name typed, which must be the one given for the customer
        :param str image: a PNG in base64
        :param str address: the network address of the signer
        :param bool proven: whether ``_prove_side`` has said yes to who signs
        :raise UserError: who signs is not known, not the name, not signed, or closed in
            the meantime
        """
        self._lock_side_link()
        login = self._check_new_proven(proven)
        name, content = self._read_portal_signature(name, image)
        if not self.env["heating.household"]._same(self.new_customer_id.name, name):
            raise UserError(self.env._("Sign with your full name, as it stands above."))
        vals = {
            "new_signature": content,
            "new_signed_by": name,
            "new_signed_ip": address,
            "side_token": False,
        }
        if login == "login":
            vals["new_customer_id"] = self.env.user.partner_id.id
        self._approval_write(vals)
        self._confirm_side("new", login or "link")

    def _lock_side_link(self):
        """Lock the record of a link.

        :raise UserError: the link was closed in the meantime
        """
        self.ensure_one()
        self._approval_lock()
        self.invalidate_recordset()
        if not self._is_side_link_open():
            raise UserError(self.env._("This link is not valid any more."))

    def _check_new_proven(self, proven):
        """Refuse who is not known to be the new customer.

        :param bool proven: whether ``_prove_side`` has said yes to the caller
        :return: what the caller's account says, see ``_get_login_proof``
        :raise UserError: it is not known who that is, or it is somebody else
        """
        login = self._get_login_proof()
        if login == "other side":
            raise UserError(
                self.env._(
                    "Only the new customer confirms here, and you are logged in as "
                    "somebody else who has to do with it."
                )
            )
        if login != "login" and not proven:
            raise UserError(self.env._("Enter your name and your phone first."))
        return login

    # === PAPERS === #

    def _get_new_identity_papers(self):
        """The identity cards of the new customer that hang on the application."""
        kind = self.env.ref("heating_customer.paper_kind_identity_new").sudo()
        return self.sudo().attachment_ids.filtered(
            lambda paper: paper.heating_paper_kind_id == kind
        )

    def _portal_attach_new(self, files, proven=False):
        """The new customer adds their identity card; called with the record of a link.

        A draft to which nothing but the card was missing is asked for at once.

        :param list files: tuples of name and content in bytes
        :param bool proven: whether ``_prove_side`` has said yes to the caller
        :raise UserError: who it is is not known, the link is closed, no file, too many,
            too large, or no photo or PDF
        """
        self._lock_side_link()
        self._check_new_proven(proven)
        if not files:
            raise UserError(self.env._("Choose a photo or a PDF first."))
        self._check_paper_count(len(files))
        kind = self.env.ref("heating_customer.paper_kind_identity_new").sudo()
        self.env["ir.attachment"].sudo().create(
            [
                self._prepare_portal_paper_vals(name, content, kind)
                for name, content in files
            ]
        )
        self.invalidate_recordset(["attachment_ids"])
        if self.state == "draft" and self.signed_on and not self._get_refusals():
            self.request_validation()

    def _is_named_customer(self, partner):
        """Whether *partner* has the name and the phone that were given."""
        named, partner = self.sudo().new_customer_id, partner.sudo()

        def digits(phone):
            return re.sub(r"\D", "", phone or "")[-11:]

        return self.env["heating.household"]._same(
            named.name, partner.name
        ) and self.env["heating.household"]._same(
            digits(named.phone), digits(partner.phone)
        )

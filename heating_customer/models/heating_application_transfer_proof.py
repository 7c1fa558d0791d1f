import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, str2bool

PROOFS = [
    ("login", "Logged In as That Customer"),
    ("access", "Logged In with Access to the Household"),
    ("link", "By the Link, with Name and Phone"),
    ("clerk", "A Clerk Holds the Signature"),
]


class HeatingClaimAttempt(models.Model):
    _inherit = "heating.claim.attempt"

    scope = fields.Selection(
        selection_add=[("transfer", "Link for a Change of Customer")],
        ondelete={"transfer": "cascade"},
    )


class HeatingApplication(models.Model):
    """How each side of a change of customer has proved who it is.

    The link of the new customer is nothing by itself, since who applied may have seen
    it: behind it one logs in as that customer, or enters the name and the end of the
    phone on file. Where who applied has given that phone, the approver is told to
    compare the identity card.
    """

    _inherit = "heating.application"

    old_proof = fields.Selection(
        PROOFS, string="Proof of the Former Customer", readonly=True, copy=False
    )
    new_proof = fields.Selection(
        PROOFS, string="Proof of the New Customer", readonly=True, copy=False
    )
    side_sent_on = fields.Datetime(string="Link Sent on", readonly=True, copy=False)
    side_sent_to = fields.Char(string="Link Sent to", readonly=True, copy=False)
    proof_text = fields.Text(
        string="How It Was Confirmed", compute="_compute_proof_text"
    )
    proof_warning = fields.Text(compute="_compute_proof_text")

    # === COMPUTE METHODS === #

    @api.depends("old_confirmed_on", "new_confirmed_on", "side_sent_on", "state")
    @api.depends_context("lang", "tz")
    def _compute_proof_text(self):
        for application in self:
            application.proof_text = application.proof_warning = False
            if application.effect != "transfer":
                continue
            application.proof_text = "\n".join(
                application._get_proof_sentence(side) for side in ("old", "new")
            )
            if application._is_proof_weak():
                application.proof_warning = self.env._(
                    "Who applied has given the name and the phone by which the new "
                    "customer proves who they are: compare the identity card before "
                    "you approve."
                )

    def _get_proof_sentence(self, side):
        """How one side has confirmed, by whom and when.

        :param str side: ``old`` or ``new`` customer
        :rtype: str
        """
        self.ensure_one()
        customer = self[f"{side}_customer_id"].name or self.env._("The new customer")
        moment = self[f"{side}_confirmed_on"]
        if not moment:
            if side == "new" and self.side_sent_on:
                return self.env._(
                    "%(customer)s: not confirmed yet; the link was sent to %(to)s on "
                    "%(date)s.",
                    customer=customer,
                    to=self.side_sent_to,
                    date=self._format_moment(self.side_sent_on),
                )
            return self.env._("%(customer)s: not confirmed yet.", customer=customer)
        proof = self[f"{side}_proof"]
        labels = dict(self._fields["new_proof"]._description_selection(self.env))
        parts = [labels.get(proof) or self.env._("how is not on record")]
        if proof == "clerk":
            parts.append(self.sudo()[f"{side}_confirmed_by_id"].name)
        if proof == "link" and self.side_sent_to:
            parts.append(self.env._("link sent to %(to)s", to=self.side_sent_to))
        return self.env._(
            "%(customer)s: confirmed on %(date)s – %(how)s.",
            customer=customer,
            date=self._format_moment(moment),
            how=", ".join(parts),
        )

    def _format_moment(self, moment):
        local = fields.Datetime.context_timestamp(self, moment)
        return local.strftime("%Y-%m-%d %H:%M")

    def _is_proof_weak(self):
        """Whether who applied could have confirmed for the new customer as well."""
        self.ensure_one()
        return bool(
            self.portal_user_id
            and self.state in ("draft", "requested", "approved")
            and self.new_proof in ("link", False)
        )

    # === CRUD METHODS === #

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {
            "old_proof",
            "new_proof",
            "side_sent_on",
            "side_sent_to",
        }

    # === PROVING === #

    def _prove_side(self, name, phone_end):
        """Check what somebody who holds the link says of the new customer.

        Every try counts against the application, so that a new link gives no new
        tries; the answer does not tell what was wrong.

        :param str name: the full name
        :param str phone_end: the last four digits of the phone on file
        :return: whether it is right
        :rtype: bool
        :raise UserError: too many wrong tries
        """
        self.ensure_one()
        attempts = self.env["heating.claim.attempt"].sudo()
        key = ("transfer", str(self.id))
        if not attempts._count(*key):
            raise UserError(
                self.env._(
                    "There were too many wrong tries. Try again tomorrow, or come to a "
                    "business hall with your identity card."
                )
            )
        customer = self.sudo().new_customer_id
        same = self.env["heating.household"]._same
        digits = re.sub(r"\D", "", customer.phone or "")
        right = (
            len(digits) >= 4
            and same(customer.name, name if isinstance(name, str) else "")
            and same(digits[-4:], phone_end if isinstance(phone_end, str) else "")
        )
        if right:
            attempts._uncount([key])
        return right

    def _get_login_proof(self):
        """What the caller's account says, for who has opened the link.

        :return: “login” for the new customer, “other side” for staff and for who
            applied or has the household now, else False
        """
        self.ensure_one()
        user = self.env.user
        if user._is_internal():
            return "other side"
        if not user._is_portal():
            return False
        application = self.sudo()
        partner = user.partner_id
        own = self.env["heating.household"]._get_own_partners()
        if (
            user == application.portal_user_id
            or application.old_customer_id in own
            or application.household_id.sudo(False)._get_portal_role()
        ):
            return "other side"
        if partner == application.new_customer_id or application._is_named_customer(
            partner
        ):
            return "login"
        return False

    # === SENDING === #

    def action_send_side_link(self):
        """A clerk sends the new customer the link by which to confirm.

        :raise UserError: nobody has to confirm, or there is nowhere to send it to
        """
        self.ensure_one()
        self.check_access("write")
        self._approval_lock()
        application = self.sudo()
        if (
            application.effect != "transfer"
            or application.new_confirmed_on
            or application.state not in ("draft", "requested", "approved")
            or not application.new_customer_id
        ):
            raise UserError(
                self.env._("Nobody has to confirm %(number)s.", number=self.number)
            )
        application._make_side_token()
        if not application._send_side_link():
            raise UserError(
                self.env._(
                    "No e-mail address of %(customer)s is on file. Enter one, or have "
                    "the application signed at the counter.",
                    customer=application.new_customer_id.name,
                )
            )

    def _send_side_link(self):
        """Send the new customer the link, wherever they can be reached.

        :return: whether it was sent
        :rtype: bool
        """
        self.ensure_one()
        places = [
            place for place in (self._send_side_email(), self._send_side_sms()) if place
        ]
        self._approval_write(
            {
                "side_sent_on": fields.Datetime.now() if places else False,
                "side_sent_to": ", ".join(places) or False,
            }
        )
        return bool(places)

    def _send_side_email(self):
        """Queue the e-mail.

        It is no message of the application, whose readers would see the link.

        :return: the address, or False
        """
        address = email_normalize(self.sudo().new_customer_id.email)
        template = self.env.ref("heating_customer.mail_template_transfer", False)
        if not address or not template:
            return False
        template.sudo().send_mail(
            self.id, email_values={"model": False, "res_id": False}
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return address

    def _send_side_sms(self):
        """Queue a text message, where Odoo's addon `sms` is there and wanted.

        It is there in most databases, but sends through a service abroad unless an
        addon brings another one; so an administrator switches it on.

        :return: the number, or False
        """
        wanted = (
            self.env["ir.config_parameter"]
            .sudo()
            .get_param("heating_customer.transfer_link_by_sms")
        )
        customer = self.sudo().new_customer_id
        if "sms.sms" not in self.env or not str2bool(wanted or "", False):
            return False
        number = customer._phone_format(fname="phone") or customer.phone
        if not number:
            return False
        self.env["sms.sms"].sudo().create(
            {
                "number": number,
                "partner_id": customer.id,
                "body": self.with_context(
                    lang=customer.lang or self.env.lang
                )._get_side_message(),
            }
        )
        return number

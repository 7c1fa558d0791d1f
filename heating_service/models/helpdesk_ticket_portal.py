import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import plaintext2html
from odoo.tools.mimetypes import guess_mimetype

from .. import const

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class HelpdeskTicket(models.Model):
    """What householders may hand in and see on the portal.

    The controllers only pass on what came over the wire; nothing of it is trusted.
    """

    _inherit = "helpdesk.ticket"

    @api.model
    def _get_portal_domain(self, user):
        """Tickets a person sees on the portal: own reports and own households'.

        The record rule for portal users says the same; staff who use the portal as
        householders see no more there than others do.

        :param user: a res.users record
        :rtype: Domain
        """
        partner_id = user.partner_id.id
        return Domain("create_uid", "=", user.id) | (
            Domain("kind", "!=", "theft_report")
            & (
                Domain("partner_id", "=", partner_id)
                | Domain("customer_id", "=", partner_id)
            )
        )

    @api.model
    def _get_portal_households(self, user):
        """The households a person may report for."""
        if user._is_public():
            return self.env["heating.household"]
        return (
            self.env["heating.household"]
            .sudo()
            .search(
                [("customer_id", "child_of", user.partner_id.commercial_partner_id.id)],
                limit=100,
            )
        )

    @api.model
    def _get_portal_kinds(self):
        """Kinds in the words of the user's language, as (code, name)."""
        return self._fields["kind"]._description_selection(self.env)

    @api.model
    def _clean_portal_text(self, text):
        """What a person typed, without the control characters PostgreSQL refuses."""
        return _CONTROL.sub("", text).strip() if isinstance(text, str) else ""

    @api.model
    def _prepare_portal_vals(self, values, files, user):
        """Check what was handed in and turn it into values of a ticket.

        :param dict values: the form as sent: subject, description, kind, household,
            phone
        :param list files: (name, content) of the attachments
        :param user: who hands it in
        :return: values for ``create`` and the list of what is wrong
        :rtype: tuple(dict, list)
        """
        errors = []
        subject = " ".join(self._clean_portal_text(values.get("subject")).split())
        description = self._clean_portal_text(values.get("description"))
        phone = self._clean_portal_text(values.get("phone"))
        kind = values.get("kind") or "other"
        if not subject:
            errors.append(self.env._("Please write a subject."))
        if len(subject) > const.MAX_SUBJECT:
            errors.append(
                self.env._(
                    "The subject may have %(limit)s characters.",
                    limit=const.MAX_SUBJECT,
                )
            )
        if not description:
            errors.append(self.env._("Please describe what happened."))
        if len(description) > const.MAX_DESCRIPTION:
            errors.append(
                self.env._(
                    "The description may have %(limit)s characters.",
                    limit=const.MAX_DESCRIPTION,
                )
            )
        if len(phone) > const.MAX_PHONE or re.search(r"[^\d\s+()-]", phone):
            errors.append(self.env._("This is not a phone number."))
        if kind not in dict(self._get_portal_kinds()):
            errors.append(self.env._("Please choose what it is about."))
        household = self._get_portal_households(user).filtered(
            lambda h: str(h.id) == str(values.get("household") or "")
        )
        if values.get("household") and not household:
            errors.append(self.env._("Please choose one of your own households."))
        if self._count_recent_tickets(user) >= const.MAX_TICKETS_PER_HOUR:
            errors.append(
                self.env._(
                    "You have reported %(limit)s times within an hour. Please wait a "
                    "little, or call us if it is urgent.",
                    limit=const.MAX_TICKETS_PER_HOUR,
                )
            )
        errors += self._check_portal_files(files)
        if kind == "theft_report":
            # the report is about others, never about the reporter's own household
            household = household.browse()
        channel = self.env.ref("heating_service.channel_portal", False)
        company = household.company_id or user.company_id
        vals = {
            "name": subject,
            "description": plaintext2html(description),
            "kind": kind,
            "household_id": household.id,
            "company_id": company.id,
            "partner_id": user.partner_id.id,
            "partner_name": user.partner_id.name,
            "partner_email": user.partner_id.email,
            "reporter_name": user.partner_id.name,
            "reporter_phone": phone or user.partner_id.phone,
            "channel_id": channel and channel.id,
            "team_id": self.env["helpdesk.ticket.team"]
            .sudo()
            ._get_heating_team(company)
            .id,
            "user_id": False,
        }
        return vals, errors

    @api.model
    def _check_portal_files(self, files):
        """What is wrong with the attachments: number, size, type."""
        errors = []
        if len(files) > const.MAX_FILES:
            errors.append(
                self.env._(
                    "Up to %(limit)s files can be attached.", limit=const.MAX_FILES
                )
            )
        for name, content in files[: const.MAX_FILES]:
            if len(content) > const.MAX_FILE_SIZE:
                errors.append(
                    self.env._(
                        "%(name)s is larger than %(limit)s MB.",
                        name=name,
                        limit=const.MAX_FILE_SIZE // (1024 * 1024),
                    )
                )
            elif guess_mimetype(content) not in const.FILE_TYPES:
                errors.append(
                    self.env._("%(name)s is neither an image nor a PDF.", name=name)
                )
        return errors

    @api.model
    def _count_recent_tickets(self, user):
        """How many tickets the user handed in within the last hour."""
        since = fields.Datetime.subtract(fields.Datetime.now(), hours=1)
        domain = Domain("create_uid", "=", user.id) & Domain("create_date", ">", since)
        if user._is_internal():
            # agents write down tickets all day long, and may live here too
            channel = self.env.ref("heating_service.channel_portal", False)
            domain &= Domain("channel_id", "=", channel and channel.id)
        return self.sudo().search_count(domain)

    @api.model
    def _create_from_portal(self, vals, files, user):
        """Create the ticket and its attachments.

        :param dict vals: as returned by ``_prepare_portal_vals`` without errors
        :return: the ticket, sudoed
        """
        # portal users have no right to create; the values are ours
        ticket_sudo = self.sudo().create(vals)
        ticket_sudo.message_subscribe(partner_ids=user.partner_id.ids)
        self.env["ir.attachment"].sudo().create(
            [
                {
                    "name": self._clean_portal_text(name)[-100:] or "file",
                    "raw": content,
                    "mimetype": guess_mimetype(content),
                    "res_model": self._name,
                    "res_id": ticket_sudo.id,
                }
                for name, content in files
            ]
        )
        return ticket_sudo

    def _get_portal_files(self):
        """Files the householder handed in; what staff attached is not shown here."""
        return self.sudo().attachment_ids.filtered(lambda file: file.create_uid.share)

    def _ask_follow_up(self):
        """The householder asks for a call: the ticket moves up in the agents' list."""
        for ticket_sudo in self.sudo():
            if (
                ticket_sudo.heating_state in ("done", "closed")
                and not ticket_sudo.follow_up_asked_at
            ):
                ticket_sudo._flow_write({"follow_up_asked_at": fields.Datetime.now()})

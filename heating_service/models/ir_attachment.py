from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _get_open_ticket_file_domain(self):
        """Which files of tickets a person from outside may have.

        Odoo lets a portal user read every file of a record that the user may read;
        on tickets that would hand out what staff attached to internal notes. Left
        are files from outside and those of messages meant for the customer.
        """
        for_customers = SQL(
            """
            SELECT rel.attachment_id
              FROM message_attachment_rel rel
              JOIN mail_message message ON message.id = rel.message_id
              JOIN mail_message_subtype subtype ON subtype.id = message.subtype_id
             WHERE message.model = 'helpdesk.ticket'
               AND NOT COALESCE(message.is_internal, FALSE)
               AND NOT COALESCE(subtype.internal, FALSE)
            """
        )
        return Domain("create_uid.share", "=", True) | Domain(
            "id", "in", for_customers
        )

    def _is_outsider(self):
        return not self.env.su and not self.env.user._is_internal()

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if not self._is_outsider():
            return result
        refused = result[0] if result else self.browse()
        ticket_files_sudo = (self - refused).sudo().filtered(
            lambda file: file.res_model == "helpdesk.ticket" and not file.public
        )
        if not ticket_files_sudo:
            return result
        allowed = self.sudo().search(
            Domain("id", "in", ticket_files_sudo.ids)
            & self._get_open_ticket_file_domain()
        )
        hidden = self.browse((ticket_files_sudo - allowed).ids)
        if not hidden:
            return result
        return refused | hidden, lambda: AccessError(
            self.env._("Sorry, you are not allowed to access this document.")
        )

    def _search(self, domain, *args, **kwargs):
        if self._is_outsider() and not kwargs.get("bypass_access"):
            domain = Domain(domain) & (
                Domain("res_model", "!=", "helpdesk.ticket")
                | Domain("public", "=", True)
                | self._get_open_ticket_file_domain()
            )
        return super()._search(domain, *args, **kwargs)

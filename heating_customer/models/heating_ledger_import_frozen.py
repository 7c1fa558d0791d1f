from odoo import api, models
from odoo.exceptions import UserError


class HeatingLedgerImport(models.Model):
    """The list of a community that others approve does not change under their hands."""

    _inherit = "heating.ledger.import"

    @api.model
    def _get_protected_fields(self):
        return super()._get_protected_fields() | {"joining_application_id"}

    def action_preview(self):
        self._check_not_under_approval()
        return super().action_preview()

    def write(self, vals):
        if not self.env.su and {"file", "company_id", "states_from"} & vals.keys():
            self._check_not_under_approval()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_under_approval(self):
        self._check_not_under_approval()

    def _check_not_under_approval(self):
        """Refuse to change what an application has been asked for with.

        :raise UserError: an application waits for approval or has been approved
        """
        application = (
            self.env["heating.application"]
            .sudo()
            .search(
                [
                    ("ledger_import_id", "in", self.ids),
                    ("state", "in", ("requested", "approved")),
                ],
                limit=1,
            )
        )
        if application:
            raise UserError(
                self.env._(
                    "%(application)s has been asked for with this list: take it back "
                    "to draft before you change the list.",
                    application=application.display_name,
                )
            )

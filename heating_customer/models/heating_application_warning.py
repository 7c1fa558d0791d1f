from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class HeatingApplicationWarning(models.Model):
    """A notice that went to the customer before supply may be cut off."""

    _name = "heating.application.warning"
    _description = "Notice before Cutting Off"
    _order = "date, id"
    _rec_name = "date"

    application_id = fields.Many2one(
        "heating.application", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="application_id.company_id", store=True, index=True
    )
    branch_id = fields.Many2one(
        related="application_id.branch_id", store=True, index=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    means = fields.Selection(
        [
            ("paper", "On Paper, at the Door"),
            ("post", "By Post"),
            ("message", "By Text Message"),
            ("call", "By Telephone"),
        ],
        required=True,
        default="paper",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Delivered by",
        required=True,
        default=lambda self: self.env.user,
    )
    note = fields.Char(help="Whom it reached, what was said, where it was left.")

    _date_unique = models.UniqueIndex(
        "(application_id, date)", "One day counts as one notice."
    )

    @api.constrains("date")
    def _check_date(self):
        for warning in self:
            company = warning.company_id or self.env.company
            if warning.date > company._heating_today():
                raise ValidationError(
                    self.env._(
                        "A notice counts when it has been delivered: its day cannot "
                        "lie in the future."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        warnings = super().create(vals_list)
        warnings._check_draft()
        return warnings

    def write(self, vals):
        self._check_draft()
        result = super().write(vals)
        self._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_from_draft(self):
        self._check_draft()

    def _check_draft(self):
        """What others approve on the strength of these notices does not change."""
        for application in self.application_id:
            if application.state != "draft":
                raise UserError(
                    self.env._(
                        "%(document)s is no longer a draft: its notices stay as they "
                        "are.",
                        document=application.display_name,
                    )
                )

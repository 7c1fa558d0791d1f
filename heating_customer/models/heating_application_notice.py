from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class HeatingApplicationNotice(models.Model):
    """What a department was told of a business that took effect, and that it knows."""

    _name = "heating.application.notice"
    _description = "Notice to a Department"
    _order = "id DESC"
    _rec_name = "department_id"

    application_id = fields.Many2one(
        "heating.application", required=True, ondelete="restrict", index=True
    )
    department_id = fields.Many2one(
        "heating.department", required=True, ondelete="restrict", index=True
    )
    household_id = fields.Many2one(related="application_id.household_id")
    type_id = fields.Many2one(related="application_id.type_id")
    company_id = fields.Many2one(
        related="application_id.company_id", store=True, index=True
    )
    branch_id = fields.Many2one(
        related="application_id.branch_id", store=True, index=True
    )
    told_on = fields.Datetime(required=True, default=fields.Datetime.now)
    confirmed_by_id = fields.Many2one("res.users", readonly=True)
    confirmed_on = fields.Datetime(readonly=True)
    is_mine = fields.Boolean(compute="_compute_is_mine", search="_search_is_mine")

    _once = models.UniqueIndex(
        "(application_id, department_id)",
        "This department has been told of the application already.",
    )

    @api.depends_context("uid")
    def _compute_is_mine(self):
        for notice in self:
            members = notice.department_id.sudo().user_ids
            notice.is_mine = not notice.confirmed_on and self.env.user in members

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            ("department_id.user_ids", "in", self.env.uid),
            ("confirmed_on", "=", False),
        ]

    def action_confirm(self):
        """Say that the department knows; by one of its members.

        :raise AccessError: the user is no member of the department
        :raise UserError: confirmed already
        """
        self.check_access("read")
        for notice in self:
            if self.env.user not in notice.department_id.sudo().user_ids:
                raise AccessError(
                    self.env._(
                        "Only members of %(department)s can confirm this.",
                        department=notice.department_id.name,
                    )
                )
            if notice.confirmed_on:
                raise UserError(
                    self.env._(
                        "%(user)s has confirmed this already.",
                        user=notice.confirmed_by_id.name,
                    )
                )
        self.sudo().write(
            {"confirmed_by_id": self.env.uid, "confirmed_on": fields.Datetime.now()}
        )

    @api.model
    def _tell(self, application):
        """Tell the departments of the application's type that it has taken effect.

        :return: the notices made
        """
        notices = self.sudo().create(
            [
                {"application_id": application.id, "department_id": department.id}
                for department in application.type_id.department_ids
            ]
        )
        members = notices.department_id.user_ids.partner_id
        if members:
            application.message_notify(
                partner_ids=members.ids,
                subject=application.display_name,
                body=self.env._(
                    "%(application)s of %(household)s has taken effect. Please confirm "
                    "that your department knows.",
                    application=application.display_name,
                    household=application.household_id.display_name,
                ),
            )
        return notices

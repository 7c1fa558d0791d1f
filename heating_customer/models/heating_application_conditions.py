from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class HeatingApplication(models.Model):
    """What the type of an application demands before approval is asked for."""

    _inherit = "heating.application"

    override_reason = fields.Char(
        string="Reason for the Exception",
        readonly=True,
        copy=False,
        help="Why a supervisor lets it pass although its deadline is over.",
    )
    override_by_id = fields.Many2one(
        "res.users", string="Exception Allowed by", readonly=True, copy=False
    )
    override_on = fields.Datetime(readonly=True, copy=False)
    is_late = fields.Boolean(compute="_compute_is_late")
    warning_ids = fields.One2many(
        "heating.application.warning", "application_id", string="Notices before"
    )

    @api.depends("type_id", "date_from", "override_by_id")
    def _compute_is_late(self):
        for application in self:
            application.is_late = bool(
                application.type_id
                and application.date_from
                and application._get_deadline_refusal()
            )

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {
            "override_reason",
            "override_by_id",
            "override_on",
        }

    @api.model
    def _get_refusal_triggers(self):
        return [
            *super()._get_refusal_triggers(),
            "override_by_id",
            "warning_ids",
            "attachment_ids.heating_paper_kind_id",
        ]

    # === ACTIONS === #

    def action_allow_late(self, reason):
        """A supervisor lets a draft pass although its deadline is over.

        :param str reason: why, in words
        :raise AccessError: the user is no approver, or wrote the application
        :raise UserError: no reason, or no draft
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("heating_customer.group_approver"):
            raise AccessError(
                self.env._("Only an approver may let a late application pass.")
            )
        if self.env.user in self._get_approval_askers():
            raise AccessError(
                self.env._("You wrote this application: another approver must decide.")
            )
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the late application may pass."))
        self._approval_lock()
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "%(document)s is no longer a draft.", document=self.display_name
                )
            )
        self._approval_write(
            {
                "override_reason": reason.strip(),
                "override_by_id": self.env.uid,
                "override_on": fields.Datetime.now(),
            }
        )
        self._message_log(
            body=self.env._(
                "Allowed after the deadline by %(user)s: %(reason)s",
                user=self.env.user.name,
                reason=reason.strip(),
            )
        )

    # === CONDITIONS === #

    def _get_condition_refusals(self):
        """Sentences, or False for each condition that is met."""
        self.ensure_one()
        return [
            self._get_household_refusal(),
            self._get_open_application_refusal(),
            self._get_deadline_refusal(),
            self._get_opening_refusal(),
            self._get_length_refusal(),
            self._get_debt_refusal(),
            self._get_warranty_refusal(),
            self._get_notice_refusal(),
            self._get_paper_refusal(),
        ]

    def _get_household_refusal(self):
        household = self.household_id
        if not household:
            if self.effect in ("join", "join_many"):
                return False
            return self.env._("Choose the household that the application is about.")
        if household.state == "closed" or not household.active:
            return self.env._(
                "Household %(number)s has left the network.", number=household.number
            )
        return False

    def _get_open_application_refusal(self):
        household = self.household_id._origin
        if not household:
            return False
        other = self.sudo().search(
            [
                ("household_id", "=", household.id),
                ("state", "in", ("requested", "approved")),
                ("id", "!=", self._origin.id),
            ],
            limit=1,
        )
        if other:
            return self.env._(
                "%(application)s of household %(number)s is still open. Finish or "
                "cancel it first.",
                application=other.display_name,
                number=household.number,
            )
        return False

    def _get_deadline_refusal(self):
        company = self.company_id or self.env.company
        deadline = self._get_type_of_company()._get_deadline(self.date_from)
        if deadline and not self.override_by_id and company._heating_today() > deadline:
            return self.env._(
                "“%(type)s” from %(date)s had to be applied for by %(deadline)s.",
                type=self.type_id.name,
                date=self.date_from,
                deadline=deadline,
            )
        return False

    def _get_opening_refusal(self):
        """Too early: the window in which one may apply has not opened yet."""
        company = self.company_id or self.env.company
        opening = self._get_type_of_company()._get_opening(self.date_from)
        if opening and company._heating_today() < opening:
            return self.env._(
                "“%(type)s” from %(date)s can be applied for from %(opening)s on.",
                type=self.type_id.name,
                date=self.date_from,
                opening=opening,
            )
        return False

    def _get_type_of_company(self):
        """The type, asked about the seasons of the application's company.

        A type serves all companies, and a job or a head office works for any of them.
        """
        return self.type_id.sudo().with_company(self.company_id or self.env.company)

    def _get_length_refusal(self):
        """Too short a stop; one without an end runs to the end of the season."""
        shortest = self.type_id.min_days
        last_day = self.date_to or self._get_type_of_company()._get_season_end(
            self.date_from
        )
        if not shortest or not last_day:
            return False
        days = (last_day - self.date_from).days + 1
        if days < shortest:
            return self.env._(
                "“%(type)s” lasts %(shortest)s days at least; from %(first)s to "
                "%(last)s there are %(days)s.",
                type=self.type_id.name,
                shortest=shortest,
                first=self.date_from,
                last=last_day,
                days=days,
            )
        return False

    def _get_debt_refusal(self):
        if not self.type_id.arrears_cleared:
            return False
        debt = self._get_arrears()
        currency = self.company_id.currency_id or self.env.company.currency_id
        if currency.compare_amounts(debt, 0) > 0:
            return self.env._(
                "Household %(number)s owes %(amount)s, which must be paid first.",
                number=self.household_id.number,
                amount=currency.format(debt),
            )
        return False

    def _get_open_debt(self):
        """What the household owes; to be overridden by the addon that bills.

        :return: an amount in the company's currency
        :rtype: float
        """
        self.ensure_one()
        return 0.0

    def _get_arrears(self):
        """What stands in the applicant's way: not what former customers still owe.

        :return: an amount in the company's currency
        :rtype: float
        """
        return self._get_open_debt()

    def _get_warranty_refusal(self):
        location = self.household_id.location_id
        until = location and location._get_warranty_until()
        if self.type_id.warranty_excluded and until and self.date_from <= until:
            return self.env._(
                "%(building)s is within its warranty until %(date)s.",
                building=self.household_id.building_id.name or location.complete_name,
                date=until,
            )
        return False

    def _get_notice_refusal(self):
        wanted = self.type_id.notice_count
        found = len(self._get_counted_notices())
        if found < wanted and found < len(self.warning_ids):
            return self.env._(
                "“%(type)s” needs %(wanted)s recorded notices to the customer before; "
                "%(found)s count, the others are from before the debt was overdue.",
                type=self.type_id.name,
                wanted=wanted,
                found=found,
            )
        if found < wanted:
            return self.env._(
                "“%(type)s” needs %(wanted)s recorded notices to the customer before; "
                "there are %(found)s.",
                type=self.type_id.name,
                wanted=wanted,
                found=found,
            )
        return False

    def _get_counted_notices(self):
        """The notices that count; the addon that bills leaves out what came too early.

        :rtype: heating.application.warning
        """
        return self.warning_ids

    def _get_paper_refusal(self):
        missing = (
            self.type_id.paper_kind_ids
            - self.attachment_ids.sudo().heating_paper_kind_id
        )
        if missing:
            return self.env._(
                "These papers are missing: %(papers)s. Attach them with their kind.",
                papers=", ".join(missing.mapped("name")),
            )
        return False

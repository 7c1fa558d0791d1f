from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class HeatingHouseholdAccess(models.Model):
    """A portal user who may see and act for a household without being its customer.

    It is granted by the customer of that day, through facts that only they know or
    through a code of theirs, and ends when they take it back or when the household
    changes hands. Made by the server only; archive clerks and the customer revoke.
    """

    _name = "heating.household.access"
    _description = "Access to a Household"
    _order = "id DESC"
    _rec_name = "user_id"

    household_id = fields.Many2one(
        "heating.household",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="household_id.company_id", store=True, index=True
    )
    branch_id = fields.Many2one(
        related="household_id.branch_id", store=True, index=True
    )
    customer_id = fields.Many2one(
        "res.partner",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="For whom the user acts: the customer when access was granted.",
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="cascade", index=True
    )
    role = fields.Selection(
        [("own", "Own Household"), ("helper", "Helper")], required=True, readonly=True
    )
    means = fields.Selection(
        [("claim", "Number, Name and Phone"), ("code", "Code of the Customer")],
        string="Granted by Means of",
        required=True,
        readonly=True,
    )
    granted_on = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now
    )
    granted_by_id = fields.Many2one(
        "res.users", readonly=True, help="Who made the code."
    )
    revoked_on = fields.Datetime(readonly=True)
    revoked_by_id = fields.Many2one("res.users", readonly=True)

    _one_at_a_time = models.UniqueIndex(
        "(household_id, user_id) WHERE revoked_on IS NULL",
        "This user has access to the household already.",
    )

    # === ACTIONS === #

    def action_revoke(self):
        """Take the access back; by an archive clerk or by who has the household.

        :raise AccessError: the caller is neither
        """
        for access in self.sudo():
            if not access.household_id.sudo(False)._may_manage_access():
                raise AccessError(
                    self.env._(
                        "Only the customer or an archive clerk takes access back."
                    )
                )
        self.sudo()._revoke()

    # === BUSINESS METHODS === #

    def _revoke(self):
        """End what is still valid; called with sudo."""
        valid = self.filtered(lambda access: not access.revoked_on)
        valid.write(
            {"revoked_on": fields.Datetime.now(), "revoked_by_id": self.env.uid}
        )
        for access in valid:
            access.household_id._message_log(
                body=self.env._(
                    "%(user)s has no access on the portal any more.",
                    user=access.user_id.name,
                )
            )

    @api.model
    def _get_valid(self):
        """The valid accesses of the caller, as sudo.

        :rtype: heating.household.access
        """
        return self.sudo().search(
            [("user_id", "=", self.env.uid), ("revoked_on", "=", False)]
        )

    @api.model
    def _grant(self, household, role, means, granted_by=None):
        """Give the caller access to a household, unless they have it.

        :param household: the household, as sudo
        :param str role: “own” or “helper”
        :param str means: “claim” or “code”
        :param granted_by: the user who made the code
        """
        if household.sudo(False)._get_portal_role():
            return
        self.sudo().create(
            {
                "household_id": household.id,
                "customer_id": household.customer_id.id,
                "user_id": self.env.uid,
                "role": role,
                "means": means,
                "granted_by_id": granted_by and granted_by.id,
            }
        )
        household._message_log(
            body=self.env._(
                "%(user)s sees the household on the portal from now on.",
                user=self.env.user.name,
            )
        )

    @api.model
    def _get_domain_of_documents(self, name):
        """Domain for documents of the customers that the caller has access from.

        :param str name: the field that has the customer
        :rtype: Domain
        """
        return Domain.OR(
            Domain("household_id", "=", access.household_id.id)
            & Domain(name, "=", access.customer_id.id)
            for access in self._get_valid()
        )

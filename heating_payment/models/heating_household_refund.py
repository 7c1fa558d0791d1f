from odoo import fields, models
from odoo.exceptions import UserError


class HeatingHousehold(models.Model):
    """Advances that are to be given back, and refunds of them."""

    _inherit = "heating.household"

    refund_ids = fields.One2many(
        "heating.refund",
        "household_id",
        string="Refunds",
        readonly=True,
        groups="heating_billing.group_money",
    )

    def _get_advance_lines(self, partner=None):
        """Open advances of these households, newest first; to be called with sudo.

        :param partner: whose; by default everybody's
        :rtype: account.move.line
        """
        if not self:
            return self.env["account.move.line"]
        domain = [
            ("heating_household_id", "in", self.ids),
            ("account_id", "in", self.company_id.heating_advance_account_id.ids),
            ("parent_state", "=", "posted"),
            ("reconciled", "=", False),
            ("amount_residual", "<", 0),
        ]
        if partner is not None:
            domain.append(("partner_id", "=", partner.commercial_partner_id.id))
        return self.env["account.move.line"].search(domain, order="date DESC, id DESC")

    def _get_owed_by_partner(self):
        """What each customer owes for each of these households; called with sudo.

        :return: dict of (household, customer) → yuan
        :rtype: dict
        """
        if not self:
            return {}
        groups = self.env["account.move.line"]._read_group(
            self._get_open_lines_domain(with_others=True),
            ["heating_household_id", "partner_id"],
            ["amount_residual:sum"],
        )
        return {(household, partner): owed for household, partner, owed in groups}

    def _ask_for_refunds(self, kind, reason, partner=None, asked_by=None):
        """Ask for all that can be given back, a refund for each whose money it is.

        Where one cannot be asked for yet, such as for an account to transfer it to, it
        stays a draft that says why.

        :param str kind: the ground, as of ``heating.refund``
        :param str reason: in words
        :param partner: whose money; by default everybody's
        :param asked_by: the user in whose name it is asked for, so that somebody else
            decides
        :return: the refunds
        :rtype: heating.refund
        """
        self.ensure_one()
        lines = self.sudo()._get_advance_lines(partner)
        owners = self.env["res.partner"].union(
            *(line.partner_id for line in lines._heating_get_free_advances())
        )
        refunds = self.env["heating.refund"].sudo()
        if asked_by:
            refunds = refunds.with_user(asked_by).sudo()
        made = refunds.create(
            [
                {
                    "household_id": self.id,
                    "partner_id": owner.id,
                    "kind": kind,
                    "reason": reason,
                }
                for owner in owners
            ]
        )
        for refund in made:
            try:
                with self.env.cr.savepoint():
                    refund.request_validation()
            except UserError as error:
                refund._message_log(
                    body=self.env._(
                        "Approval could not be asked for yet: %(why)s", why=error
                    )
                )
        return made.with_env(self.env)

    def action_refund(self, partner=None):
        """Begin a refund of what is prepaid for this household.

        :param partner: whose money; by default of who is billed now
        :return: the action that opens the form
        """
        self.ensure_one()
        self.env["heating.refund"].check_access("create")
        context = {"default_household_id": self.id}
        if isinstance(partner, models.BaseModel):
            context["default_partner_id"] = partner.id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refund"),
            "res_model": "heating.refund",
            "view_mode": "form",
            "context": context,
        }

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

HOLD_KINDS = [
    ("no_charge", "No Charging"),
    ("no_online", "No Online Payment"),
    ("inspection", "Under Inspection"),
    ("dispute", "Disputed"),
    ("blacklist", "Blacklist"),
]
# Who places a hold of a kind: groups of heating_customer without “group_”.
PLACED_BY = {
    "no_charge": ("archive_clerk", "accountant"),
    "no_online": ("archive_clerk", "accountant"),
    "inspection": ("archive_clerk", "inspector"),
    "dispute": ("archive_clerk", "accountant"),
    "blacklist": ("archive_clerk",),
}
# Kinds that are released by an approver other than who placed them.
FOUR_EYES = ("inspection", "blacklist")
RELEASE_FIELDS = {"released_on", "released_by_id", "release_reason"}


class HeatingHold(models.Model):
    """A hold (管控) on a household: why something must not be done with it for now.

    Rights: the roles of ``PLACED_BY`` place it; nobody changes or deletes it; it ends
    by ``action_release`` only, for inspection and blacklist by a second person. What a
    hold forbids is asked of the household, see ``_get_pay_refusal``.
    """

    _name = "heating.hold"
    _description = "Hold on a Household"
    _inherit = ["heating.company.mixin"]
    _order = "released_on DESC NULLS FIRST, date_from DESC, id DESC"
    _rec_name = "kind"
    _check_company_auto = True
    _company_from = "household_id"

    household_id = fields.Many2one(
        "heating.household",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    branch_id = fields.Many2one(
        related="household_id.branch_id", store=True, index=True
    )
    kind = fields.Selection(HOLD_KINDS, required=True)
    reason = fields.Char(required=True)
    date_from = fields.Date(
        string="Since", required=True, default=fields.Date.context_today
    )
    released_on = fields.Datetime(readonly=True, copy=False)
    released_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    release_reason = fields.Char(
        string="Reason for Releasing", readonly=True, copy=False
    )
    may_release = fields.Boolean(compute="_compute_may_release")

    _one_open = models.UniqueIndex(
        "(household_id, kind) WHERE released_on IS NULL",
        "The household has an open hold of this kind already.",
    )
    _reason_given = models.Constraint(
        "CHECK (btrim(reason) <> '')", "Say why the household is put on hold."
    )

    @api.depends("kind", "household_id.number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for hold in self:
            parts = (kinds.get(hold.kind), hold.household_id.number)
            hold.display_name = " ".join(part for part in parts if part)

    @api.depends("released_on", "kind")
    @api.depends_context("uid")
    def _compute_may_release(self):
        for hold in self:
            hold.may_release = not hold._get_release_refusal()

    @api.constrains("date_from")
    def _check_date_from(self):
        today = fields.Date.context_today(self)
        for hold in self:
            if hold.date_from > today:
                raise ValidationError(
                    self.env._("A hold begins at once, not in the future.")
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for vals in vals_list:
            if RELEASE_FIELDS.intersection(vals):
                raise AccessError(self.env._("A hold ends by releasing it."))
            if not self.env.su and not self._has_role(PLACED_BY.get(vals.get("kind"))):
                raise AccessError(
                    self.env._(
                        "You may not place the hold “%(kind)s”.",
                        kind=kinds.get(vals.get("kind"), ""),
                    )
                )
            # nor by a client's default_released_on
            vals.update(dict.fromkeys(RELEASE_FIELDS, False))
        holds = super().create(vals_list)
        for hold in holds:
            hold.household_id.sudo()._message_log(
                body=self.env._(
                    "Hold “%(kind)s” placed by %(user)s: %(reason)s",
                    kind=kinds[hold.kind],
                    user=self.env.user.name,
                    reason=hold.reason,
                )
            )
        return holds

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Holds stay on record: release them instead of deleting them.")
        )

    # === ACTIONS === #

    def action_release(self, reason):
        """End the holds.

        :param str reason: why, in words
        :raise AccessError: the user may not release a hold of this kind, or this one
        :raise UserError: no reason, or released already
        """
        self.check_access("read")
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Say why the hold is released."))
        if self.try_lock_for_update() != self:
            raise UserError(
                self.env._("Somebody else is releasing this hold: read it anew.")
            )
        self.invalidate_recordset(["released_on"])
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for hold in self:
            if hold.released_on:
                raise UserError(
                    self.env._(
                        "%(hold)s was released by %(user)s already.",
                        hold=hold.display_name,
                        user=hold.sudo().released_by_id.name,
                    )
                )
            if refusal := hold._get_release_refusal():
                raise AccessError(refusal)
        self.sudo().write(
            {
                "released_on": fields.Datetime.now(),
                "released_by_id": self.env.uid,
                "release_reason": reason,
            }
        )
        for hold in self.sudo():
            hold.household_id._message_log(
                body=self.env._(
                    "Hold “%(kind)s” released by %(user)s: %(reason)s",
                    kind=kinds[hold.kind],
                    user=self.env.user.name,
                    reason=reason,
                )
            )

    # === BUSINESS METHODS === #

    def _has_role(self, roles):
        """Whether the user has one of these roles (groups without “group_”)."""
        return any(
            self.env.user.has_group(f"heating_customer.group_{role}")
            for role in roles or ()
        )

    def _get_release_refusal(self):
        """Why the user may not release the hold, or False.

        :return: a sentence, or False
        """
        self.ensure_one()
        if self.released_on:
            return self.env._("It has been released already.")
        if self.kind in FOUR_EYES:
            if not self._has_role(("approver",)):
                return self.env._("Only an approver releases a hold of this kind.")
            if self.create_uid == self.env.user:
                return self.env._(
                    "You placed this hold: another approver must release it."
                )
        elif not self._has_role((*PLACED_BY.get(self.kind, ()), "approver")):
            return self.env._("You may not release a hold of this kind.")
        return False

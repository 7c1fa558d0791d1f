from odoo import api, fields, models
from odoo.exceptions import AccessError

from . import tier_guard
from .heating_area_check import MEASURES

VERIFIED_FIELDS = {"verified_on", "verified_by_id"}


class HeatingSpace(models.Model):
    """Whether the area on file was measured by somebody (已核实), and when."""

    _inherit = "heating.space"

    verified_on = fields.Date(
        readonly=True, copy=False, help="The day on which the area was measured."
    )
    verified_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    is_verified = fields.Boolean(
        string="Verified", compute="_compute_is_verified", store=True, index=True
    )
    community_id = fields.Many2one(
        related="household_id.community_id", store=True, index=True
    )
    area_check_ids = fields.One2many("heating.area.check", "space_id", readonly=True)
    has_difference = fields.Boolean(
        string="Difference Open",
        compute="_compute_has_difference",
        search="_search_has_difference",
        help="Measured otherwise than on file, and not in the archive yet.",
    )

    # === COMPUTE METHODS === #

    @api.depends("verified_on")
    def _compute_is_verified(self):
        for space in self:
            space.is_verified = bool(space.verified_on)

    @api.depends("area_check_ids.state", "area_check_ids.is_different")
    def _compute_has_difference(self):
        different = self.search([("id", "in", self.ids), ("has_difference", "=", True)])
        for space in self:
            space.has_difference = space._origin in different

    @api.model
    def _search_has_difference(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            (
                "area_check_ids",
                "any",
                [
                    ("is_different", "=", True),
                    ("state", "in", ("measured", "confirmed")),
                ],
            )
        ]

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not tier_guard.is_trusted(self.env):
            for vals in vals_list:
                self._check_verified_by_hand(vals)
            # said in so many words: a default of the client's would count as well
            nobody = dict.fromkeys(VERIFIED_FIELDS, False)
            vals_list = [{**vals, **nobody} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not tier_guard.is_trusted(self.env):
            self._check_verified_by_hand(vals)
        if VERIFIED_FIELDS.isdisjoint(vals) and not MEASURES.keys().isdisjoint(vals):
            # nobody has measured what is entered by hand
            changed = self.filtered(
                lambda space: (
                    space.verified_on
                    and any(
                        space[name] != vals.get(name, space[name]) for name in MEASURES
                    )
                )
            )
            if changed:
                tier_guard.operating(changed).write(
                    dict.fromkeys(VERIFIED_FIELDS, False)
                )
        return super().write(vals)

    def _check_verified_by_hand(self, vals):
        """Only a measurement verifies, whatever a client writes."""
        if any(vals.get(name) for name in VERIFIED_FIELDS):
            raise AccessError(
                self.env._("An area is verified by measuring it in a campaign.")
            )

    # === BUSINESS METHODS === #

    def _verify(self, user, moment):
        """Note who measured the areas and when.

        :param user: who measured
        :param datetime moment: when, in UTC
        """
        day = fields.Datetime.context_timestamp(self, moment).date()
        tier_guard.operating(self).write(
            {"verified_on": day, "verified_by_id": user.id}
        )

    def _replace_from(self, day, values):
        """Override: another category keeps the area verified; checks follow."""
        following = super()._replace_from(day, values)
        if MEASURES.keys().isdisjoint(values) and self.verified_on:
            tier_guard.operating(following).write(
                {
                    "verified_on": self.verified_on,
                    "verified_by_id": self.verified_by_id.id,
                }
            )
        self._pass_checks_on(following)
        return following

    def _pass_checks_on(self, following):
        """Let checks that wait go on with the space that holds from now on.

        What has become an application stays with what it compared.
        """
        checks = (
            self.env["heating.area.check"]
            .sudo()
            .search(
                [
                    ("space_id", "in", self.ids),
                    ("state", "!=", "applied"),
                    ("application_id", "=", False),
                ]
            )
        )
        checks = tier_guard.operating(checks)
        checks.write({"space_id": following.id, **checks._get_filed(following)})
        checks._settle_equal()

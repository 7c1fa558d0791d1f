from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HeatingLocation(models.Model):
    """The address tree: community (小区) › building (楼栋) › unit (单元)."""

    _name = "heating.location"
    _description = "Heating Address"
    _inherit = ["heating.company.mixin"]
    _parent_store = True
    _order = "complete_name"
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name"]
    _check_company_auto = True

    name = fields.Char(required=True)
    kind = fields.Selection(
        [("community", "Community"), ("building", "Building"), ("unit", "Unit")],
        required=True,
        default="community",
        index=True,
    )
    parent_id = fields.Many2one(
        "heating.location",
        string="Part of",
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("heating.location", "parent_id", string="Parts")
    complete_name = fields.Char(
        compute="_compute_complete_name", store=True, recursive=True, index="trigram"
    )
    branch_id = fields.Many2one(
        "heating.branch",
        compute="_compute_branch_id",
        store=True,
        readonly=False,
        recursive=True,
        index=True,
        check_company=True,
        help="The branch that answers for the community; buildings and units follow.",
    )
    station_id = fields.Many2one(
        "heating.station",
        compute="_compute_station_id",
        store=True,
        readonly=False,
        recursive=True,
        index=True,
        check_company=True,
        help="The station that feeds it; parts follow unless they have their own.",
    )
    # the branch that it comes from is not known before the record is made, either
    company_id = fields.Many2one(precompute=False)
    warranty_until = fields.Date(
        help="Last day of the warranty of the building's pipes; units follow."
    )
    household_ids = fields.One2many(
        "heating.household", "location_id", string="Households"
    )
    household_count = fields.Integer(compute="_compute_household_count")
    active = fields.Boolean(default=True)

    _community_unique = models.UniqueIndex(
        "(branch_id, name) WHERE parent_id IS NULL",
        "This branch has a community of this name already.",
    )
    _part_unique = models.UniqueIndex(
        "(parent_id, name) WHERE parent_id IS NOT NULL",
        "This address has a part of this name already.",
    )
    _community_is_root = models.Constraint(
        "CHECK ((kind = 'community') = (parent_id IS NULL))",
        "A community is the top of the address tree; buildings and units are parts of "
        "another address.",
    )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for location in self:
            location.complete_name = (location.parent_id.complete_name or "") + (
                location.name or ""
            )

    @api.depends("parent_id.branch_id")
    def _compute_branch_id(self):
        for location in self:
            location.branch_id = location.parent_id.branch_id or location.branch_id

    @api.depends("parent_id.station_id")
    def _compute_station_id(self):
        for location in self:
            location.station_id = location.station_id or location.parent_id.station_id

    def _compute_household_count(self):
        """Households at the address and in all its parts, in one grouped query."""
        counts = dict.fromkeys(self._ids, 0)
        for location, count in self.env["heating.household"]._read_group(
            [("location_id", "child_of", self.ids)], ["location_id"], ["__count"]
        ):
            for ancestor_id in map(int, location.parent_path.split("/")[:-1]):
                if ancestor_id in counts:
                    counts[ancestor_id] += count
        for location in self:
            location.household_count = counts.get(location.id, 0)

    @api.constrains("kind", "parent_id")
    def _check_kind(self):
        allowed = {"building": ("community",), "unit": ("building", "community")}
        for location in self.filtered("parent_id"):
            if location.parent_id.kind not in allowed.get(location.kind, ()):
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot be part of %(parent)s: a unit belongs to a "
                        "building, a building to a community.",
                        name=location.name,
                        parent=location.parent_id.complete_name,
                    )
                )

    @api.constrains("parent_id", "branch_id")
    def _check_branch(self):
        for location in self:
            if not location.branch_id:
                raise ValidationError(
                    self.env._("Choose the branch of %(name)s.", name=location.name)
                )

    def write(self, vals):
        """Let parts that had the old station follow to the new one."""
        before = {
            location: location.station_id
            for location in self
            if "station_id" in vals and location.station_id.id != vals["station_id"]
        }
        result = super().write(vals)
        for location, station in before.items():
            location.child_ids.filtered(
                lambda part, station=station: part.station_id == station
            ).write({"station_id": vals["station_id"]})
        return result

    def action_view_households(self):
        """Open the households at this address and in its parts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_customer.heating_household_action"
        )
        action["domain"] = [("location_id", "child_of", self.id)]
        action["context"] = {"default_location_id": self.id}
        return action

    def _get_warranty_until(self):
        """The last day of the warranty, its own or that of what it is part of.

        :return: a date, or False
        """
        self.ensure_one()
        location = self
        while location and not location.warranty_until:
            location = location.parent_id
        return location.warranty_until

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_compare

from . import tier_guard

CHECK_STATES = [
    ("to_do", "To Measure"),
    ("measured", "Measured"),
    ("confirmed", "Confirmed"),
    ("applied", "In the Archive"),
]
# What is measured, as field of the check → field that says what is on file.
MEASURES = {
    "built_area": "file_built_area",
    "inner_area": "file_inner_area",
    "height": "file_height",
}
WORKER_FIELDS = {*MEASURES, "photo", "deed_number", "deed_photo", "remark"}
PLANNER_FIELDS = {"worker_id", "sequence"}


class HeatingAreaCheck(models.Model):
    """One space measured in a campaign (面积核实单).

    What a measurement finds as it is on file verifies the space at once. A difference
    is confirmed by somebody else and becomes an application for a change of area; the
    space is verified when that has taken effect. The steps stand in
    ``heating_area_check_steps.py``, the applications in ``…_application.py``.

    Rights: field workers measure what is assigned to them or to nobody, archive clerks
    assign, confirm and apply; everybody else reads those of their branches.
    """

    _name = "heating.area.check"
    _description = "Area Check"
    _order = "campaign_id DESC, sequence, id"
    _rec_name = "household_id"
    _check_company_auto = True

    campaign_id = fields.Many2one(
        "heating.area.campaign",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    campaign_state = fields.Selection(
        related="campaign_id.state", string="State of the Campaign"
    )
    space_id = fields.Many2one(
        "heating.space", required=True, readonly=True, ondelete="restrict", index=True
    )
    household_id = fields.Many2one(
        related="space_id.household_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="household_id.company_id", store=True, index=True
    )
    branch_id = fields.Many2one(
        related="household_id.branch_id", store=True, index=True
    )
    community_id = fields.Many2one(
        related="household_id.community_id", store=True, index=True
    )
    building_id = fields.Many2one(related="household_id.building_id", store=True)
    address = fields.Char(related="household_id.address")
    customer_name = fields.Char(related="household_id.customer_id.name")
    phone = fields.Char(compute="_compute_phone", compute_sudo=True)
    category_id = fields.Many2one(related="space_id.category_id")
    sequence = fields.Integer(
        string="Order", default=1, help="The order in which a worker walks."
    )
    worker_id = fields.Many2one(
        "res.users",
        string="Field Worker",
        index="btree_not_null",
        domain=lambda self: self.env["heating.area.campaign"]._get_worker_domain(),
        help="Who measures. Empty: any field worker.",
    )
    state = fields.Selection(
        CHECK_STATES, default="to_do", required=True, readonly=True, index=True
    )
    file_built_area = fields.Float(
        string="Built Area on File", digits=(16, 2), readonly=True, aggregator="sum"
    )
    file_inner_area = fields.Float(
        string="Inner Area on File", digits=(16, 2), readonly=True, aggregator="sum"
    )
    file_height = fields.Float(
        string="Height on File", digits=(16, 2), readonly=True, aggregator=None
    )
    built_area = fields.Float(
        digits=(16, 2), aggregator="sum", help="Built area as measured, m²."
    )
    inner_area = fields.Float(
        digits=(16, 2),
        aggregator="sum",
        help="Inner area as measured, m². Zero: not measured.",
    )
    height = fields.Float(
        digits=(16, 2),
        aggregator=None,
        help="Ceiling height as measured, m. Zero: not measured.",
    )
    difference = fields.Float(
        string="Difference (m²)",
        compute="_compute_difference",
        store=True,
        digits=(16, 2),
        aggregator="sum",
        help="Built area as measured less what is on file.",
    )
    difference_percent = fields.Float(
        string="Difference (%)",
        compute="_compute_difference",
        store=True,
        digits=(16, 1),
        aggregator=None,
    )
    is_different = fields.Boolean(
        string="Different",
        compute="_compute_difference",
        store=True,
        help="An area or the height is not as it is on file.",
    )
    photo = fields.Image(max_width=1920, max_height=1920)
    deed_number = fields.Char(help="Number of the property deed.")
    deed_photo = fields.Image(
        string="Photo of the Deed", max_width=1920, max_height=1920
    )
    remark = fields.Char()
    measured_by_id = fields.Many2one("res.users", readonly=True)
    measured_on = fields.Datetime(readonly=True)
    confirmed_by_id = fields.Many2one("res.users", readonly=True)
    confirmed_on = fields.Datetime(readonly=True)

    _space_once = models.UniqueIndex(
        "(campaign_id, space_id)", "This campaign has the space already."
    )
    _measures_possible = models.Constraint(
        "CHECK (COALESCE(built_area, 0) >= 0 AND COALESCE(inner_area, 0) >= 0 "
        "AND COALESCE(height, 0) >= 0 AND COALESCE(height, 0) < 100)",
        "Areas cannot be negative, and a height lies between 0 and 100 m.",
    )

    # === COMPUTE METHODS === #

    @api.depends("worker_id", "state", "household_id.customer_id.phone")
    @api.depends_context("uid")
    def _compute_phone(self):
        """For the office, and for who is to ring at this very door."""
        user = self.env.user
        office = user.has_group("heating_customer.group_office")
        for check in self:
            known = office or (check.worker_id == user and check.state == "to_do")
            check.phone = known and check.household_id.customer_id.phone

    @api.depends("state", *MEASURES, *MEASURES.values())
    def _compute_difference(self):
        for check in self:
            if check.state == "to_do":
                check.difference = check.difference_percent = 0.0
                check.is_different = False
                continue
            on_file = check.file_built_area
            check.difference = check.built_area - on_file
            check.difference_percent = (
                100 * check.difference / on_file if on_file else 0.0
            )
            check.is_different = any(
                # what was not measured says nothing
                check[measured]
                and float_compare(check[measured], check[filed], precision_digits=2)
                for measured, filed in MEASURES.items()
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not tier_guard.is_trusted(self.env):
            self.check_access("create")
            raise UserError(self.env._("Checks are made by starting a campaign."))
        return super().create(vals_list)

    def write(self, vals):
        if self and not tier_guard.is_trusted(self.env):
            self.check_access("write")
            self._check_free_fields(set(vals))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was planned and measured stays on record."))

    def _check_free_fields(self, names):
        """Refuse what neither measuring nor planning writes, and what is over."""
        if not names <= WORKER_FIELDS | PLANNER_FIELDS:
            raise AccessError(
                self.env._("Only the buttons measure, confirm and apply a check.")
            )
        if names & WORKER_FIELDS:
            self._check_worker()
        if names & PLANNER_FIELDS and not self._may_plan():
            raise AccessError(self.env._("Only archive clerks assign checks."))
        self._check_open()

    def _check_worker(self):
        """Refuse who is no field worker, or not the one to whom it is assigned.

        :raise AccessError: somebody else measures
        """
        if not self.env.user.has_group("heating_customer.group_field_worker"):
            raise AccessError(self.env._("Only field workers measure."))
        others = self.sudo().worker_id - self.env.user
        if others:
            raise AccessError(
                self.env._(
                    "This is assigned to %(worker)s.",
                    worker=", ".join(others.mapped("name")),
                )
            )

    def _check_open(self):
        """Refuse what has been measured, or whose campaign is over."""
        for check in self:
            if check.state != "to_do" or check.campaign_id.state != "running":
                raise UserError(
                    self.env._(
                        "%(address)s has been measured already, or its campaign is "
                        "over.",
                        address=check.address,
                    )
                )

    def _may_plan(self):
        return self.env.user.has_groups(
            "heating_customer.group_archive_clerk,heating_customer.group_administrator"
        )

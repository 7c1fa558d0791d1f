from odoo import api, fields, models


class HeatingSpace(models.Model):
    """A heated piece of a household (用热面积) with its areas and price category.

    Valid from ``date_from`` to ``date_to``, both included; an open end means “for
    ever”. A change of area or category ends one space and begins another, so that
    any past day can be asked about.
    """

    _name = "heating.space"
    _description = "Heated Space"
    _inherit = ["heating.company.mixin", "mail.thread"]
    _order = "household_id, date_from, id"
    _check_company_auto = True
    _company_from = "household_id"

    name = fields.Char(default=lambda self: self.env._("Main Space"), required=True)
    household_id = fields.Many2one(
        "heating.household",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    category_id = fields.Many2one(
        "heating.category",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    built_area = fields.Float(
        required=True, digits=(16, 2), tracking=True, help="Built area (建筑面积), m²."
    )
    inner_area = fields.Float(
        digits=(16, 2),
        tracking=True,
        help="Inner area (套内面积), m². Zero means unknown.",
    )
    height = fields.Float(
        digits=(16, 2), tracking=True, help="Ceiling height, m. Zero means unknown."
    )
    active = fields.Boolean(
        default=True,
        help="Off for what was replaced on the very day on which it began, so that it "
        "held on no day.",
    )
    date_from = fields.Date(tracking=True)
    date_to = fields.Date(tracking=True)

    _built_area_positive = models.Constraint(
        "CHECK (built_area > 0)", "The built area must be more than 0 m²."
    )
    _inner_area_possible = models.Constraint(
        "CHECK (inner_area >= 0)", "The inner area cannot be negative."
    )
    _height_possible = models.Constraint(
        "CHECK (height >= 0 AND height < 100)",
        "The ceiling height must lie between 0 and 100 m.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "A space cannot end before it begins.",
    )

    @api.depends("name", "built_area", "category_id.name")
    def _compute_display_name(self):
        for space in self:
            space.display_name = (
                f"{space.name} {space.category_id.name or ''} {space.built_area:.2f} m²"
            )

    def _is_valid_on(self, day):
        """Whether the space is heated on *day* (a date)."""
        self.ensure_one()
        return (not self.date_from or self.date_from <= day) and (
            not self.date_to or day <= self.date_to
        )

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HeatingMeter(models.Model):
    """A heat meter of a household (热量表), from its installation to its removal."""

    _name = "heating.meter"
    _description = "Heat Meter"
    _inherit = ["heating.company.mixin"]
    _order = "household_id, installed_on DESC, id DESC"
    _rec_name = "number"
    _check_company_auto = True
    _company_from = "household_id"

    number = fields.Char(required=True, index="trigram")
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
    installed_on = fields.Date(required=True, default=fields.Date.context_today)
    removed_on = fields.Date(help="The last day on which it measured; empty: in use.")
    start_value = fields.Float(
        digits=(16, 4), help="What it showed on the day of its installation."
    )
    unit = fields.Selection(
        [("kwh", "kWh"), ("gj", "GJ")], required=True, default="kwh"
    )
    state = fields.Selection(
        [("working", "Working"), ("broken", "Broken")],
        required=True,
        readonly=True,
        default="working",
        index=True,
    )
    broken_on = fields.Date(
        string="Broken since",
        readonly=True,
        help="From this day on no reading is taken.",
    )
    replaced_by_id = fields.Many2one(
        "heating.meter",
        string="Replacement",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        domain="[('household_id', '=', household_id), ('id', '!=', id)]",
    )
    reading_ids = fields.One2many("heating.meter.reading", "meter_id", readonly=True)

    _number_unique = models.Constraint(
        "UNIQUE (company_id, number)", "There is a meter with this number already."
    )
    _life_in_order = models.Constraint(
        "CHECK (removed_on IS NULL OR removed_on >= installed_on)",
        "A meter cannot be removed before it is installed.",
    )
    _start_not_negative = models.Constraint(
        "CHECK (start_value >= 0)", "A meter cannot start below zero."
    )
    _broken_has_day = models.Constraint(
        "CHECK ((state = 'broken') = (broken_on IS NOT NULL))",
        "Say since when the meter is broken, and of a working meter nothing.",
    )
    _broken_within_life = models.Constraint(
        "CHECK (broken_on IS NULL OR broken_on >= installed_on)",
        "A meter cannot break before it is installed.",
    )
    _not_replaced_by_itself = models.Constraint(
        "CHECK (replaced_by_id <> id)", "A meter cannot replace itself."
    )

    @api.constrains("replaced_by_id", "household_id")
    def _check_replacement(self):
        for meter in self:
            other = meter.replaced_by_id
            if other and other.household_id != meter.household_id:
                raise ValidationError(
                    self.env._(
                        "Meter %(other)s is not of household %(household)s, so it "
                        "cannot replace %(meter)s.",
                        other=other.number,
                        household=meter.household_id.display_name,
                        meter=meter.number,
                    )
                )

    @api.constrains(
        "household_id", "installed_on", "removed_on", "start_value", "unit", "broken_on"
    )
    def _check_readings(self):
        """What was read stays true: readings fix what they rest on."""
        for reading in self.sudo().reading_ids:
            if reading.state not in ("refused", "taken_back"):
                reading._check_on_meter()

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a household with a meter is no household by area on its papers."""
        meters = super().create(vals_list)
        meters.household_id.sudo().filtered(
            lambda household: household.heating_type == "area"
        ).heating_type = "meter"
        return meters

    def write(self, vals):
        if vals.keys() & {"household_id", "start_value", "unit"}:
            for meter in self.sudo():
                if meter.reading_ids and any(
                    meter._fields[name].convert_to_write(meter[name], meter)
                    != vals[name]
                    for name in vals.keys() & {"household_id", "start_value", "unit"}
                ):
                    raise ValidationError(
                        self.env._(
                            "Meter %(meter)s has readings: its household, start value "
                            "and unit stay. Enter another meter instead.",
                            meter=meter.number,
                        )
                    )
        return super().write(vals)


class HeatingHousehold(models.Model):
    _inherit = "heating.household"

    meter_ids = fields.One2many(
        "heating.meter", "household_id", groups="heating_customer.group_user"
    )

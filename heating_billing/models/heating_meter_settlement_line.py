from odoo import fields, models


class HeatingMeterSettlementLine(models.Model):
    """One household of a settlement: its heat, the comparison and the outcome."""

    _name = "heating.meter.settlement.line"
    _description = "Household of a Settlement"
    _order = "settlement_id DESC, unusual_count DESC, household_id, id"
    _rec_name = "household_id"

    settlement_id = fields.Many2one(
        "heating.meter.settlement",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="settlement_id.company_id", store=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    household_id = fields.Many2one(
        "heating.household",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    branch_id = fields.Many2one("heating.branch", readonly=True, index=True)
    building_id = fields.Many2one("heating.location", readonly=True, index=True)
    bill_id = fields.Many2one(
        "heating.bill", required=True, readonly=True, ondelete="restrict", index=True
    )
    state = fields.Selection(
        [
            ("ready", "To Settle"),
            ("parked", "Held Back"),
            ("blocked", "Cannot Be Settled"),
            ("settled", "Settled"),
            ("failed", "Failed"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    kind = fields.Selection(
        [
            ("first", "No First Reading"),
            ("last", "No Final Reading"),
            ("held", "Held Reading"),
            ("gap", "Days without a Meter"),
            ("broken", "Broken Meter"),
            ("posting", "Could Not Be Posted"),
        ],
        string="Kind of Reason",
        readonly=True,
        index=True,
    )
    reason = fields.Char(readonly=True)
    heat = fields.Float(
        string="Heat (kWh)",
        digits=(16, 2),
        readonly=True,
        help="What its meters measured this season.",
    )
    area = fields.Float(string="Area (m²)", digits=(16, 2), readonly=True)
    per_area = fields.Float(
        string="kWh per m²", digits=(16, 2), readonly=True, aggregator="avg"
    )
    per_area_before = fields.Float(
        string="Last Season per m²", digits=(16, 2), readonly=True, aggregator="avg"
    )
    per_area_building = fields.Float(
        string="Building per m²",
        digits=(16, 2),
        readonly=True,
        aggregator="avg",
        help="The building's heat by its area, of the households in this list.",
    )
    unusual_count = fields.Integer(
        string="Unusual",
        readonly=True,
        help="With how many of the two, last season and the building, its heat does "
        "not agree.",
    )
    amount_before = fields.Monetary(
        string="Bill so far", readonly=True, help="The bill before it is settled."
    )
    amount_after = fields.Monetary(
        string="Settled Bill",
        readonly=True,
        help="What the bill comes to once it is settled; until then as it was worked "
        "out when the list was prepared.",
    )
    difference = fields.Monetary(
        readonly=True,
        help="What is charged in addition, or below zero given back.",
    )
    metering = fields.Selection(related="bill_id.metering", string="How")

    _bill_once = models.UniqueIndex(
        "(settlement_id, bill_id)", "The bill is in this settlement already."
    )

from odoo import api, fields, models
from odoo.exceptions import ValidationError

ROUNDINGS = [("0.01", "Cents"), ("0.1", "Ten Cents"), ("1", "Whole Yuan")]


class HeatingTariffTerms(models.AbstractModel):
    """The rules of a tariff that are one value each.

    A tariff has them, and the defaults that a new tariff starts from. What is a list,
    such as prices or the steps of a ladder, is a model of its own.
    """

    _name = "heating.tariff.terms"
    _description = "Terms of a Tariff"

    def _valid_field_parameter(self, field, name):
        # tariffs track changes in their chatter, their defaults have none
        return name == "tracking" or super()._valid_field_parameter(field, name)

    # === ROUNDING === #

    rounding = fields.Selection(
        ROUNDINGS,
        string="Bills Rounded To",
        default="0.01",
        required=True,
        tracking=True,
    )
    cash_rounding = fields.Selection(
        ROUNDINGS,
        string="Cash Rounded To",
        default="0.01",
        required=True,
        help="What is taken in cash, apart from the rounding of the bill.",
    )

    # === LATE FEE === #

    late_fee_basis = fields.Selection(
        [
            ("none", "No Late Fee"),
            ("daily", "Rate of a Day"),
            ("yearly", "Rate of a Year"),
        ],
        string="Late Fee",
        default="none",
        required=True,
        help="A yearly rate, such as the loan prime rate and a half, counts for each "
        "day as its 365th part.",
    )
    late_fee_rate = fields.Float(
        digits=(16, 8),
        help="Share of what is overdue: 0.002 a day is 2 ‰; 0.039 a year is 3.9 %.",
    )
    late_fee_start_days = fields.Integer(
        string="Days of Grace",
        help="So many days after the last day to pay there is no late fee yet.",
    )
    late_fee_cap = fields.Float(
        string="Late Fee at Most",
        digits=(16, 4),
        help="Share of the original principal that the late fee never passes: 1 is "
        "the principal itself. Zero: no limit.",
    )
    late_fee_frozen_disputed = fields.Boolean(
        string="None while Disputed", default=True
    )
    late_fee_frozen_cut_off = fields.Boolean(string="None while Cut Off", default=True)
    late_fee_frozen_outage = fields.Boolean(
        string="None during an Outage", default=True
    )
    late_fee_first = fields.Selection(
        [("principal", "Principal First"), ("late_fee", "Late Fee First")],
        string="A Part Payment Pays",
        default="principal",
        required=True,
    )
    late_fee_scope = fields.Selection(
        [("paid", "On the Part That Is Paid"), ("all", "On All That Is Overdue")],
        string="Late Fee Asked",
        default="paid",
        required=True,
        help="What the late fee of a part payment is asked on, where it pays the late "
        "fee first.",
    )
    back_charge_rate = fields.Float(
        string="Daily Charge on Back-Charges",
        digits=(16, 6),
        help="For heat used without right: share of its price for each day to the day "
        "it was found. 0.003 is 3 ‰.",
    )

    # === SEASON === #

    charge_extra_days = fields.Boolean(
        string="Extra Days Are Charged",
        tracking=True,
        help="Days that the government adds to the season, before it or after it, cost "
        "their part of the season's price, or the price of a day. Off: they are free.",
    )

    # === STOPS === #

    silent_household = fields.Selection(
        [("full", "Owes the Full Fee"), ("stopped", "Counts as Stopped")],
        string="Who Says Nothing",
        default="full",
        required=True,
        help="A household that neither pays nor applies for anything by the deadline.",
    )
    minimum_days_late_start = fields.Integer(
        string="Least Days of a Late Start",
        help="A late start of fewer days does not lower the fee. Zero: each day does.",
    )
    minimum_days_stop = fields.Integer(
        string="Least Days of a Mid-Season Stop",
        help="A stop of fewer days in the season does not lower the fee. Zero: each "
        "day does.",
    )

    # === REFUNDS === #

    refund_of = fields.Selection(
        [("fee", "The Whole Fee"), ("room", "The Failing Rooms' Share")],
        string="Cold Rooms Give Back Of",
        default="fee",
        required=True,
    )
    refund_after_hours = fields.Integer(
        string="Counted after Hours",
        help="Cold rooms count from so many hours after they were reported and not "
        "cured. Zero: at once.",
    )
    outage_hours = fields.Integer(
        string="Outage Longer than Hours",
        help="Days of an outage longer than so many hours are given back. Zero: the "
        "tariff gives nothing back for outages.",
    )

    # === TWO-PART PRICES === #

    metered_unit = fields.Selection(
        [("kwh", "kWh"), ("gj", "GJ")],
        string="Unit of Metered Heat",
        default="kwh",
        required=True,
        help="What the prices of metered heat are for; meters may show another unit.",
    )
    metered_before = fields.Selection(
        [("area", "By Area"), ("fixed", "Fixed Part and Advance")],
        string="Before the Readings",
        default="area",
        required=True,
        help="What a household with a meter is charged until its heat is known.",
    )
    metered_capped = fields.Boolean(
        string="Never above the Price by Area",
        help="Where metered heat comes to more than the price by area, that one is "
        "charged.",
    )
    metered_refunded = fields.Boolean(
        string="Give Back Too Large Advances",
        default=True,
        help="Off: who used less heat than charged before the readings gets nothing "
        "back.",
    )

    _late_fee_possible = models.Constraint(
        "CHECK (late_fee_rate >= 0 AND late_fee_cap >= 0 AND back_charge_rate >= 0 "
        "AND late_fee_start_days >= 0)",
        "Rates, limits and days of a late fee cannot be negative.",
    )
    _minimum_days_possible = models.Constraint(
        "CHECK (minimum_days_late_start >= 0 AND minimum_days_stop >= 0)",
        "A least number of days cannot be negative.",
    )
    _hours_possible = models.Constraint(
        "CHECK (refund_after_hours >= 0 AND outage_hours >= 0)",
        "Hours cannot be negative.",
    )

    @api.constrains("late_fee_basis", "late_fee_rate")
    def _check_late_fee_rate(self):
        """A rate that stands in the wrong unit asks for hundreds of times too much."""
        for terms in self:
            if terms.late_fee_basis == "none":
                continue
            if not terms.late_fee_rate:
                raise ValidationError(
                    self.env._(
                        "Say which late fee “%(name)s” has.", name=terms.display_name
                    )
                )
            if terms.late_fee_rate >= (0.1 if terms.late_fee_basis == "daily" else 2):
                raise ValidationError(
                    self.env._(
                        "A late fee of %(rate)s is a mistake: write 2 ‰ a day as "
                        "0.002, and 3.9 %% a year as 0.039.",
                        rate=f"{terms.late_fee_rate:g}",
                    )
                )

    @api.model
    def _get_term_names(self):
        """Names of the fields that tariffs and their defaults share.

        :rtype: list[str]
        """
        model = self.env.registry["heating.tariff.terms"]
        return [
            name
            for name in model._fields
            if name not in {*models.MAGIC_COLUMNS, "display_name"}
        ]

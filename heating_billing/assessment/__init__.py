"""The billing engine: a household's heat bill and what goes with it, from facts alone.

Plain Python: dataclasses in (`facts`), dataclasses out (`results`), `AssessmentError`
where a fact is wrong. Nothing here knows Odoo or a database. The bill run, the
counter, the portal, the rehearsal, the rule examples and `make cases` all enter here.
"""

from .areas import area_in_season
from .assess import Assessor, assess
from .back_charge import back_charge
from .discount import early_discount
from .errors import AssessmentError
from .extra_days import supply_with_extra_days, with_extra_days
from .facts import (
    BROKEN,
    FINAL,
    HOUSEHOLD,
    OPEN,
    PER_DAY,
    DayRange,
    DiscountWindow,
    Household,
    LadderStep,
    Meter,
    Overdue,
    OverHeight,
    Payment,
    Price,
    Reduction,
    Season,
    Space,
    SplitPart,
    SupplyRange,
    Tariff,
)
from .late_fee import daily_rate, late_fee
from .metered import MeteredAssessor, MeteredRules, megajoules, units_of
from .minimum_days import without_short_ranges
from .recognition import (
    heated_days_until,
    last_day_of_month,
    recognise_month,
    recognised_until,
)
from .refund import outage_refund, temperature_refund
from .results import (
    Assessment,
    BackCharge,
    Discount,
    LateFee,
    LateFeePeriod,
    Line,
    Refund,
    Split,
    SplitAmount,
    Surcharge,
)
from .split import split_amount, split_by_area
from .stored_facts import read_stored_facts, store_facts

__all__ = [
    "BROKEN",
    "FINAL",
    "HOUSEHOLD",
    "OPEN",
    "PER_DAY",
    "Assessment",
    "AssessmentError",
    "Assessor",
    "BackCharge",
    "DayRange",
    "Discount",
    "DiscountWindow",
    "Household",
    "LadderStep",
    "LateFee",
    "LateFeePeriod",
    "Line",
    "Meter",
    "MeteredAssessor",
    "MeteredRules",
    "OverHeight",
    "Overdue",
    "Payment",
    "Price",
    "Reduction",
    "Refund",
    "Season",
    "Space",
    "Split",
    "SplitAmount",
    "SplitPart",
    "SupplyRange",
    "Surcharge",
    "Tariff",
    "area_in_season",
    "assess",
    "back_charge",
    "daily_rate",
    "early_discount",
    "heated_days_until",
    "last_day_of_month",
    "late_fee",
    "megajoules",
    "outage_refund",
    "read_stored_facts",
    "recognise_month",
    "recognised_until",
    "split_amount",
    "split_by_area",
    "store_facts",
    "supply_with_extra_days",
    "temperature_refund",
    "units_of",
    "with_extra_days",
    "without_short_ranges",
]

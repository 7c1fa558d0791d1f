from decimal import Decimal
from typing import NamedTuple

from odoo import fields, models

from .heating_tariff import exact


class LateFeeRule(NamedTuple):
    """The late fee as a debt's tariff has it.

    :param daily_rate: share of the principal a day
    :param cap: share of the principal that the fee never passes, None without one
    :param start_days: days after the due day without a fee
    :param frozen: what stops it: some of ``disputed``, ``cut_off``, ``outage``
    """

    daily_rate: Decimal
    cap: Decimal | None
    start_days: int
    frozen: frozenset


class HeatingTariff(models.Model):
    """The late fee (滞纳金) on what is overdue of a season."""

    _inherit = "heating.tariff"

    late_fee_daily_rate = fields.Float(
        string="Late Fee a Day",
        digits=(16, 6),
        tracking=True,
        help="Share of what is overdue: 0.0005 is 0.5 ‰ a day. Zero: no late fee.",
    )
    late_fee_cap = fields.Float(
        string="Late Fee at Most",
        digits=(16, 4),
        tracking=True,
        help="Share of what was billed: 1 is as much as the debt. Zero: no limit.",
    )
    late_fee_start_days = fields.Integer(
        string="Days without Late Fee",
        tracking=True,
        help="Days after the due day for which there is none.",
    )
    late_fee_frozen_disputed = fields.Boolean(
        string="None While Disputed or Inspected",
        default=True,
        help="While the household has a hold “Disputed” or “Under Inspection”.",
    )
    late_fee_frozen_cut_off = fields.Boolean(
        string="None While Cut Off", default=True, help="Cut off for arrears."
    )
    late_fee_frozen_outage = fields.Boolean(
        string="None in an Outage", default=True, help="Through the company's fault."
    )

    _late_fee_not_negative = models.Constraint(
        "CHECK (late_fee_daily_rate >= 0 AND late_fee_daily_rate < 1 "
        "AND late_fee_cap >= 0 AND late_fee_start_days >= 0)",
        "A late fee's rate is 0 or more and less than the whole debt a day; its limit "
        "and its days are not negative.",
    )

    def _get_late_fee_rule(self):
        """The late fee as debts are asked for it.

        :rtype: LateFeeRule or None
        """
        self.ensure_one()
        if self.late_fee_daily_rate <= 0:
            return None
        frozen = {
            "disputed": self.late_fee_frozen_disputed,
            "cut_off": self.late_fee_frozen_cut_off,
            "outage": self.late_fee_frozen_outage,
        }
        return LateFeeRule(
            daily_rate=exact(self.late_fee_daily_rate),
            cap=exact(self.late_fee_cap) if self.late_fee_cap else None,
            start_days=self.late_fee_start_days,
            frozen=frozenset(name for name, stops in frozen.items() if stops),
        )

from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from odoo import api, fields, models

from ..assessment import PER_DAY, Overdue, daily_rate
from .heating_tariff import exact


class LateFeeRule(NamedTuple):
    """The late fee as a debt's tariff has it.

    :param daily_rate: share of the principal a day
    :param cap: share of the principal that the fee never passes, None without one
    :param start_days: days after the due day without a fee
    :param frozen: what stops it: some of ``disputed``, ``cut_off``, ``outage``
    :param fee_first: a part payment pays the late fee before the principal
    :param on_paid: it is then asked for the part that is paid, not for all
    """

    daily_rate: Decimal
    cap: Decimal | None
    start_days: int
    frozen: frozenset
    fee_first: bool
    on_paid: bool


class HeatingTariff(models.Model):
    """The late fee (滞纳金) on what is overdue of a season."""

    _inherit = "heating.tariff"

    late_fee_daily_rate = fields.Float(
        string="Late Fee a Day",
        compute="_compute_late_fee_daily_rate",
        inverse="_inverse_late_fee_daily_rate",
        digits=(16, 8),
        help="Share of what is overdue: 0.0005 is 0.5 ‰ a day. Zero: no late fee.",
    )

    @api.depends("late_fee_basis", "late_fee_rate")
    def _compute_late_fee_daily_rate(self):
        for tariff in self:
            tariff.late_fee_daily_rate = float(tariff._get_daily_rate())

    def _inverse_late_fee_daily_rate(self):
        for tariff in self:
            rate = tariff.late_fee_daily_rate
            tariff.write(
                {"late_fee_basis": "daily" if rate else "none", "late_fee_rate": rate}
            )

    def _get_daily_rate(self):
        """The late fee of a day as a share of what is overdue, exact; 0 without one.

        :rtype: decimal.Decimal
        """
        self.ensure_one()
        if self.late_fee_basis == "none":
            return Decimal(0)
        per = PER_DAY if self.late_fee_basis == "daily" else "year"
        return daily_rate(exact(self.late_fee_rate), per)

    def _get_late_fee_rule(self):
        """The late fee as debts are asked for it.

        :rtype: LateFeeRule or None
        """
        self.ensure_one()
        rate = self._get_daily_rate()
        if not rate:
            return None
        return LateFeeRule(
            daily_rate=rate,
            cap=exact(self.late_fee_cap) if self.late_fee_cap else None,
            start_days=self.late_fee_start_days,
            frozen=frozenset(
                reason
                for reason in ("disputed", "cut_off", "outage")
                if self._is_late_fee_frozen(reason)
            ),
            fee_first=self.late_fee_first == "late_fee",
            on_paid=self.late_fee_scope == "paid",
        )

    def _is_late_fee_frozen(self, reason):
        """Whether no late fee runs for *reason*.

        :param str reason: ``disputed``, ``cut_off`` or ``outage``
        """
        self.ensure_one()
        return bool(self[f"late_fee_frozen_{reason}"])

    def _get_overdue(self, principal, due, frozen=(), payments=()):
        """A debt with this tariff's late fee, for ``assessment.late_fee``.

        :param Decimal principal: yuan that were due
        :param due: the last day to pay
        :param frozen: pairs of a reason (see ``_is_late_fee_frozen``) and an
            assessment.DayRange; those of reasons that do not freeze are left out
        :param payments: assessment.Payment of the principal
        :rtype: assessment.Overdue
        """
        self.ensure_one()
        return Overdue(
            principal=principal,
            due=due + timedelta(days=self.late_fee_start_days),
            daily_rate=self._get_daily_rate(),
            cap=exact(self.late_fee_cap) if self.late_fee_cap else None,
            frozen=tuple(
                days for reason, days in frozen if self._is_late_fee_frozen(reason)
            ),
            payments=tuple(payments),
        )

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from odoo import models

from odoo.addons.heating_customer.models.heating_supply import OUTSIDE_STATES

from ..assessment import (
    PER_DAY,
    Assessor,
    Overdue,
    OverHeight,
    Tariff,
    daily_rate,
    without_short_ranges,
)
from .heating_tariff import exact


class HeatingTariff(models.Model):
    """The tariff as the assessment engine wants it."""

    _inherit = "heating.tariff"

    def _get_facts(self):
        """What the engine needs for season bills.

        :rtype: assessment.Tariff
        """
        self.ensure_one()
        over_height = None
        if self.over_height_rule != "none":
            by_step = self.over_height_rule == "step"
            over_height = OverHeight(
                threshold=exact(self.over_height_threshold),
                step=exact(self.over_height_step) if by_step else None,
                rate_per_step=exact(self.over_height_rate) if by_step else None,
                proportional=not by_step,
                negotiate_above=exact(self.over_height_limit)
                if self.over_height_limit
                else None,
            )
        return Tariff(
            prices=tuple(price._get_facts() for price in self.price_ids),
            inner_fallback=exact(self.inner_fallback) if self.inner_fallback else None,
            over_height=over_height,
            # before joining and after leaving nothing is due unless a share says so
            shares=dict.fromkeys(OUTSIDE_STATES, Decimal(0))
            | {share.supply_state: exact(share.share) for share in self.share_ids},
            payers={
                category.id: {
                    payer.payer_id.code: exact(payer.part) for payer in payers
                }
                for category, payers in self.payer_ids.grouped("category_id").items()
            },
            rounding=Decimal(self.rounding),
        )

    def _get_assessor(self):
        """The engine, prepared for this tariff and its season.

        :rtype: assessment.Assessor
        :raise UserError: a price is missing or stands twice
        """
        self.ensure_one()
        return self.env["heating.bill"]._call_engine(
            Assessor, self.season_id._get_facts(), self._get_facts()
        )

    def _get_minimum_days(self):
        """Days below which a supply state in mid-season does not lower the fee.

        :return: dict of supply state → days
        """
        self.ensure_one()
        return {
            "late_start": self.minimum_days_late_start,
            "stopped": self.minimum_days_stop,
        }

    def _get_household_facts(self, facts):
        """A household's facts as this tariff counts them.

        :param facts: assessment.Household, its supply cut to the season
        :rtype: assessment.Household
        """
        if not facts.supply:
            return facts
        supply = without_short_ranges(
            facts.supply, self.season_id._get_facts(), self._get_minimum_days()
        )
        return (
            facts if len(supply) == len(facts.supply) else replace(facts, supply=supply)
        )

    # === LATE FEE === #

    def _get_daily_rate(self):
        """The late fee of a day as a share of what is overdue; 0 without one.

        :rtype: decimal.Decimal
        """
        self.ensure_one()
        if self.late_fee_basis == "none":
            return Decimal(0)
        per = PER_DAY if self.late_fee_basis == "daily" else "year"
        return daily_rate(exact(self.late_fee_rate), per)

    def _get_late_fee_start(self, due):
        """The last day without a late fee.

        :param due: the last day to pay
        """
        return due + timedelta(days=self.late_fee_grace_days)

    def _is_late_fee_frozen(self, reason):
        """Whether no late fee runs for *reason*.

        :param str reason: ``dispute``, ``cut_off`` or ``outage``
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
            due=self._get_late_fee_start(due),
            daily_rate=self._get_daily_rate(),
            cap=exact(self.late_fee_cap) if self.late_fee_cap else None,
            frozen=tuple(
                days for reason, days in frozen if self._is_late_fee_frozen(reason)
            ),
            payments=tuple(payments),
        )

    # === DISCOUNTS AND REFUNDS === #

    def _get_discount_windows(self):
        """The early-bird windows, for ``assessment.early_discount``.

        :rtype: tuple[assessment.DiscountWindow]
        """
        return tuple(window._get_facts() for window in self.discount_ids)

    def _get_ladder(self):
        """The steps of the refund, for ``assessment.temperature_refund``.

        :rtype: tuple[assessment.LadderStep]
        """
        return tuple(step._get_facts() for step in self.ladder_ids)

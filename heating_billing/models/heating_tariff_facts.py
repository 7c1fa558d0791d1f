from dataclasses import replace
from decimal import Decimal

from odoo import models

from odoo.addons.heating_customer.models.heating_supply import OUTSIDE_STATES

from ..assessment import (
    Assessor,
    MeteredAssessor,
    OverHeight,
    Tariff,
    supply_with_extra_days,
    with_extra_days,
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

    def _get_assessor(self, season=None):
        """The engine, prepared for this tariff and its season.

        :param assessment.Season season: the season as a bill has kept it
        :rtype: assessment.Assessor, or assessment.MeteredAssessor for two-part prices
        :raise UserError: a price is missing or stands twice
        """
        self.ensure_one()
        arguments = season or self._get_season_facts(), self._get_facts()
        call_engine = self.env["heating.bill"]._call_engine
        if self._is_metered():
            return call_engine(MeteredAssessor, *arguments, self._get_metered_rules())
        return call_engine(Assessor, *arguments)

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
        season, heated = self.season_id._get_facts(), self._get_season_facts()
        spaces = tuple(
            space
            for space in facts.spaces
            if (space.start or heated.start) <= heated.end
            and (space.end or heated.end) >= heated.start
        )
        if heated != season:
            spaces = tuple(
                replace(
                    space,
                    supply=supply_with_extra_days(space.supply, season, heated),
                )
                for space in spaces
            )
        elif not facts.supply:
            return facts if spaces == facts.spaces else replace(facts, spaces=spaces)
        supply = without_short_ranges(facts.supply, season, self._get_minimum_days())
        supply = supply_with_extra_days(supply, season, heated)
        return replace(facts, supply=supply, spaces=spaces)

    def _get_season_facts(self):
        """The season as this tariff charges it: with the days that were added, or not.

        :rtype: assessment.Season
        """
        self.ensure_one()
        season = self.season_id
        if not self.charge_extra_days:
            return season._get_facts()
        return with_extra_days(
            season._get_facts(), season.heated_from, season.heated_until
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

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from odoo import api, models

from ..assessment import megajoules
from .heating_tariff import exact


@dataclass(frozen=True)
class SeasonHeat:
    """What is known of a household's metered heat in a season.

    :ivar state: “open”, “final” or “broken”
    :ivar megajoules: the heat, where it is final
    :ivar kind: why it is not final: “first”, “last”, “held”, “gap” or “broken”
    :ivar reason: the same as a sentence
    :ivar boundaries: of each meter its id and the readings that were subtracted
    """

    state: str
    megajoules: Decimal | None = None
    kind: str | None = None
    reason: str | None = None
    boundaries: tuple = ()


@dataclass(frozen=True)
class MeteredDays:
    """The first and the last day of which the heat is charged."""

    first: date
    last: date


class HeatingSeason(models.Model):
    _inherit = "heating.season"

    def _get_metered_days(self):
        """Between which days meters are read for this season.

        Where a tariff of it charges added days, their heat is charged, too; where none
        does, it is as free as the days.

        :rtype: MeteredDays
        """
        self.ensure_one()
        charged = (
            self.env["heating.tariff"]
            .sudo()
            .search_count(
                [("season_id", "=", self.id), ("charge_extra_days", "=", True)],
                limit=1,
            )
        )
        if charged:
            return MeteredDays(self.heated_from, self.heated_until)
        return MeteredDays(self.date_start, self.date_end)


class HeatingMeter(models.Model):
    """The heat of a season, from the accepted readings at its two ends."""

    _inherit = "heating.meter"

    @api.model
    def _get_season_heat(self, season, households):
        """The metered heat of households in a season, in four queries for all.

        A meter's heat is its first accepted reading from the last heated day on, or
        the one of the day of its removal, less its last accepted reading up to the
        first heated day, or its start value. Replaced meters and meters side by side
        add up. Nobody heats between two seasons, so readings of the time between them
        count for both.

        :param season: the season
        :param households: the households
        :return: dict of household id → `SeasonHeat`; who has no meter in the season is
            not in it
        """
        days = season._get_metered_days()
        meters = self.sudo().search_fetch(
            [
                ("household_id", "in", households.ids),
                ("installed_on", "<=", days.last),
                "|",
                ("removed_on", "=", False),
                ("removed_on", ">=", days.first),
            ],
            [
                "household_id",
                "number",
                "installed_on",
                "removed_on",
                "start_value",
                "unit",
                "broken_on",
            ],
            order="household_id, installed_on, id",
        )
        if not meters:
            return {}
        before, after = self._get_neighbouring_seasons(season)
        readings = self.env["heating.meter.reading"].sudo()
        found = readings.search_fetch(
            [("meter_id", "in", meters.ids), ("state", "in", ("accepted", "held"))],
            ["meter_id", "date", "value", "state"],
            order="meter_id, date, id",
        ).grouped("meter_id")
        return {
            household.id: theirs._add_up_season(days, before, after, found)
            for household, theirs in meters.grouped("household_id").items()
        }

    @api.model
    def _get_neighbouring_seasons(self, season):
        """The last day of heat of the season before, and the first of the one after.

        :return: two days; the first or last day of all where there is no such season
        """
        seasons = (
            self.env["heating.season"]
            .sudo()
            .with_context(active_test=False)
            .search_fetch(
                [("company_id", "=", season.company_id.id)],
                ["heated_from", "heated_until"],
            )
        )
        earlier = [
            s.heated_until for s in seasons if s.heated_until < season.heated_from
        ]
        later = [s.heated_from for s in seasons if s.heated_from > season.heated_until]
        return max(earlier, default=date.min), min(later, default=date.max)

    def _add_up_season(self, days, before, after, readings):
        """The heat of one household's meters; see ``_get_season_heat``."""
        broken = self.filtered(
            lambda meter: meter.broken_on and meter.broken_on <= days.last
        )
        if broken:
            return SeasonHeat(
                "broken",
                kind="broken",
                reason=self.env._(
                    "Meter %(meter)s is broken since %(day)s: charged by area.",
                    meter=broken[0].number,
                    day=broken[0].broken_on,
                ),
            )
        if gap := self._find_gap(days):
            return SeasonHeat(
                "open",
                kind="gap",
                reason=self.env._(
                    "No meter measured on %(day)s. Correct the days of the meters, or "
                    "report the meter as broken.",
                    day=gap,
                ),
            )
        total, boundaries = Decimal(0), []
        for meter in self:
            theirs = readings.get(meter, self.env["heating.meter.reading"])
            first, last, problem = meter._get_boundaries(days, before, after, theirs)
            if problem:
                return problem
            start = first.value if first else meter.start_value
            total += megajoules(exact(last.value) - exact(start), meter.unit)
            boundaries.append((meter.id, first.id, last.id))
        return SeasonHeat("final", megajoules=total, boundaries=tuple(boundaries))

    def _find_gap(self, days):
        """The first day of the season on which none of these meters was there."""
        day = days.first
        for meter in self.sorted("installed_on"):
            if meter.installed_on > day:
                return day
            if not meter.removed_on:
                return False
            # another may be put in on the day on which this one is taken out
            day = max(day, meter.removed_on + timedelta(days=1))
        return day if day <= days.last else False

    def _get_boundaries(self, days, before, after, readings):
        """The readings at the two ends of this meter's part of a season.

        :param days: the `MeteredDays` of the season
        :param date before: last day of the season before
        :param date after: first day of the season after
        :param readings: the meter's accepted and held readings by date
        :return: first and last reading, and a `SeasonHeat` that says what is missing
        """
        self.ensure_one()
        accepted = readings.filtered(lambda each: each.state == "accepted")
        held = readings - accepted
        facts = {"meter": self.number}
        first = accepted.filtered(lambda each: before <= each.date <= days.first)
        first = first[-1:]
        if not first and self.installed_on < before:
            return (
                first,
                first,
                SeasonHeat(
                    "open",
                    kind="first",
                    reason=self.env._(
                        "Meter %(meter)s has no reading from between the season before "
                        "and %(day)s.",
                        day=days.first,
                        **facts,
                    ),
                ),
            )
        until = days.last
        if self.removed_on and self.removed_on < until:
            until = self.removed_on
        last = accepted.filtered(lambda each: until <= each.date <= after)[:1]
        if last:
            return first, last, None
        if waiting := held.filtered(lambda each: until <= each.date <= after)[:1]:
            kind, reason = (
                "held",
                self.env._(
                    "The reading of meter %(meter)s on %(day)s is held: accept or "
                    "refuse it.",
                    day=waiting.date,
                    **facts,
                ),
            )
        else:
            kind, reason = (
                "last",
                self.env._(
                    "Meter %(meter)s has no final reading: read it on %(day)s or "
                    "later.",
                    day=until,
                    **facts,
                ),
            )
        return first, last, SeasonHeat("open", kind=kind, reason=reason)

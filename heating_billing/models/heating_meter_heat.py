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
        meters = self.sudo().search_fetch(
            [
                ("household_id", "in", households.ids),
                ("installed_on", "<=", season.date_end),
                "|",
                ("removed_on", "=", False),
                ("removed_on", ">=", season.date_start),
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
            household.id: theirs._add_up_season(season, before, after, found)
            for household, theirs in meters.grouped("household_id").items()
        }

    @api.model
    def _get_neighbouring_seasons(self, season):
        """The last day of the season before, and the first day of the one after.

        :return: two days; the first or last day of all where there is no such season
        """
        seasons = (
            self.env["heating.season"]
            .sudo()
            .with_context(active_test=False)
            .search_fetch(
                [("company_id", "=", season.company_id.id)], ["date_start", "date_end"]
            )
        )
        earlier = [s.date_end for s in seasons if s.date_end < season.date_start]
        later = [s.date_start for s in seasons if s.date_start > season.date_end]
        return max(earlier, default=date.min), min(later, default=date.max)

    def _add_up_season(self, season, before, after, readings):
        """The heat of one household's meters; see ``_get_season_heat``."""
        broken = self.filtered(
            lambda meter: meter.broken_on and meter.broken_on <= season.date_end
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
        if gap := self._find_gap(season):
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
            first, last, problem = meter._get_boundaries(season, before, after, theirs)
            if problem:
                return problem
            start = first.value if first else meter.start_value
            total += megajoules(exact(last.value) - exact(start), meter.unit)
            boundaries.append((meter.id, first.id, last.id))
        return SeasonHeat("final", megajoules=total, boundaries=tuple(boundaries))

    def _find_gap(self, season):
        """The first day of the season on which none of these meters was there."""
        day = season.date_start
        for meter in self.sorted("installed_on"):
            if meter.installed_on > day:
                return day
            if not meter.removed_on:
                return False
            # another may be put in on the day on which this one is taken out
            day = max(day, meter.removed_on + timedelta(days=1))
        return day if day <= season.date_end else False

    def _get_boundaries(self, season, before, after, readings):
        """The readings at the two ends of this meter's part of a season.

        :param date before: last day of the season before
        :param date after: first day of the season after
        :param readings: the meter's accepted and held readings by date
        :return: first and last reading, and a `SeasonHeat` that says what is missing
        """
        self.ensure_one()
        accepted = readings.filtered(lambda each: each.state == "accepted")
        held = readings - accepted
        facts = {"meter": self.number}
        first = accepted.filtered(lambda each: before <= each.date <= season.date_start)
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
                        day=season.date_start,
                        **facts,
                    ),
                ),
            )
        until = season.date_end
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

from decimal import Decimal

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

from odoo.addons.queue_job.delay import group
from odoo.addons.queue_job.exception import RetryableJobError

from ..assessment import units_of

BATCH = 200
RETRY_SECONDS = 10


class HeatingMeterSettlement(models.Model):
    """The jobs of a settlement; those of an earlier round find that they are late."""

    _inherit = "heating.meter.settlement"

    @api.model
    def _job_prepare_context_before_enqueue_keys(self):
        """Override of `queue_job`: its hook for failures is told nothing but this."""
        return (
            *super()._job_prepare_context_before_enqueue_keys(),
            "heating_job_round",
        )

    def _delay_batches(self, method_name, record_ids, finish_name):
        """Queue a job for each batch and one that follows the last."""
        self.ensure_one()
        self.job_round += 1
        if not record_ids:
            # a group of no jobs cannot be queued
            getattr(self, finish_name)(self.job_round)
            return
        settlement = self.with_context(heating_job_round=self.job_round)

        def prepare(name):
            return settlement.delayable(channel="root.heating", description=name)

        batches = [
            getattr(prepare(f"{self.name}: {len(ids)}"), method_name)(
                self.job_round, list(ids)
            )
            for ids in split_every(BATCH, record_ids)
        ]
        last = prepare(self.env._("%(name)s: last step", name=self.name))
        finish = getattr(last, finish_name)(self.job_round)
        group(*batches).on_done(finish).delay()

    def _is_on(self, state, job_round):
        self.ensure_one()
        return self.state == state and self.job_round == job_round

    # === PREPARING === #

    def _prepare_batch(self, job_round, bill_ids):
        """Job: one line for each bill; harmless to repeat."""
        if self._is_on("preparing", job_round):
            self._list_bills(bill_ids)

    def _list_bills(self, bill_ids):
        """One line for each of these bills that has none, with what it comes to.

        :param list bill_ids: ids of bills of the season
        """
        lines = self.env["heating.meter.settlement.line"]
        known = lines.search(
            [("settlement_id", "=", self.id), ("bill_id", "in", bill_ids)]
        ).bill_id
        bills = self.env["heating.bill"].browse(bill_ids) - known
        bills = bills.filtered(lambda bill: not bill.undone_on)
        meters, season = self.env["heating.meter"], self.season_id
        heat = meters._get_season_heat(season, bills.household_id)
        before = self._get_season_before()
        earlier = meters._get_season_heat(before, bills.household_id) if before else {}
        areas = self._get_areas(season, bills.household_id)
        areas_before = self._get_areas(before, bills.household_id) if before else {}
        vals_list = []
        for bill in bills:
            household = bill.household_id
            known_heat = heat.get(household.id)
            if not known_heat:
                # its meters belong to other seasons
                continue
            area = areas.get(household.id, 0.0)
            kwh = self._get_kwh(known_heat)
            kwh_before = self._get_kwh(earlier.get(household.id))
            area_before = areas_before.get(household.id, 0.0)
            final = known_heat.state == "final"
            broken = known_heat.state == "broken"
            vals_list.append(
                {
                    "settlement_id": self.id,
                    "household_id": household.id,
                    "branch_id": household.branch_id.id,
                    "building_id": household.building_id.id,
                    "bill_id": bill.id,
                    "state": "ready" if final or broken else "blocked",
                    "kind": known_heat.kind,
                    "reason": known_heat.reason,
                    "heat": kwh,
                    "area": area,
                    "per_area": kwh / area if area else 0.0,
                    "per_area_before": kwh_before / area_before if area_before else 0.0,
                    "amount_before": bill.amount_total,
                    "amount_after": bill.amount_total,
                }
            )
        lines.create(vals_list)._preview()

    @api.model
    def _get_kwh(self, heat):
        """A season's heat as kWh for lists; 0 where it is not known."""
        if not heat or heat.megajoules is None:
            return 0.0
        return float(units_of(heat.megajoules, "kwh"))

    def _get_season_before(self):
        return self.env["heating.season"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("date_end", "<", self.season_id.date_start),
            ],
            order="date_end DESC",
            limit=1,
        )

    @api.model
    def _get_areas(self, season, households):
        """Built m² of households on the last day of a season, in one query.

        :return: dict of household id → m²
        """
        rows = self.env["heating.space"]._read_group(
            [
                ("household_id", "in", households.ids),
                "|",
                ("date_from", "=", False),
                ("date_from", "<=", season.date_end),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", season.date_end),
            ],
            ["household_id"],
            ["built_area:sum"],
        )
        return {household.id: area for household, area in rows}

    def _finish_preparing(self, job_round):
        """Job: the last batch is listed; compare each household with its building."""
        if not self._is_on("preparing", job_round):
            return
        self._compare()
        self.state = "ready"

    def _compare(self):
        """Say of each line with how many of its two comparisons it disagrees."""
        self.env["heating.meter.settlement.line"].flush_model()
        factor = Decimal(str(self.company_id.heating_meter_factor or 0))
        self.env.cr.execute(
            SQL(
                """
                UPDATE heating_meter_settlement_line line
                   SET per_area_building = building.mean,
                       unusual_count = CASE WHEN %(factor)s = 0 OR line.area = 0
                         THEN 0 ELSE
                           (line.per_area_before > 0 AND (
                              line.per_area > line.per_area_before * %(factor)s
                           OR line.per_area * %(factor)s < line.per_area_before))::int
                         + (building.households > 1 AND building.mean > 0 AND (
                              line.per_area > building.mean * %(factor)s
                           OR line.per_area * %(factor)s < building.mean))::int
                         END
                  FROM (SELECT building_id, count(*) AS households,
                               sum(heat) / NULLIF(sum(area), 0) AS mean
                          FROM heating_meter_settlement_line
                         WHERE settlement_id = %(settlement)s
                           AND (state = 'settled'
                            OR state IN ('ready', 'parked') AND kind IS NULL)
                         GROUP BY building_id) building
                 WHERE line.settlement_id = %(settlement)s
                   AND building.building_id IS NOT DISTINCT FROM line.building_id
                   AND (line.state = 'settled'
                        OR line.state IN ('ready', 'parked') AND line.kind IS NULL)
                """,
                factor=factor,
                settlement=self.id,
            )
        )
        self.env["heating.meter.settlement.line"].invalidate_model()

    # === SETTLING === #

    def _settle_batch(self, job_round, line_ids):
        """Job: settle these lines; those that are settled already are left.

        :raise RetryableJobError: a batch of an earlier round is still at these lines
        """
        if not self._is_on("running", job_round):
            return
        lines = self.env["heating.meter.settlement.line"].browse(line_ids).exists()
        if lines.try_lock_for_update() != lines:
            raise RetryableJobError(
                self.env._("Another job has this batch at work."),
                seconds=RETRY_SECONDS,
                ignore_retry=True,
            )
        lines.invalidate_recordset(["state"])
        lines.filtered(lambda line: line.state == "ready")._settle_safely()

    def _finish_settling(self, job_round):
        """Job: the last batch has ended."""
        if self._is_on("running", job_round):
            self.state = "stopped" if self._get_ready_lines(limit=1) else "done"

    # === INTERRUPTIONS === #

    def _interrupt(self):
        self.ensure_one()
        self.state = "draft" if self.state == "preparing" else "stopped"

    def _stop_settlement(self, exc_name=None, exc_message=None, **_details):
        """Job hook: a job broke down for a reason that is no household's."""
        job_round = self.env.context.get("heating_job_round")
        if self.state not in ("preparing", "running") or self.job_round != job_round:
            return
        self._interrupt()
        self.message_post(
            body=self.env._(
                "A job broke down: %(name)s %(message)s",
                name=exc_name,
                message=exc_message or "",
            )
        )


class HeatingMeterSettlementLine(models.Model):
    _inherit = "heating.meter.settlement.line"

    def _settle_safely(self):
        """Settle all lines at once, or one by one where one of them is bad."""
        if not self:
            return
        try:
            with self.env.cr.savepoint():
                self._settle()
            return
        except (UserError, psycopg2.IntegrityError):
            self.env.invalidate_all()
        for line in self:
            try:
                with self.env.cr.savepoint():
                    line._settle()
            except (UserError, psycopg2.IntegrityError) as error:
                self.env.invalidate_all()
                line.write(
                    {
                        "state": "failed",
                        "kind": "posting",
                        "reason": str(error).strip(),
                    }
                )

    def _settle(self):
        """Work out the bills of these lines anew from what is known now.

        Who lost a final reading since the list was prepared is not settled.
        """
        season = self.settlement_id.season_id
        season._check_open()
        heat = self.env["heating.meter"]._get_season_heat(season, self.household_id)
        ready = self.browse()
        for line in self:
            known = heat.get(line.household_id.id)
            if line.bill_id.undone_on:
                # billed again it is listed again
                line.write(
                    {
                        "state": "blocked",
                        "kind": "gap",
                        "reason": self.env._("Its bill was undone."),
                    }
                )
            elif known and known.state in ("final", "broken"):
                ready += line
            else:
                line.write(
                    {
                        "state": "blocked",
                        "kind": known.kind if known else "gap",
                        "reason": known.reason
                        if known
                        else self.env._("It has no meter in this season any more."),
                    }
                )
        before = {line: line.bill_id.amount_total for line in ready}
        ready.bill_id._reassess(
            self.env._(
                "Settlement of metered heat, season %(season)s", season=season.name
            )
        )
        for line in ready:
            after = line.bill_id.amount_total
            line.write(
                {
                    "state": "settled",
                    "amount_before": before[line],
                    "amount_after": after,
                    "difference": line.currency_id.round(after - before[line]),
                }
            )

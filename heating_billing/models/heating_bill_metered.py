from dataclasses import replace

from odoo import api, fields, models

from ..assessment import Meter
from .heating_tariff import exact
from .heating_tariff_rules import plain

METERINGS = [
    ("advance", "Charged Before the Readings"),
    ("metered", "Settled by Meter"),
    ("capped", "Settled, Not above the Price by Area"),
    ("kept", "Settled, Nothing Given Back"),
    ("area", "By Area, without a Meter"),
]
# Settled: nothing is waited for.
SETTLED = ("metered", "capped", "kept", "area")


class HeatingBill(models.Model):
    """Bills of two-part prices: an advance first, the season's heat at its end."""

    _inherit = "heating.bill"

    metering = fields.Selection(
        METERINGS,
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="How a two-part price was charged; empty: the tariff has none.",
    )
    metering_text = fields.Char(
        string="About the Meter", compute="_compute_metering_text"
    )

    @api.depends("metering")
    @api.depends_context("lang")
    def _compute_metering_text(self):
        """Why the bill is charged as it is, for whoever reads it."""
        texts = {
            "advance": self.env._(
                "Charged before the meter is read. After the season the heat on the "
                "meter is settled, and the difference charged or given back as the "
                "tariff says."
            ),
            "metered": self.env._(
                "Settled by the heat on the meter: final reading less first reading."
            ),
            "capped": self.env._(
                "The heat on the meter came to more than the price by area, which the "
                "tariff never passes: charged by area."
            ),
            "kept": self.env._(
                "The heat on the meter came to less than was charged before; by the "
                "tariff nothing is given back."
            ),
            "area": self.env._("Charged by area: there is no meter."),
        }
        known = self._get_heat_of_settled()
        for bill in self:
            heat = known.get(bill)
            text = texts.get(bill.metering, False)
            if heat and bill.metering == "area" and heat.state == "broken":
                text = heat.reason
            elif heat and heat.boundaries:
                text = f"{text} {bill._explain_readings(heat)}"
            bill.metering_text = text

    def _get_heat_of_settled(self):
        """What is known of the heat of those of these bills that are settled.

        :return: dict of bill → `SeasonHeat`
        """
        result = {}
        settled = self.filtered(lambda bill: bill.metering in SETTLED)
        for season, bills in settled.grouped("season_id").items():
            heat = self.env["heating.meter"]._get_season_heat(
                season, bills.sudo().household_id
            )
            result |= {
                bill: heat[bill.sudo().household_id.id]
                for bill in bills
                if bill.sudo().household_id.id in heat
            }
        return result

    @api.model
    def _explain_readings(self, heat):
        """The readings that a season's heat was worked out from, in words.

        :param heat: a `SeasonHeat` that is final
        :rtype: str
        """
        meters = self.env["heating.meter"].sudo()
        readings = self.env["heating.meter.reading"].sudo()
        units = dict(meters._fields["unit"]._description_selection(self.env))
        words = []
        for meter_id, first_id, last_id in heat.boundaries:
            meter, last = meters.browse(meter_id), readings.browse(last_id)
            first = readings.browse(first_id)
            start = first.value if first else meter.start_value
            words.append(
                self.env._(
                    "Meter %(meter)s: %(last)s on %(last_day)s − %(first)s on "
                    "%(first_day)s = %(heat)s %(unit)s",
                    meter=meter.number,
                    last=plain(last.value),
                    last_day=last.date,
                    first=plain(start),
                    first_day=first.date if first else meter.installed_on,
                    heat=plain(exact(last.value) - exact(start)),
                    unit=units[meter.unit],
                )
            )
        return self._join_words(words)

    @api.model
    def _gather_facts(self, season, households):
        """Override to add the meters, where a tariff of the season has a use for them.

        Four more queries for all households, or one where none is needed.
        """
        facts = super()._gather_facts(season, households)
        if not season.sudo()._has_metered_tariff():
            return facts
        heat = self.env["heating.meter"]._get_season_heat(season, households)
        for household_id, known in heat.items():
            facts[household_id] = replace(
                facts[household_id], meter=Meter(known.state, known.megajoules)
            )
        return facts

    @api.model
    def _prepare_bill_vals(self, household, tariff, assessment, *args, **kwargs):
        vals = super()._prepare_bill_vals(
            household, tariff, assessment, *args, **kwargs
        )
        return vals | {"metering": assessment.metering or False}

    def _prepare_reassessed_vals(self, assessment):
        return super()._prepare_reassessed_vals(assessment) | {
            "metering": assessment.metering or False
        }

    def _replace_lines(self, assessments, reason):
        """Override: a settlement that comes to the same amount is one all the same."""
        changed = super()._replace_lines(assessments, reason)
        for bill, assessment in assessments.items():
            if bill.metering != (assessment.metering or False):
                bill.metering = assessment.metering
        return changed


class HeatingSeason(models.Model):
    _inherit = "heating.season"

    def _has_metered_tariff(self):
        """Whether a tariff of the season has a price for metered heat."""
        self.ensure_one()
        return bool(
            self.env["heating.tariff.price"].search_count(
                [("tariff_id.season_id", "=", self.id), ("energy_price", ">", 0)],
                limit=1,
            )
        )

from odoo import api, models
from odoo.exceptions import UserError

from ..assessment import AssessmentError, SupplyRange
from ..assessment import Household as HouseholdFacts
from ..assessment import Space as SpaceFacts
from .heating_tariff import exact


class HeatingBill(models.Model):
    """From the archive to the engine: facts in, and refusals put into words."""

    _inherit = "heating.bill"

    @api.model
    def _call_engine(self, function, *arguments):
        """Call the engine; its refusals become sentences in the user's language.

        :raise UserError: the engine's reason
        """
        try:
            return function(*arguments)
        except AssessmentError as error:
            raise UserError(self._explain_assessment_error(error)) from error

    @api.model
    def _explain_assessment_error(self, error):
        """The reason why the engine refused, in the user's language.

        :param AssessmentError error: what the engine raised
        :rtype: str
        """
        facts = error.facts
        category = self._get_category_name(facts.get("category"))
        states = dict(
            self.env["heating.supply"]._fields["state"]._description_selection(self.env)
        )
        sentences = {
            "no_spaces": self.env._("The household has no space in this season."),
            "no_price": self.env._(
                "The tariff has no price for %(category)s.", category=category
            ),
            "priced_twice": self.env._(
                "The tariff prices %(category)s twice.", category=category
            ),
            "no_inner_area": self.env._(
                "The inner area is unknown, and the tariff has no share of the built "
                "area to take instead."
            ),
            "no_share": self.env._(
                "The tariff has no share for the supply state “%(state)s”.",
                state=states.get(facts.get("state"), facts.get("state")),
            ),
            "supply_overlap": self.env._("Two supply states cover the same day."),
            "negotiated_height": self.env._(
                "The ceiling is %(height)s m high; above %(limit)s m the price is "
                "negotiated.",
                height=facts.get("height"),
                limit=facts.get("limit"),
            ),
            "no_reading": self.env._(
                "%(category)s has a price for metered heat, but there is no meter "
                "reading, and the tariff has no price by area to charge instead.",
                category=category,
            ),
            "energy_without_price": self.env._(
                "A meter reading was given, but no space has a price for metered heat."
            ),
            "energy_prices_differ": self.env._(
                "The spaces have more than one price for metered heat, and one "
                "reading cannot be divided between them."
            ),
            "split_sum": self.env._(
                "The parts have %(parts)s m² together, but the area is %(area)s m².",
                parts=facts.get("parts"),
                area=facts.get("area"),
            ),
            "ends_before_start": self.env._(
                "A range of days ends on %(end)s, before it begins on %(start)s.",
                end=facts.get("end"),
                start=facts.get("start"),
            ),
            "payers_sum": self.env._(
                "The payers of %(category)s pay %(parts)s together, but its price is "
                "%(price)s.",
                category=category,
                parts=facts.get("parts"),
                price=facts.get("price"),
            ),
            "payers_without_price": self.env._(
                "%(category)s has payers but no price in the tariff.",
                category=category,
            ),
        }
        return sentences.get(error.code) or str(error)

    @api.model
    def _get_category_name(self, category):
        """The name of a category as the engine knows it.

        :param category: its id, or its code in a worked example; None: of none
        """
        categories = self.env["heating.category"]
        if isinstance(category, str):
            return categories.search([("code", "=", category)]).name or category
        return categories.browse(category).name

    @api.model
    def _gather_facts(self, season, households):
        """What the engine must know of each household, in two queries for all.

        :param season: the season to be billed
        :param households: the households
        :return: dict of household id → assessment.Household
        """

        def within(first, last):
            return [
                ("household_id", "in", households.ids),
                "|",
                ("date_from", "=", False),
                ("date_from", "<=", last),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", first),
            ]

        spaces = (
            self.env["heating.space"]
            .search_fetch(
                # of days that were added, too: what is on file then is charged then
                within(season.heated_from, season.heated_until),
                [
                    "household_id",
                    "category_id",
                    "built_area",
                    "inner_area",
                    "height",
                    "date_from",
                    "date_to",
                ],
                order="household_id, id",
            )
            .grouped("household_id")
        )
        supplies = self.env["heating.supply"].search_fetch(
            within(season.date_start, season.date_end),
            ["household_id", "space_id", "state", "date_from", "date_to"],
            order="household_id, date_from",
        )
        parts = supplies.filtered("space_id").grouped("space_id")
        supplies = supplies.filtered(lambda each: not each.space_id)
        supplies = supplies.grouped("household_id")
        nothing = self.env["heating.supply"]
        return {
            household.id: HouseholdFacts(
                spaces=tuple(
                    SpaceFacts(
                        key=space.id,
                        category=space.category_id.id,
                        built=exact(space.built_area),
                        inner=exact(space.inner_area) if space.inner_area else None,
                        height=exact(space.height) if space.height else None,
                        start=space.date_from or None,
                        end=space.date_to or None,
                        supply=parts.get(space, nothing)._get_facts(season),
                    )
                    for space in spaces.get(household, ())
                ),
                supply=supplies.get(household, nothing)._get_facts(season),
            )
            for household in households
        }


class HeatingSupply(models.Model):
    _inherit = "heating.supply"

    def _get_facts(self, season):
        """What the engine is told of these ranges: their days within the season.

        :param season: a season that each of them has a day in
        :rtype: tuple[assessment.SupplyRange]
        """
        return tuple(
            SupplyRange(
                state=supply.state,
                start=max(supply.date_from or season.date_start, season.date_start),
                end=min(supply.date_to or season.date_end, season.date_end),
            )
            for supply in self
        )

from collections import Counter

from odoo import api, fields, models


class HeatingBill(models.Model):
    """The area and the category of the season, which later changes leave alone.

    A household is measured again, or its shop becomes a flat: what was billed then, and
    every figure of that season, stays.
    """

    _inherit = "heating.bill"

    built_area = fields.Float(
        string="Area (m²)",
        digits=(16, 2),
        readonly=True,
        aggregator="sum",
        help="Built area on file in the season, each space by its days in it.",
    )
    category_id = fields.Many2one(
        "heating.category",
        readonly=True,
        ondelete="restrict",
        help="Category of the largest part of the area in the season.",
    )

    @api.model
    def _prepare_bill_vals(self, household, tariff, *args, **kwargs):
        vals = super()._prepare_bill_vals(household, tariff, *args, **kwargs)
        return vals | self._prepare_area_vals(household, tariff.season_id)

    def _prepare_reassessed_vals(self, assessment):
        vals = super()._prepare_reassessed_vals(assessment)
        return vals | self._prepare_area_vals(self.household_id, self.season_id)

    @api.model
    def _prepare_area_vals(self, household, season):
        """Area and category of a household in a season, as they are on file now.

        :param household: one of the households of a batch, read together
        :param season: the season that is billed
        :rtype: dict
        """
        areas = Counter()
        for space in household.space_ids:
            first = max(space.date_from or season.date_start, season.date_start)
            last = min(space.date_to or season.date_end, season.date_end)
            if first <= last:
                days = (last - first).days + 1
                areas[space.category_id] += space.built_area * days / season.days
        return {
            "built_area": areas.total(),
            "category_id": max(areas, key=areas.get).id if areas else False,
        }

from dataclasses import replace

from odoo import api, models


class HeatingBill(models.Model):
    """Approved reductions are facts like any other: they are in every assessment."""

    _inherit = "heating.bill"

    @api.model
    def _gather_facts(self, season, households):
        """Override to add what has been reduced; one query for all households."""
        facts = super()._gather_facts(season, households)
        # whoever asks: what is billed does not depend on what its reader may see
        reductions = (
            self.env["heating.reduction"]
            .sudo()
            .search_fetch(
                [
                    ("household_id", "in", households.ids),
                    ("season_id", "=", season.id),
                    ("state", "=", "approved"),
                    ("withdraws_id", "=", False),
                ],
                ["household_id", "by", "value"],
                order="household_id, id",
            )
        )
        for household, granted in reductions.grouped("household_id").items():
            facts[household.id] = replace(
                facts[household.id],
                reductions=tuple(each._get_facts() for each in granted),
            )
        return facts

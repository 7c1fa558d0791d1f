import json

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.exceptions import UserError

from ..assessment.strict import Malformed, day, load


class HeatingTariff(models.Model):
    """A tariff as the draft of the next season's, or of its own next version."""

    _inherit = "heating.tariff"

    def copy(self, default=None):
        """A copy remembers what it was made from, to be compared with it."""
        copies = super().copy(default)
        for tariff, copied in zip(self, copies, strict=True):
            copied.copied_from_id = tariff
            years = copied.season_id.date_start.year - tariff.season_id.date_start.year
            if years:
                copied._shift_years(years)
        return copies

    def copy_data(self, default=None):
        """Override: a copy for the same season is told apart by its name."""
        vals_list = super().copy_data(default)
        for tariff, vals in zip(self, vals_list, strict=True):
            same = vals.get("season_id") == tariff.season_id.id
            if same and vals.get("name") == tariff.name:
                vals["name"] = tariff._get_free_name()
        return vals_list

    def _get_free_name(self):
        """The tariff's name with the next number that none of its season has."""
        self.ensure_one()
        taken = set(
            self.with_context(active_test=False)
            .search([("season_id", "=", self.season_id.id)])
            .mapped("name")
        )
        number = 2
        while (name := f"{self.name} ({number})") in taken:
            number += 1
        return name

    def action_copy_as_version(self):
        """Draft a new version of this tariff for the same season and show it.

        Bills keep the version that they were made with; once the new one is approved
        it takes the place of this one.

        :return: the action that shows the draft
        """
        self.ensure_one()
        return self.copy()._get_form_action()

    def _get_form_action(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "heating.tariff",
            "res_id": self.id,
            "view_mode": "form",
        }

    def _replace_copied(self):
        """Archive the version that this one was copied from and takes the place of."""
        self.ensure_one()
        former = self.copied_from_id
        if (
            former.active
            and former.state == "approved"
            and former.season_id == self.season_id
            and former.branch_ids == self.branch_ids
        ):
            former.active = False
            former._message_log(
                body=self.env._(
                    "Replaced by %(tariff)s; bills keep what they were made with.",
                    tariff=self.name,
                )
            )

    def action_copy_to_next_season(self):
        """Draft the next season's tariff from this one and show it.

        :return: the action that shows the draft
        :raise UserError: there is no next season yet, or it has a tariff of the name
        """
        self.ensure_one()
        season = self.env["heating.season"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("date_start", ">", self.season_id.date_end),
            ],
            order="date_start",
            limit=1,
        )
        if not season:
            raise UserError(
                self.env._(
                    "There is no season after %(season)s yet: create it first.",
                    season=self.season_id.name,
                )
            )
        name = self.name.replace(self.season_id.name, season.name)
        if self.with_context(active_test=False).search_count(
            [("season_id", "=", season.id), ("name", "=", name)]
        ):
            raise UserError(
                self.env._(
                    "Season %(season)s has a tariff %(name)s already.",
                    season=season.name,
                    name=name,
                )
            )
        return self.copy({"season_id": season.id, "name": name})._get_form_action()

    def _shift_years(self, years):
        """Move all that has a day of the season to the season it now belongs to.

        :param int years: how many years later that season is
        """
        later = relativedelta(years=years)
        self.discount_ids._shift_years(years)
        if self.refund_until:
            self.refund_until += later
        # the other examples name a season or days of their own
        for example in self.example_ids.filtered(
            lambda example: example.kind == "early_discount"
        ):
            try:
                facts = load(example.facts)
                paid_on = day(facts["paid_on"], "paid_on") + later
            except (Malformed, KeyError, TypeError):
                continue
            example.facts = json.dumps(
                facts | {"paid_on": paid_on.isoformat()}, ensure_ascii=False, indent=1
            )

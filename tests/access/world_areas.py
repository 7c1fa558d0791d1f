"""Campaigns that measure areas, with a check at every step."""

from odoo import fields

from odoo.addons.heating_customer.models import tier_guard


class Areas:
    def _build_areas(self):
        env = self.env
        today = fields.Date.context_today(env["heating.season"])
        self.campaigns = {}
        for name in ("draft", "running", "measured"):
            self.campaigns[name] = env["heating.area.campaign"].create(
                {
                    "name": name,
                    "branch_id": self.east["branch"].id,
                    "community_ids": self.east["community"].ids,
                    "date_to": today,
                }
            )
        self.campaigns["measured"].action_start()
        checks = self.campaigns["measured"].check_ids
        self.checks = dict(
            zip(("to_do", "measured", "confirmed"), checks[:3], strict=True)
        )
        # measured by no campaign yet, so that another one can be started
        env["heating.space"].create(
            {
                "household_id": self.unbilled.id,
                "category_id": self.unbilled.category_id.id,
                "built_area": 7,
            }
        )
        measured = {
            "measured_by_id": self.users["field_worker"].id,
            "measured_on": fields.Datetime.now(),
        }
        for state, check in self.checks.items():
            tier_guard.operating(check).write(
                {
                    "state": state,
                    "built_area": check.space_id.built_area + 5,
                    **(measured if state != "to_do" else {}),
                }
            )
        # under way, and everything that it found is in the archive
        tier_guard.operating(self.campaigns["running"]).state = "running"

"""Areas that are measured anew: a campaign to come and one under way."""

from odoo.addons.heating_customer.models import tier_guard


class Areas:
    """Two campaigns of the first branch, and a check at every step."""

    def _build_areas(self):
        campaigns = self.env["heating.area.campaign"]
        self.campaigns = {
            name: campaigns.create(
                {
                    "name": name,
                    "branch_id": self.east["branch"].id,
                    "community_ids": self.own.community_id.ids,
                    "date_from": "2026-01-01",
                    "date_to": "2030-01-01",
                }
            )
            for name in ("running", "draft")
        }
        self.campaigns["running"].action_start()
        checks = self.campaigns["running"].check_ids.sorted("sequence")
        self.checks = dict(
            zip(("to_do", "measured", "confirmed"), checks, strict=False)
        )
        for state in ("measured", "confirmed"):
            self.put_check(state, state)
        self.checks["to_do"].with_user(self.users["field_worker"]).built_area = 77.0

    def put_check(self, name, state):
        """Bring a check to a step, measured by somebody of the staff.

        :param str name: of ``checks``
        :param str state: its step
        """
        measured = state != "to_do"
        tier_guard.operating(self.checks[name]).write(
            {
                "state": state,
                "built_area": 77.0,
                "measured_by_id": measured and self.env.uid,
                "measured_on": measured and "2026-02-01 03:00:00",
            }
        )

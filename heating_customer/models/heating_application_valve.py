from odoo import models

# Effects for which a valve is opened; those that need a seal shut it.
OPENING = ("join", "restore", "reconnect")


class HeatingApplication(models.Model):
    """Work on site that is confirmed becomes a record of the household's valve."""

    _inherit = "heating.application"

    def write(self, vals):
        result = super().write(vals)
        # set by the operation that confirms, which has checked who does it
        if vals.get("valve_on"):
            self._record_valve()
        return result

    def _record_valve(self):
        """Note how each valve was turned: each space's, or the household's."""
        nothing = self.env["heating.space"]
        self.env["heating.valve.record"].sudo().create(
            [
                {
                    "household_id": application.household_id.id,
                    "space_id": space.id,
                    "date": application.valve_on,
                    "state": "shut" if application._needs_seal() else "open",
                    "seal_number": application.seal_number,
                    "user_id": application.field_worker_id.id,
                    "application_id": application.id,
                }
                for application in self
                if application.household_id
                and (application._needs_seal() or application.effect in OPENING)
                for space in application.supply_space_ids or [nothing]
            ]
        )

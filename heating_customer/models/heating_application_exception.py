from odoo import models

# An exception from the deadline was made for these; another type, household or day is
# another matter.
EXCEPTION_FIELDS = {"type_id", "household_id", "date_from", "date_to"}


class HeatingApplication(models.Model):
    """An exception from the deadline counts for what it was made for."""

    _inherit = "heating.application"

    # === CRUD METHODS === #

    def write(self, vals):
        result = super().write(vals)
        if EXCEPTION_FIELDS & vals.keys():
            excepted = self.filtered(lambda each: each.state == "draft")
            excepted.filtered("override_by_id")._drop_exception()
        return result

    def _drop_exception(self):
        """Take back what was allowed for something else than stands there now."""
        self._approval_write(
            {"override_reason": False, "override_by_id": False, "override_on": False}
        )
        for application in self:
            application._message_log(
                body=self.env._(
                    "What it is about has changed: the exception from the deadline no "
                    "longer counts."
                )
            )

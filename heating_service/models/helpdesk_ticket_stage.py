from odoo import fields, models
from odoo.exceptions import UserError

from ..const import STATES


class HelpdeskTicketStage(models.Model):
    _inherit = "helpdesk.ticket.stage"

    heating_state = fields.Selection(
        STATES,
        string="Step in Heating Service",
        copy=False,
        help="Which step of the service's way this stage stands for. Stages of other "
        "helpdesk teams leave it empty.",
    )

    # A stage that closed tickets without saying so would be a silent way out.
    _heating_closed = models.Constraint(
        "CHECK (heating_state IS NULL OR COALESCE(closed, FALSE) = "
        "(heating_state IN ('closed', 'cancelled')))",
        "In heating service exactly the steps “Closed” and “Cancelled” close tickets.",
    )
    _heating_portal = models.Constraint(
        "CHECK (heating_state IS NULL OR NOT COALESCE(close_from_portal, FALSE))",
        "Heating service tickets are not closed from the portal: a follow-up call "
        "closes them.",
    )

    def write(self, vals):
        if "heating_state" in vals or vals.get("active") is False:
            self._check_unused()
        return super().write(vals)

    def _check_unused(self):
        """Refuse to give a stage another meaning under the tickets that stand in it."""
        stages = self.filtered("heating_state")
        if stages and self.env["helpdesk.ticket"].sudo().with_context(
            active_test=False
        ).search_count([("stage_id", "in", stages.ids)], limit=1):
            raise UserError(
                self.env._(
                    "There are tickets in %(stages)s: the step cannot be changed.",
                    stages=", ".join(stages.mapped("name")),
                )
            )

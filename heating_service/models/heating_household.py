from odoo import fields, models

from ..const import ENDED_STATES


class HeatingHousehold(models.Model):
    _inherit = "heating.household"

    ticket_ids = fields.One2many(
        "helpdesk.ticket",
        "household_id",
        string="Tickets",
        groups="heating_customer.group_user",
    )
    open_ticket_count = fields.Integer(
        string="Open Tickets",
        compute="_compute_open_ticket_count",
        groups="heating_customer.group_user",
    )

    def _compute_open_ticket_count(self):
        counts = dict(
            self.env["helpdesk.ticket"]._read_group(
                [
                    ("household_id", "in", self.ids),
                    ("heating_state", "not in", ENDED_STATES),
                ],
                ["household_id"],
                ["__count"],
            )
        )
        for household in self:
            household.open_ticket_count = counts.get(household._origin, 0)

    def action_view_tickets(self):
        """Open the household's tickets, the open ones first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_service.helpdesk_ticket_action"
        )
        action["domain"] = [("household_id", "=", self.id)]
        action["context"] = {
            "default_household_id": self.id,
            "search_default_open": 1,
            "heating_stages_only": True,
        }
        action["view_mode"] = "list,kanban,form"
        return action

    def action_report_repair(self):
        """Open a new ticket for a repair at this household."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Repair"),
            "res_model": "helpdesk.ticket",
            "view_mode": "form",
            "context": {
                "default_household_id": self.id,
                "default_kind": "repair",
            },
        }

from odoo import api, models

from odoo.addons.heating_customer.models.heating_household_overview import LATEST

from ..const import ENDED_STATES

SEE_ALL_TICKETS = (
    "heating_customer.group_service_agent,heating_customer.group_manager,"
    "heating_customer.group_administrator"
)


class HeatingHousehold(models.Model):
    """What the overview and the timeline of a household say of its tickets."""

    _inherit = "heating.household"

    def _get_overview_sections(self):
        """Override of `heating_customer`: open tickets, for who sees all of them.

        “None open” would be wrong for those who see only their own.
        """
        sections = super()._get_overview_sections()
        if self.env.user.has_groups(SEE_ALL_TICKETS):
            sections.append(self._get_ticket_section())
        return sections

    def _get_ticket_section(self):
        tickets = self.env["helpdesk.ticket"].search(
            [
                ("household_id", "=", self.id),
                ("heating_state", "not in", ENDED_STATES),
            ],
            order="id DESC",
            limit=LATEST,
        )
        return self._overview_section(
            "tickets",
            self.env._("Open Tickets"),
            [("", "date"), ("", "text"), ("", "text")],
            [
                (
                    [
                        str(self._timeline_day(ticket.create_date)),
                        ticket.name,
                        ticket.stage_id.name,
                    ],
                    ticket,
                )
                for ticket in tickets
            ],
            self.env._("None open."),
            "action_view_tickets",
        )

    @api.model
    def _get_timeline_kinds(self):
        return [
            *super()._get_timeline_kinds(),
            ("ticket", self.env._("Tickets"), "fa-wrench"),
        ]

    def _get_timeline_entries(self):
        """Override of `heating_customer`: the tickets that one may read."""
        return [*super()._get_timeline_entries(), *self._get_ticket_entries()]

    def _get_ticket_entries(self):
        model = self.env["helpdesk.ticket"]
        if not model.has_access("read"):
            return []
        tickets = model.search([("household_id", "in", self.ids)])
        return [
            (
                ticket.household_id,
                self._timeline_day(ticket.create_date),
                self._timeline_entry(
                    "ticket",
                    f"{ticket.number} {ticket.name}",
                    ticket,
                    ticket.stage_id.name,
                ),
            )
            for ticket in tickets
        ]

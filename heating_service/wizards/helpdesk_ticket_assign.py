from odoo import api, fields, models

from ..const import OPEN_STATES


class HelpdeskTicketAssign(models.TransientModel):
    """Give tickets to a field worker, seeing who has how much to do."""

    _name = "helpdesk.ticket.assign"
    _description = "Assign Tickets"

    ticket_ids = fields.Many2many("helpdesk.ticket", required=True, string="Tickets")
    candidate_ids = fields.Many2many("res.users", compute="_compute_candidate_ids")
    user_id = fields.Many2one(
        "res.users",
        string="Field Worker",
        required=True,
        domain="[('id', 'in', candidate_ids)]",
    )
    open_count = fields.Integer(
        string="Open Tickets of This Worker", compute="_compute_open_count"
    )

    @api.model
    def default_get(self, fields):
        """Suggest the field worker of the tickets' stations, if there is just one."""
        defaults = super().default_get(fields)
        if "user_id" in fields and not defaults.get("user_id"):
            wizard = self.new(defaults)
            stations = wizard.ticket_ids.station_id
            near = wizard.candidate_ids._origin.filtered(
                lambda user: user.sudo().heating_station_ids & stations
            )
            defaults["user_id"] = near.ids[0] if len(near) == 1 else False
        return defaults

    @api.depends("ticket_ids")
    def _compute_candidate_ids(self):
        """Field workers who work for the branches of all the tickets.

        Who sets up the system may have every role, and goes to no cellar.
        """
        users = self.env["res.users"]
        administrators = self.env.ref("heating_customer.group_administrator")
        workers = users.search(
            [
                ("all_group_ids", "in", self._get_worker_groups().ids),
                ("share", "=", False),
            ]
        ) - users.search([("all_group_ids", "in", administrators.ids)])
        for wizard in self:
            branches = wizard.ticket_ids.branch_id
            # a colleague's branches are beyond the agent's rights, the name is not
            wizard.candidate_ids = workers.filtered(
                lambda user, branches=branches: (
                    not user.sudo().heating_branch_ids
                    or not branches - user.sudo().heating_branch_ids
                )
            )

    @api.depends("user_id")
    def _compute_open_count(self):
        for wizard in self:
            # the worker's load counts beyond the branches the agent sees
            wizard.open_count = bool(wizard.user_id) and self.env[
                "helpdesk.ticket"
            ].sudo().search_count(
                [
                    ("user_id", "=", wizard.user_id.id),
                    ("heating_state", "in", OPEN_STATES),
                ]
            )

    @api.model
    def _get_worker_groups(self):
        return self.env.ref("heating_customer.group_field_worker")

    def action_confirm(self):
        """Assign and close the dialogue."""
        self.ensure_one()
        self.ticket_ids.action_assign(self.user_id.id)
        return {"type": "ir.actions.act_window_close"}

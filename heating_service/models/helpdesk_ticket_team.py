from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class HelpdeskTicketTeam(models.Model):
    _inherit = "helpdesk.ticket.team"

    heating_service = fields.Boolean(
        help="Tickets of this team follow the service's way: assigned, done, followed "
        "up by somebody else, closed. Other helpdesk teams work as before."
    )
    heating_hours = fields.Float(
        string="Hours to Finish",
        default=24.0,
        help="A ticket that is not done so many hours after it came in is late.",
    )

    _heating_hours_positive = models.Constraint(
        "CHECK (NOT heating_service OR heating_hours > 0)",
        "The hours to finish must be more than 0.",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        teams.filtered("heating_service")._link_heating_stages()
        return teams

    def write(self, vals):
        if "heating_service" in vals:
            changed = self.filtered(
                lambda team: team.heating_service != bool(vals["heating_service"])
            )
            changed._check_no_tickets()
        result = super().write(vals)
        if vals.get("heating_service"):
            self._link_heating_stages()
        return result

    def _check_no_tickets(self):
        """The team's way of working is settled once it has tickets."""
        if self and self.env["helpdesk.ticket"].sudo().with_context(
            active_test=False
        ).search_count([("team_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "%(teams)s has tickets already: whether it is a heating service "
                    "team cannot be changed any more.",
                    teams=", ".join(self.mapped("name")),
                )
            )

    def _link_heating_stages(self):
        """Give new teams the service's stages."""
        for team in self:
            stages = self.env["helpdesk.ticket.stage"].search(
                [
                    ("heating_state", "!=", False),
                    ("company_id", "in", [False, team.company_id.id]),
                ]
            )
            stages.sudo().team_ids |= team

    # === BUSINESS METHODS === #

    def _get_applicable_stages(self):
        """Override of `helpdesk_mgmt`: a heating team uses its own stages only."""
        if self and self.heating_service:
            return self.env["helpdesk.ticket.stage"].search(
                [("heating_state", "!=", False), ("team_ids", "in", self.ids)]
            )
        return super()._get_applicable_stages()

    @api.model
    def _get_heating_team(self, company):
        """The team that takes new tickets of *company*.

        :param company: a res.company record
        :return: a team, or an empty recordset when all were archived
        """
        domain = Domain("heating_service", "=", True)
        return self.search(
            domain & Domain("company_id", "=", company.id), limit=1
        ) or self.search(domain & Domain("company_id", "=", False), limit=1)

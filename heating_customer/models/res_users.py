from odoo import fields, models

HOUSEHOLDS = "heating_customer.heating_household_action"


class ResUsers(models.Model):
    _inherit = "res.users"

    heating_branch_ids = fields.Many2many(
        "heating.branch",
        "heating_branch_user_rel",
        "user_id",
        "branch_id",
        string="Heating Branches",
        help="The branches whose households the user works on. Empty: head office, "
        "which sees all branches.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "heating_branch_ids" in vals:
            # record rules by branch are cached for each user
            self.env.registry.clear_cache()
        return result

    def _get_heating_home(self):
        """The window where the user's work is: what opening the heating app shows.

        :return: the action as a dict
        """
        self.ensure_one()
        action = next(
            (
                action
                for _order, role, action in sorted(self._get_heating_homes())
                if self.has_group(f"heating_customer.group_{role}")
            ),
            HOUSEHOLDS,
        )
        return self.env["ir.actions.actions"]._for_xml_id(action)

    def _get_heating_homes(self):
        """Where each role works; who has several of them begins with the lowest number.

        Roles that are not named begin with the households.

        :return: list of (order, role, xml id of the action)
        """
        return [
            (40, "approver", "heating_customer.heating_application_action_to_review"),
            (60, "archive_clerk", HOUSEHOLDS),
        ]

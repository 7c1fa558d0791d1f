from odoo import fields, models


class HeatingHouseholdCodeShow(models.TransientModel):
    """A clerk makes a code for the helper of a customer who is at the desk."""

    _name = "heating.household.code.show"
    _description = "Show a Code for a Helper"

    household_id = fields.Many2one(
        "heating.household",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )

    def action_make(self):
        """Make a code and show it this once.

        :return: a notice that stays until it is closed
        """
        self.ensure_one()
        code = self.env["heating.household.code"]._make(self.household_id)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Code for a helper, valid for 24 hours"),
                "message": code,
                "type": "success",
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

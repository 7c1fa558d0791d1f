from odoo import fields, models


class HeatingReceivableDate(models.TransientModel):
    """Which day's receivables to look at."""

    _name = "heating.receivable.date"
    _description = "Receivable as of a Date"

    date = fields.Date(
        string="As of",
        required=True,
        default=lambda self: self.env.company._heating_today(),
        help="What was owed at the end of this day.",
    )

    def action_open(self):
        """Open the receivables as they were at the day's end.

        :return: an action as a dict
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_report.heating_receivable_age_action"
        )
        action["name"] = self.env._("Receivable by Age on %(date)s", date=self.date)
        action["context"] = {"as_of": fields.Date.to_string(self.date)}
        # another day is another list, not an entry in the address bar's history
        action.pop("path", None)
        return action

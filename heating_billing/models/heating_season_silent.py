from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class HeatingSeason(models.Model):
    """Households that neither paid nor applied for anything (未表态户).

    Where the tariff says that they count as stopped (Dezhou), one act asks to stop
    them all. Each stop then goes the way of every stop: somebody else approves it, a
    field worker shuts and seals the valve, and the bill is worked out anew.
    """

    _inherit = "heating.season"

    def _get_silent_bills(self):
        """Bills of households that said nothing by the last day to pay.

        Nothing of the bill is paid, its tariff counts the silent as stopped, the last
        day to pay is over, and no application of the household was made since the
        bill, is open, or has stopped a day of the season already.

        :return: heating.bill
        """
        self.ensure_one()
        today = self.company_id._heating_today()
        bills = self.env["heating.bill"].search(
            [
                ("season_id", "=", self.id),
                ("tariff_id.silent_household", "=", "stopped"),
                ("payment_state", "=", "open"),
                ("amount_total", ">", 0),
                ("date_payable", "<", today),
                ("household_id.state", "=", "active"),
            ]
        )
        # who else has spoken is told from all branches' records
        spoken = (
            self.env["heating.application"]
            .sudo()
            ._read_group(
                [
                    ("household_id", "in", bills.household_id.ids),
                    ("state", "not in", ("cancelled", "rejected")),
                    "|",
                    ("state", "in", ("draft", "requested", "approved")),
                    ("date_from", ">=", min(bills.mapped("date"), default=today)),
                ],
                ["household_id"],
            )
        )
        stopped = (
            self.env["heating.supply"]
            .sudo()
            ._read_group(
                [
                    ("household_id", "in", bills.household_id.ids),
                    ("space_id", "=", False),
                    ("state", "!=", "supplied"),
                    "|",
                    ("date_from", "=", False),
                    ("date_from", "<=", self.date_end),
                    "|",
                    ("date_to", "=", False),
                    ("date_to", ">=", self.date_start),
                ],
                ["household_id"],
            )
        )
        others = {household.id for (household,) in [*spoken, *stopped]}
        return bills.filtered(lambda bill: bill.household_id.id not in others)

    def action_stop_silent(self):
        """Ask to stop every silent household; those that cannot be are left alone.

        Repeating it asks for nothing twice: who has an application is not silent.

        :return: the list of the applications
        :raise AccessError: the user is no archive clerk
        :raise UserError: nobody is silent, or the season is over
        """
        self.ensure_one()
        if not self.env.user.has_group("heating_customer.group_archive_clerk"):
            raise AccessError(
                self.env._("Only an archive clerk asks to stop silent households.")
            )
        today = self.company_id._heating_today()
        if today > self.date_end:
            raise UserError(
                self.env._("Season %(season)s is over.", season=self.display_name)
            )
        households = self._get_silent_bills().household_id
        kind = self.env.ref("heating_billing.application_type_silent")
        applications = self.env["heating.application"].create(
            [
                {
                    "type_id": kind.id,
                    "household_id": household.id,
                    "date_from": max(today, self.date_start),
                    "reason": self.env._(
                        "Neither paid nor applied for anything by %(day)s.",
                        day=fields.Date.to_string(self.date_due),
                    ),
                }
                for household in households
            ]
        )
        refused = applications.filtered("refusal_text")
        (applications - refused).request_validation()
        # what stands in the way is read on each draft
        if not applications:
            raise UserError(
                self.env._(
                    "No household of season %(season)s is silent: each has paid, has "
                    "an application, or its tariff bills silent households in full.",
                    season=self.display_name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Silent Households"),
            "res_model": "heating.application",
            "view_mode": "list,form",
            "domain": [("id", "in", applications.ids)],
        }

from odoo import api, models


class HeatingHousehold(models.Model):
    _inherit = "heating.household"

    def action_request_fapiao(self):
        """Open the dialog that asks for fapiao, with what is not covered yet.

        :raise AccessError: the caller asks for no fapiao
        """
        self.env["heating.fapiao"]._check_may_request()
        self.check_access("read")
        domain = [("household_id", "in", self.ids)]
        bills = self.env["heating.bill"].search(domain)
        charges = self.env["heating.charge"].search([*domain, ("state", "=", "posted")])
        rooms = {**bills._get_fapiao_room(), **charges._get_fapiao_room()}
        moves = self.env["account.move"].sudo().browse(move.id for move in rooms)
        action = (bills & moves.heating_bill_id).action_request_fapiao()
        action["context"]["default_charge_ids"] = [
            (6, 0, (charges & moves.heating_charge_id).ids)
        ]
        return action

    def action_view_fapiao(self):
        """Open the fapiao of these households."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_billing.heating_fapiao_action"
        )
        action["domain"] = [("line_ids.household_id", "in", self.ids)]
        action["context"] = {}
        return action

    # === TIMELINE === #

    @api.model
    def _get_timeline_kinds(self):
        return [
            *super()._get_timeline_kinds(),
            ("fapiao", self.env._("Fapiao"), "fa-file-text-o"),
        ]

    def _get_timeline_entries(self):
        """Override of `heating_customer`: issued fapiao, blue and red, with what they
        take of the household."""
        entries = super()._get_timeline_entries()
        if not self.env["heating.fapiao"].has_access("read"):
            return entries
        groups = self.env["heating.fapiao.line"]._read_group(
            [
                ("household_id", "in", self.ids),
                ("fapiao_id.state", "in", ("issued", "red")),
            ],
            ["household_id", "fapiao_id"],
            ["amount:sum"],
        )
        return entries + [
            (
                household,
                fapiao.date,
                self._timeline_entry(
                    "fapiao",
                    self.env._("Red fapiao %(number)s", number=fapiao.number)
                    if fapiao.color == "red"
                    else self.env._("Fapiao %(number)s", number=fapiao.number),
                    fapiao,
                    fapiao.buyer_title,
                    amount,
                ),
            )
            for household, fapiao, amount in groups
        ]

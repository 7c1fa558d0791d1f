from odoo import api, fields, models

BUYER = (
    "buyer_address",
    "buyer_bank",
    "buyer_kind",
    "buyer_title",
    "email",
    "kind",
    "medium",
    "note",
    "phone",
    "tax_number",
)


class HeatingFapiaoRequestTitle(models.TransientModel):
    """One of the titles that a dialog asks a fapiao for."""

    _name = "heating.fapiao.request.title"
    _description = "Title of a Fapiao to Be"

    request_id = fields.Many2one("heating.fapiao.request", ondelete="cascade")
    currency_id = fields.Many2one(related="request_id.currency_id")
    buyer_title = fields.Char(string="Title", required=True)
    buyer_kind = fields.Selection(
        [("individual", "Individual"), ("organisation", "Organisation")],
        string="Buyer",
        required=True,
        default="individual",
    )
    tax_number = fields.Char()
    kind = fields.Selection(
        [("ordinary", "Ordinary"), ("special", "Special")],
        required=True,
        default="ordinary",
    )
    medium = fields.Selection(
        [("electronic", "Electronic"), ("paper", "On Paper")],
        required=True,
        default="electronic",
    )
    email = fields.Char(string="E-mail")
    phone = fields.Char()
    buyer_address = fields.Char(string="Address and Phone")
    buyer_bank = fields.Char(string="Bank and Account")
    note = fields.Char(string="Remark")
    amount = fields.Monetary()
    area = fields.Float(digits=(12, 2))

    @api.model
    def _prepare_title(self, partner):
        """Values of a title: who is billed, as the archive knows them."""
        organisation = partner.is_company
        return {
            "buyer_title": partner.name,
            "buyer_kind": "organisation" if organisation else "individual",
            "tax_number": partner.vat if organisation else False,
            "email": partner.email,
            "phone": partner.phone,
        }

    def _get_buyer(self):
        """Values for the fapiao."""
        self.ensure_one()
        return {name: self[name] for name in BUYER}

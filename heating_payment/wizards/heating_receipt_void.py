from odoo import api, fields, models


class HeatingReceiptVoid(models.TransientModel):
    """Asks why a receipt is voided, and whose drawer gives its cash back."""

    _name = "heating.receipt.void"
    _description = "Void a Receipt"

    receipt_id = fields.Many2one("heating.receipt", required=True)
    reason = fields.Char(required=True)
    company_id = fields.Many2one(related="receipt_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    cashier_id = fields.Many2one(related="receipt_id.cashier_id")
    cash_amount = fields.Monetary(
        string="Cash to Give Back", compute="_compute_cash_amount"
    )
    may_name_shift = fields.Boolean(
        compute="_compute_cash_amount",
        help="An approver names the drawer once the receipt's own shift is closed.",
    )
    shift_id = fields.Many2one(
        "heating.shift",
        string="From the Drawer of",
        compute="_compute_shift_id",
        store=True,
        readonly=False,
    )

    @api.depends("receipt_id")
    def _compute_cash_amount(self):
        is_approver = self.env.user.has_group("heating_customer.group_approver")
        for void in self:
            receipt_sudo = void.receipt_id.sudo()
            void.cash_amount = receipt_sudo._get_cash_amount() if receipt_sudo else 0
            void.may_name_shift = is_approver and receipt_sudo.shift_id.state != "open"

    @api.depends("receipt_id")
    def _compute_shift_id(self):
        """The shift that the server would take by itself."""
        shifts = self.env["heating.shift"]
        is_head_cashier = self.env.user.has_group("heating_customer.group_head_cashier")
        for void in self:
            taken_in_sudo = void.receipt_id.sudo().shift_id
            if taken_in_sudo.state == "open":
                void.shift_id = taken_in_sudo
            elif is_head_cashier:
                void.shift_id = shifts._get_own_open(void.company_id)
            else:
                void.shift_id = False

    def action_void(self):
        """Void the receipt for the reason given."""
        self.ensure_one()
        self.receipt_id.action_void(self.reason, self.shift_id.id)

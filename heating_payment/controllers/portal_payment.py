from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request

from odoo.addons.account_payment.controllers.payment import PaymentPortal


class HeatingPaymentPortal(PaymentPortal):
    """Odoo's own payment of invoices knows no late fee, discount or order of debts and
    takes the amount from the client, so it is refused for heat."""

    @http.route()
    def invoice_transaction(self, invoice_id, access_token, **kwargs):
        """Override of `account_payment` to refuse invoices for heat."""
        invoice_sudo = request.env["account.move"].sudo().browse(invoice_id).exists()
        if invoice_sudo and invoice_sudo._is_heating():
            raise AccessError(
                request.env._("Bills for heat are paid on their own page, not here.")
            )
        return super().invoice_transaction(invoice_id, access_token, **kwargs)

    @http.route()
    def overdue_invoices_transaction(self, payment_reference, **kwargs):
        """Override of `account_payment` to refuse where heat is overdue."""
        self._refuse_heating_overdue()
        return super().overdue_invoices_transaction(payment_reference, **kwargs)

    def _refuse_heating_overdue(self):
        partner_sudo = request.env.user.partner_id.sudo()
        overdue_sudo = request.env["account.move"].sudo()
        if overdue_sudo.search_count(
            [
                ("partner_id", "child_of", partner_sudo.commercial_partner_id.id),
                ("heating_household_id", "!=", False),
                ("state", "=", "posted"),
                ("payment_state", "in", ("not_paid", "partial")),
            ],
            limit=1,
        ):
            raise AccessError(
                request.env._("Bills for heat are paid on their own page, not here.")
            )

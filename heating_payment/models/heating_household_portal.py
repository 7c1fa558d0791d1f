from odoo import models


class HeatingHousehold(models.Model):
    """Receipts that a householder sees: of what was theirs to pay."""

    _inherit = "heating.household"

    def _get_portal_receipts(self):
        """Receipts of the caller's debts and prepayments, newest first.

        :return: list of pairs of receipt (as sudo) and the amount of it that is theirs
        """
        self.ensure_one()
        owners = self._get_portal_owners()
        lines = self.env["heating.receipt.line"].sudo()
        lines = lines.search([("household_id", "=", self.id)], order="id DESC")
        own = lines.filtered(lambda line: line._get_owner() & owners)
        return [
            (receipt, sum(of_receipt.mapped("amount")))
            for receipt, of_receipt in own.grouped("receipt_id").items()
        ]

    def _get_portal_owners(self):
        """Whose money the caller may see: their own, and of whom they act for."""
        owners = self._get_own_partners()
        for access in self.env["heating.household.access"]._get_valid():
            if access.household_id == self:
                owners |= access.customer_id.commercial_partner_id
        return owners

    def _get_portal_refunds(self):
        """Refunds of the caller's money that were asked for, newest first (as sudo)."""
        self.ensure_one()
        owners = self._get_portal_owners()
        return (
            self.env["heating.refund"]
            .sudo()
            .search([("household_id", "=", self.id), ("state", "!=", "draft")])
            .filtered(lambda refund: refund.partner_id.commercial_partner_id in owners)
        )


class HeatingReceiptLine(models.Model):
    _inherit = "heating.receipt.line"

    def _get_owner(self):
        """Whose debt was paid, or who the prepayment belongs to."""
        self.ensure_one()
        if self.move_id:
            return self.move_id.commercial_partner_id
        account = self.company_id.heating_advance_account_id
        entries = self.receipt_id.tender_ids.payment_id.move_id.line_ids
        return entries.filtered(lambda entry: entry.account_id == account).partner_id

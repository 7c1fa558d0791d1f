from odoo import models


class HeatingHousehold(models.Model):
    """What a household is asked for when it pays by phone."""

    _inherit = "heating.household"

    def _get_online_offer(self, bill=None):
        """What is to be paid today, oldest debt first, worked out by the server.

        :param bill: pay up to this bill, and what is older; empty: everything
        :return: ``lines`` (dicts of ``name``, ``amount``, ``late_fee``, ``date``),
            ``discount`` and ``total`` in yuan, and ``moves``, the invoices
        :rtype: dict
        """
        self.ensure_one()
        receipts = self.env["heating.receipt"].sudo()
        lines = (
            self.env["account.move.line"]
            .sudo()
            .search(self._get_open_lines_domain())
            .filtered(lambda line: line.amount_residual > 0)
            .sorted(receipts._get_debt_order)
        )
        if bill:
            own = lines.filtered(lambda line: line.heating_bill_id == bill)
            last = max(map(receipts._get_debt_order, own), default=None)
            lines = lines.filtered(
                lambda line: last and receipts._get_debt_order(line) <= last
            )
        fees = receipts._get_late_fees_by_line(self.sudo())
        shown = [
            {
                "name": line._get_counter_description(),
                "amount": line.amount_residual,
                "late_fee": fees.get(line, 0.0),
                "due": line.date_maturity,
            }
            for line in lines
        ]
        discount = sum(each["discount"] for each in receipts._get_early_birds(lines))
        currency = self.company_id.currency_id
        owed = sum(each["amount"] + each["late_fee"] for each in shown)
        return {
            "lines": shown,
            "discount": currency.round(discount),
            "total": currency.round(owed - discount),
            "moves": lines.move_id,
        }

    def _get_masked_customer(self):
        """The billed name with all but its first character hidden."""
        self.ensure_one()
        name = self.sudo()._get_billed_partner().name or ""
        return name[:1] + "*" * min(len(name) - 1, 3)

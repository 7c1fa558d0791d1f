from odoo import models


class AccountMoveLine(models.Model):
    """Lines on the account of advances: what is free, and where it came from."""

    _inherit = "account.move.line"

    def _heating_get_free_advances(self):
        """What of these advances may be used, passed on or paid out.

        What a refund asks for is held back from the moment it is asked for until it is
        paid out, refused or kept.

        :return: dict of line → yuan, for lines with more than 0 only, in their order
        :rtype: dict
        """
        held = dict(
            self.env["heating.refund.line"]
            .sudo()
            ._read_group(
                [
                    ("advance_line_id", "in", self.ids),
                    ("refund_id.state", "in", ("requested", "approved")),
                ],
                ["advance_line_id"],
                ["amount:sum"],
            )
            if self
            else []
        )
        free = {}
        for line in self:
            currency = line.company_currency_id
            amount = currency.round(
                -line.amount_residual - held.get(line._origin, held.get(line, 0.0))
            )
            if currency.compare_amounts(amount, 0) > 0:
                free[line] = amount
        return free

    def _heating_get_tender(self):
        """The payment that the money of this advance first came by.

        What was paid too much came with the last payment of its debt; what passed from
        one customer to the next, as it came to the first.

        :return: the tender, or none, as for what an old ledger brought along
        :rtype: heating.tender
        """
        self.ensure_one()
        tenders = self.env["heating.tender"].sudo()
        tender = self.move_id.sudo().origin_payment_id.heating_tender_id
        if tender:
            return tender
        taken = (self.move_id.line_ids - self)[:1]
        debt = taken.heating_bill_id or taken.heating_charge_id
        if debt:
            field = "bill_id" if taken.heating_bill_id else "charge_id"
            return tenders.search(
                [
                    (f"receipt_id.line_ids.{field}", "=", debt.id),
                    (
                        "payment_id.move_id.line_ids.partner_id",
                        "=",
                        taken.partner_id.id,
                    ),
                    ("state", "=", "posted"),
                ],
                order="id DESC",
                limit=1,
            )
        source = taken.matched_credit_ids.credit_move_id[:1]
        return source._heating_get_tender() if source else tenders

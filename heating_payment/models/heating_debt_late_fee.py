from odoo import fields, models


class HeatingDebtMixin(models.AbstractModel):
    """No late fee is forgotten of a debt of which nothing is open any more.

    A late fee is asked for beside what is open. Where a debt comes to be settled by
    something else than its last payment, a credit note or a void of a payment that had
    paid a late fee only, what has come up until then is charged at once.
    """

    _inherit = "heating.debt.mixin"

    def _settle_credit_notes(self, moves):
        """Override: a debt that a credit note settles was paid late before it."""
        result = super()._settle_credit_notes(moves)
        self._charge_late_fees_left()
        return result

    def _charge_late_fees_left(self, waived=None):
        """Charge what has come up as late fee on those of these debts that are settled.

        It is of the payment that came last: once that is undone, the debt is open
        again and the late fee runs on.

        :param dict waived: yuan by (debt, partner) that are not asked for
        :return: the charges
        """
        debts = self.sudo()
        planned, causes = {}, []
        for company, of_company in debts.grouped("company_id").items():
            fees = of_company._get_late_fees_by_partner(company._heating_paying_day())
            for (debt, partner), fee in fees.items():
                left = float(fee.open) - (waived or {}).get((debt, partner), 0.0)
                if company.currency_id.compare_amounts(left, 0) <= 0:
                    continue
                # seldom: most of what is settled was so by its last payment
                lines = debt._get_receivable_lines(debt.move_ids).filtered(
                    lambda line, partner=partner: (
                        line.partner_id == partner
                        and line.move_id.move_type == "out_invoice"
                    )
                )
                cause = debt._get_last_payment(lines)
                if not cause or sum(lines.mapped("amount_residual")) > 0:
                    continue
                planned[lines[-1]] = company.currency_id.round(left)
                causes.append(cause)
        charges = self.env["heating.receipt"]._create_late_fees(planned)
        for charge, cause in zip(charges, causes, strict=True):
            charge.write(cause)
        return charges

    def _get_last_payment(self, lines):
        """What paid these receivable lines last, as a charge names its cause.

        :param lines: receivable lines of this debt, of one customer
        :return: values of a charge, None where nobody paid them
        :rtype: dict or None
        """
        self.ensure_one()
        receipt_line = self.env["heating.receipt.line"].search(
            [("move_id", "in", lines.move_id.ids), ("receipt_id.state", "=", "posted")],
            order="id DESC",
            limit=1,
        )
        application = self.env["heating.advance.application"].search(
            [("debt_line_id", "in", lines.ids), ("state", "=", "applied")],
            order="id DESC",
            limit=1,
        )
        epoch = fields.Datetime.from_string("1970-01-01 00:00:00")
        if application and application.create_date >= (
            receipt_line.create_date or epoch
        ):
            return {"caused_by_advance_id": application.id}
        if receipt_line:
            return {"caused_by_receipt_id": receipt_line.receipt_id.id}
        return None

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.heating_billing.assessment.rounding import to_unit


def to_cents(amount):
    """Yuan as they were typed, in whole cents."""
    return int(Decimal(str(amount)).scaleb(2).to_integral_value())


class HeatingReceipt(models.Model):
    """Cash is rounded as the tariff says; debts are settled to the cent all the same.

    What the drawer gets more or less than was owed is booked on the accounts for cash
    differences of the desk's journal, or else of the company.
    """

    _inherit = "heating.receipt"

    cash_rounding = fields.Monetary(
        readonly=True,
        help="What was taken more, or below zero less, than was paid, since cash is "
        "rounded.",
    )

    @api.model
    def _get_cash_unit(self, lines):
        """To what cash for these debts is rounded: as the coarsest of their tariffs.

        Charges alone are not rounded.

        :param lines: open receivable lines
        :return: whole cents; 1 where nothing is rounded
        :rtype: int
        """
        tariffs = lines.sudo().heating_bill_id.tariff_id
        return max((to_cents(tariff.cash_rounding) for tariff in tariffs), default=1)

    @api.model
    def _get_paid_amount(self, tenders, owed, unit, currency):
        """What is paid by these tenders: what is owed, where cash was only rounded.

        :param list tenders: dicts, see ``_take``
        :param float owed: all that is open, net of discounts and with late fees
        :param int unit: cents that cash is rounded to
        :return: yuan
        :rtype: float
        :raise UserError: the cash is not in whole units
        """
        total = currency.round(sum(tender["amount"] for tender in tenders))
        cash = [
            to_cents(tender["amount"])
            for tender in tenders
            if tender["method"].kind == "cash"
        ]
        if unit == 1 or not cash:
            return total
        if any(amount % unit for amount in cash):
            raise UserError(
                self.env._(
                    "Cash is taken in whole %(unit)s yuan here: round the cash, or let "
                    "the rest be paid by other means.",
                    unit=f"{unit / 100:g}",
                )
            )
        by_cash = to_cents(owed) - (to_cents(total) - sum(cash))
        if by_cash > 0 and to_unit(by_cash, unit) == sum(cash):
            return owed
        return total

    def _get_rounded_tender(self):
        """The tender whose cash was rounded."""
        self.ensure_one()
        cash = self.tender_ids.filtered(lambda tender: tender.kind == "cash")
        return cash.sorted("amount")[-1:]

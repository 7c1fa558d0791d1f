from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError


class HeatingReceipt(models.Model):
    """Receipts of money that a platform has taken."""

    _inherit = "heating.receipt"

    @api.model
    def _take_from_platform(self, transaction):
        """Book money that the platform has confirmed: it is never refused.

        It pays what the payer was asked for, then whatever else the household owes;
        what is over, such as where somebody paid at a counter meanwhile, is a
        prepayment. Its day is the day on which it was paid.

        :param transaction: a done order, locked
        :return: the receipt; that of the first time where it was booked already
        """
        transaction = transaction.sudo()
        company = transaction.company_id
        day = company._heating_get_booking_day(transaction.heating_paid_at)
        self = self.sudo().with_company(company).with_context(heating_paying_day=day)
        known = self.search(
            [("company_id", "=", company.id), ("key", "=", transaction.reference)]
        )
        if known:
            return known
        method = transaction.provider_id.heating_method_id
        households = transaction.heating_household_ids.with_env(self.env)
        asked = transaction.heating_move_ids
        lines = self._lock_open_lines(households).sorted(
            lambda line: (line.move_id not in asked, *self._get_debt_order(line))
        )
        return self._settle(
            {
                "company_id": company.id,
                "source": "platform",
                "date": day,
                "sequence": method.sequence_id,
            },
            households,
            [
                {
                    "method": method.with_env(self.env),
                    "amount": transaction.amount,
                    "reference": transaction.provider_reference,
                    "transaction_id": transaction.id,
                }
            ],
            transaction.reference,
            lines,
            surplus="advance",
        )

    def action_void(self, reason, shift_id=False):
        """Override: money of a platform goes back by the platform only.

        :raise UserError: one of the tenders is of an order
        """
        if self.sudo().tender_ids.transaction_id:
            raise UserError(
                self.env._(
                    "Receipt %(number)s was paid by Alipay or WeChat Pay: ask for a "
                    "refund, which the platform pays back.",
                    number=self.number,
                )
            )
        return super().action_void(reason, shift_id)


class ResCompany(models.Model):
    _inherit = "res.company"

    def _heating_get_booking_day(self, moment):
        """The day on which money of a platform is booked.

        :param datetime moment: when it was paid, naive UTC; empty: now
        :return: its day here, or the first after the books that are closed
        :rtype: date
        """
        self.ensure_one()
        today = self._heating_today()
        day = min(self._heating_day_of(moment), today) if moment else today
        closed = max(
            filter(
                None,
                (
                    self.fiscalyear_lock_date,
                    self.tax_lock_date,
                    self.hard_lock_date,
                    self.sale_lock_date,
                ),
            ),
            default=None,
        )
        return max(day, closed + timedelta(days=1)) if closed else day

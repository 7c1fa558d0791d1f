import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..platforms import PlatformError, Refused, results

# a payer's code is good for a minute, and a cashier does not wait for ever
CODE_VALID = timedelta(seconds=90)
SHOWN_VALID = timedelta(minutes=5)
# after that an order that is paid was given up by its counter, and books itself
LEFT_BY_COUNTER = timedelta(minutes=10)


class PaymentTransaction(models.Model):
    """Orders of a counter."""

    _inherit = "payment.transaction"

    heating_way = fields.Selection(
        selection_add=[("code", "Code on the Payer's Phone")],
        ondelete={"code": "set null"},
    )
    heating_shift_id = fields.Many2one(
        "heating.shift",
        string="Shift",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    heating_act_key = fields.Char(readonly=True, copy=False)

    _act_key_unique = models.UniqueIndex(
        "(heating_act_key) WHERE heating_act_key IS NOT NULL",
        "This payment has been begun already.",
    )

    @api.model
    def _heating_order_at_counter(self, households, values):
        """The order of a tender.

        :param households: whose debts it is for, should the counter not finish
        :param dict values: provider, key, way, shift and amount
        :rtype: payment.transaction
        :raise UserError: no amount
        """
        provider = self.env["payment.provider"].browse(values["provider_id"])
        currency = households.company_id.currency_id
        amount = currency.round(values["amount"])
        if currency.compare_amounts(amount, 0) <= 0:
            raise UserError(self.env._("Each amount must be more than 0 yuan."))
        valid = CODE_VALID if values["heating_way"] == "code" else SHOWN_VALID
        return self.create(
            {
                **values,
                "amount": amount,
                "payment_method_id": self._heating_get_method(provider).id,
                "reference": self._compute_reference(provider.code),
                "currency_id": currency.id,
                "partner_id": households[0]._get_billed_partner().id,
                "operation": "online_direct",
                "heating_household_ids": [fields.Command.set(households.ids)],
                "heating_token": secrets.token_urlsafe(16),
                "heating_expires_at": fields.Datetime.now() + valid,
                # whatever becomes of the screen, the job asks for this order
                "heating_ask_at": fields.Datetime.now() + timedelta(seconds=15),
            }
        )

    def _heating_ask_to_pay(self, code):
        """Take the money by the code on the payer's phone.

        :param str code: its digits; neither stored nor logged
        :rtype: Trade
        :raise PlatformError: refused, or nobody knows
        """
        client = self.provider_id._heating_get_client()
        order = (self.reference, self._heating_get_amount(), self._heating_subject())
        try:
            if self.provider_code == "alipay":
                return client.pay(
                    *order,
                    code,
                    notify_url=self.provider_id._heating_get_notify_url(),
                )
            store = self.heating_shift_id.desk_id.code
            return client.codepay(*order, code, store=store)
        except ValueError:
            raise Refused(
                "auth_code", self.env._("this code is not of this app")
            ) from None

    def _heating_begin_failed(self, error):
        """What the cashier is told where an order could not be begun.

        :param PlatformError error: what went wrong
        :return: whether it was refused; else nobody knows, and the order is asked for
            until it is known
        :rtype: bool
        """
        if not isinstance(error, Refused):
            return False
        self._set_error(error.message or error.code)
        self.heating_ask_at = False
        return True

    def _heating_tell_counter(self):
        """What became of this order, for the counter's screen.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "token": self.heating_token,
            "state": self.state,
            "message": self.state_message or "",
            "receipt": self.heating_receipt_id.number or "",
        }

    def _heating_ask_to_close(self):
        """Override: what was asked by a payer's code is reversed, not closed."""
        if self.heating_way != "code":
            return super()._heating_ask_to_close()
        client = self.provider_id._heating_get_client()
        try:
            trade = client.query(self.reference)
            if trade.state in (results.PAID, results.REFUNDED):
                return False, trade
            if self.provider_code == "alipay":
                return not client.cancel(self.reference).retry, None
            client.reverse(self.reference)
        except PlatformError:
            return False, None
        return True, None

    def _post_process(self):
        """Override: what a counter is just taking is left to it for a while."""
        taking = self.filtered(
            lambda tx: (
                tx.heating_shift_id
                and tx.state == "done"
                and not tx.heating_receipt_id
                and fields.Datetime.now() - tx.last_state_change < LEFT_BY_COUNTER
            )
        )
        return super(PaymentTransaction, self - taking)._post_process()

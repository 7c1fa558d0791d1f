import re

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.heating_billing.models.posting import HEATING_POSTING
from odoo.addons.heating_billing.models.qr_code import get_qr_image

from ..platforms import PlatformError

KEY = re.compile(r"[0-9a-zA-Z-]{8,64}")
# the digits on a payer's phone: Alipay's begin with 25–30, WeChat's with 10–15
CODE = re.compile(r"[0-9]{16,24}")


class HeatingReceipt(models.Model):
    """Alipay and WeChat Pay at the counter: the payer's code, or one to be scanned.

    The order is paid first, then the whole act is taken with it. An order that is paid
    and never taken, since a browser broke down, is booked by the job.
    """

    _inherit = "heating.receipt"

    @api.model
    def counter_order(self, order):
        """Begin an order at a platform, which is committed before it is asked.

        Asked again with the same key, it answers what became of the first.

        :param dict order: ``key``, ``household_ids``, ``method_id``, ``amount`` in
            yuan, and ``code``, the digits on the payer's phone; without it a code to
            be scanned is made
        :return: see `counter_order_state`, and ``qr_image`` of a code to be scanned
        :rtype: dict
        :raise UserError: with a sentence for the cashier
        """
        self._check_cashier()
        shift = self.env["heating.shift"]._get_own_open()
        if not shift:
            raise UserError(self.env._("Open your shift before taking money."))
        key, code = order.get("key"), str(order.get("code") or "").strip()
        if not isinstance(key, str) or not KEY.fullmatch(key):
            raise UserError(self.env._("This payment has no key: load the page anew."))
        if code and not CODE.fullmatch(code):
            raise UserError(
                self.env._("This is not a payment code: scan the one on the phone.")
            )
        households = self.env["heating.household"].browse(order["household_ids"])
        households = households.exists()
        households.check_access("read")
        households._check_may_pay("counter")
        if not households or households.company_id != shift.company_id:
            raise UserError(self.env._("Choose a household first."))
        amount = self._read_amount(order.get("amount"))
        provider = self._get_platform(shift.company_id, order.get("method_id"))
        known = (
            self.env["payment.transaction"]
            .sudo()
            .search([("heating_act_key", "=", key)], limit=1)
        )
        if known:
            return self._answer_order(known.id)
        values = {
            "provider_id": provider.id,
            "heating_act_key": key,
            "heating_way": "code" if code else "qr",
            "heating_shift_id": shift.id,
            "amount": amount,
        }
        with self.env.registry.cursor() as cursor:
            env = self.env(cr=cursor, su=True)
            tx_id = (
                env["payment.transaction"]
                ._heating_order_at_counter(households.with_env(env), values)
                .id
            )
        return self._begin_order(tx_id, code)

    @api.model
    def _get_platform(self, company, method_id):
        """The platform that takes money by a means of payment.

        :rtype: payment.provider
        :raise UserError: none is set up for it
        """
        providers = self.env["payment.provider"]._heating_get_enabled(company)
        found = providers.filtered(lambda each: each.heating_method_id.id == method_id)
        if not found:
            raise UserError(
                self.env._("This means of payment is not connected with a platform.")
            )
        return found[:1]

    @api.model
    def _begin_order(self, tx_id, code):
        """Ask the platform, holding nothing locked meanwhile.

        :param str code: the payer's; never stored
        """
        qr_text = None
        with self.env.registry.cursor() as cursor:
            tx = self.env(cr=cursor, su=True)["payment.transaction"].browse(tx_id)
            try:
                if code:
                    trade = tx._heating_ask_to_pay(code)
                else:
                    qr_text = tx._heating_open()
                    trade = None
            except PlatformError as error:
                refused = tx._heating_begin_failed(error)
                trade = None
                if refused:
                    return tx._heating_tell_counter()
        if trade:
            try:
                with self.env.registry.cursor() as cursor:
                    tx = self.env(cr=cursor, su=True)["payment.transaction"]
                    tx.browse(tx_id)._heating_take(trade)
            except psycopg2.OperationalError:
                # its notification came in the same moment: that one has been followed
                self.env.invalidate_all()
        answer = self._answer_order(tx_id)
        if qr_text:
            answer["qr_image"] = get_qr_image(qr_text)
        return answer

    @api.model
    def _answer_order(self, tx_id):
        """What became of an order, as it stands now."""
        with self.env.registry.cursor() as cursor:
            tx = self.env(cr=cursor, su=True)["payment.transaction"].browse(tx_id)
            return tx._heating_tell_counter()

    @api.model
    def counter_order_state(self, token):
        """Ask what became of an order of the cashier's own shift.

        :return: ``token``, ``state`` (``done`` once it is paid, ``cancel`` or
            ``error`` where it will not be), ``message``, and ``receipt``, the number
            of the receipt where it was booked by itself
        :rtype: dict
        :raise UserError: no such order of this shift
        """
        tx = self._find_own_order(token)
        if tx.state in ("draft", "pending"):
            tx._heating_look()
        return tx._heating_tell_counter()

    @api.model
    def counter_order_cancel(self, token):
        """Give an order up: it is closed or reversed at the platform.

        :return: as `counter_order_state`; ``done`` where it was paid after all
        :rtype: dict
        """
        tx = self._find_own_order(token)
        if tx.state in ("draft", "pending"):
            tx._heating_close()
        return tx._heating_tell_counter()

    @api.model
    def _find_own_order(self, token):
        """The order of a token, in sudo.

        :raise UserError: not of the cashier's own open shift
        """
        self._check_cashier()
        shift = self.env["heating.shift"]._get_own_open()
        tx = (
            self.env["payment.transaction"]
            .sudo()
            .search(
                [
                    ("heating_token", "=", str(token)),
                    ("heating_shift_id", "=", shift.id),
                    ("heating_shift_id", "!=", False),
                ],
                limit=1,
            )
        )
        if not tx:
            raise UserError(self.env._("There is no such order of your shift."))
        return tx

    @api.model
    def _lock_order(self, tender, key):
        """The paid order that a tender of the counter names, locked.

        :param dict tender: as the client sent it
        :param str key: of the act; asked again, its order is booked already
        :raise UserError: not paid, of another amount or means, or booked already
        """
        tx = self._find_own_order(tender["order"])
        tx._heating_lock()
        if tx.heating_receipt_id and tx.heating_receipt_id.key != key:
            raise UserError(
                self.env._(
                    "This payment was booked already, by receipt %(number)s.",
                    number=tx.heating_receipt_id.number,
                )
            )
        if tx.state != "done":
            raise UserError(self.env._("The platform has not confirmed this payment."))
        amount = self._read_amount(tender.get("amount"))
        if tx.provider_id.heating_method_id.id != tender.get(
            "method_id"
        ) or tx.currency_id.compare_amounts(tx.amount, amount):
            raise UserError(
                self.env._(
                    "The platform took %(amount).2f yuan: take just that by it.",
                    amount=tx.amount,
                )
            )
        return tx

    def _link_orders(self):
        """Note on the orders which payment and receipt they have become."""
        for tender in self.tender_ids.filtered("transaction_id"):
            payment = tender.payment_id.with_context(heating_posting=HEATING_POSTING)
            payment.payment_transaction_id = tender.transaction_id
            tender.transaction_id.write(
                {
                    "heating_receipt_id": self.id,
                    "payment_id": payment.id,
                    "is_post_processed": True,
                }
            )

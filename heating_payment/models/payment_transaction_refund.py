import logging
from datetime import timedelta
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError

from ..platforms import PlatformError, Refused, results
from .payment_provider import PLATFORMS

_logger = logging.getLogger(__name__)


class PaymentTransaction(models.Model):
    """Money that a platform pays back: a child of the order that it came by.

    Its number goes to the platform and stays the same however often it is asked for,
    since a new number would pay once more.
    """

    _inherit = "payment.transaction"

    heating_refund_id = fields.Many2one(
        "heating.refund",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )

    def _heating_get_refundable(self):
        """What the platform could still pay back of this order, in yuan."""
        self.ensure_one()
        given = sum(
            -child.amount
            for child in self.child_transaction_ids
            if child.operation == "refund" and child.state not in ("error", "cancel")
        )
        return self.currency_id.round(self.amount - given)

    def _heating_refund_once(self):
        """Ask the platform what became of this refund, or to pay it back.

        That a question is refused, such as for a wrong key, says nothing of the
        refund: only a refused order to pay back is one that was not done.

        :raise PlatformError: nobody knows; asked again with the same number
        """
        self.ensure_one()
        client = self.provider_id._heating_get_client()
        found = self._heating_query_refund(client)
        refused = None
        if found.state == results.ABSENT:
            try:
                found = self._heating_send_refund(client)
            except Refused as error:
                refused = str(error)
        self._heating_lock()
        if refused:
            self._heating_refund_failed(refused)
        else:
            self._heating_follow_refund(found)

    def _heating_query_refund(self, client):
        source = self.source_transaction_id
        if self.provider_code == "alipay":
            return client.query_refund(source.reference, self.reference)
        return client.query_refund(self.reference)

    def _heating_send_refund(self, client):
        """Ask for the money to be paid back.

        :raise Refused: the platform will not, and has not
        """
        source = self.source_transaction_id
        amount = Decimal(f"{-self.amount:.2f}")
        reason = self.heating_refund_id.number or ""
        if self.provider_code == "alipay":
            return client.refund(source.reference, self.reference, amount, reason)
        return client.refund(
            source.reference,
            self.reference,
            amount,
            source._heating_get_amount(),
            reason=reason,
            notify_url=self.provider_id._heating_get_notify_url(),
        )

    def _heating_follow_refund(self, found):
        """Follow what the platform says of this refund.

        :param Refund found: a verified message or answer about it
        """
        self.ensure_one()
        if found.state == results.DONE and self.state != "done":
            # also what had failed, and was settled on the platform's site
            self.write(
                {
                    "provider_reference": found.platform_number or self.reference,
                    "heating_ask_at": False,
                }
            )
            self._set_done()
            self.env.ref("payment.cron_post_process_payment_tx").sudo()._trigger()
        elif self.state not in ("draft", "pending"):
            return
        elif found.state == results.PROCESSING:
            if self.state == "draft":
                self._set_pending()
        elif found.state == results.ABNORMAL:
            # not failed: it is settled on the platform's site, by the same number
            if self.state == "draft":
                self._set_pending()
            self.state_message = self.env._(
                "The payer's account does not take it: settle order %(number)s on the "
                "platform's site.",
                number=self.source_transaction_id.reference,
            )
        elif found.state == results.REFUND_CLOSED:
            self._heating_refund_failed(found.platform_state)

    def _heating_refund_failed(self, reason):
        """The platform will not pay back: the refund waits for its payout again."""
        if self.state not in ("draft", "pending"):
            return
        self._set_error(
            self.env._("The platform does not pay it back: %(reason)s", reason=reason)
        )
        self.heating_ask_at = False
        self.heating_refund_id._message_log(body=self.state_message)

    def _heating_refund_due(self):
        """Do what is due for this refund, and note when to ask next."""
        try:
            self._heating_refund_once()
        except PlatformError as error:
            _logger.info("Refund %s could not be asked for: %s", self.reference, error)
        if self.state in ("draft", "pending"):
            self.heating_asks += 1
            pause = min(15 * 2**self.heating_asks, 3600)
            self.heating_ask_at = fields.Datetime.now() + timedelta(seconds=pause)

    # === WHAT THE FRAMEWORK ASKS FOR === #

    def _send_refund_request(self):
        """Override of `payment`: asked for by the job, once it is committed.

        Here nothing is sent: where the answer is lost, Odoo would ask once more with
        another number.
        """
        ours = self.filtered(lambda tx: tx.provider_code in PLATFORMS)
        for tx in ours:
            tx._set_pending()
            tx.heating_ask_at = fields.Datetime.now()
        if ours:
            self.env.ref("heating_payment.cron_platforms").sudo()._trigger()
        return super(PaymentTransaction, self - ours)._send_refund_request()

    def _refund(self, amount_to_refund=None):
        """Override of `payment`: never more than what the platform still holds.

        :raise UserError: less is left, refunds that are under way counted
        """
        for tx in self.filtered(lambda tx: tx.provider_code in PLATFORMS):
            tx._heating_lock()
            amount = amount_to_refund or tx.amount
            left = tx._heating_get_refundable()
            if tx.currency_id.compare_amounts(amount, left) > 0:
                raise UserError(
                    self.env._(
                        "Of order %(number)s only %(left).2f yuan can still be paid "
                        "back, those under way counted.",
                        number=tx.reference,
                        left=left,
                    )
                )
        return super()._refund(amount_to_refund=amount_to_refund)

    def _create_child_transaction(self, amount, is_refund=False, **values):
        """Override of `payment`: the child knows which refund it pays out."""
        refund_id = self.env.context.get("heating_refund_id")
        if is_refund and refund_id and self.env.su:
            values["heating_refund_id"] = refund_id
        return super()._create_child_transaction(amount, is_refund=is_refund, **values)

    def _create_payment(self, **extra_create_values):
        """Override: the payout of a refund is booked once all its parts are back."""
        self.ensure_one()
        refund = self.heating_refund_id
        if not refund:
            return super()._create_payment(**extra_create_values)
        return refund._book_platform_payout()

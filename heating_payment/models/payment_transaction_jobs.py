import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models

from ..platforms import PlatformError
from .payment_provider import PLATFORMS

_logger = logging.getLogger(__name__)

# seconds until an order is asked for once more; then every last of them
STEPS = (15, 30, 60, 180, 300, 600, 1800, 3600, 7200)
# a platform closes an order by itself after a week at the latest
LAST_ASK = timedelta(days=8)
# while a payer looks at the page, the platform is asked so often at most
PAGE_PAUSE = timedelta(seconds=4)


class PaymentTransaction(models.Model):
    """What happens where a notification is late, or never comes."""

    _inherit = "payment.transaction"

    @api.model
    def _cron_heating_platforms(self):
        """Book what came in, ask for what is open, and close what nobody paid."""
        self.env["heating.payment.notification"]._handle_waiting()
        self._heating_ask_due()
        self._heating_book_left()

    @api.model
    def _heating_ask_due(self):
        """Ask the platforms for open orders whose time it is, each by itself."""
        due = self.search(
            [
                ("provider_code", "in", list(PLATFORMS)),
                ("heating_ask_at", "<=", fields.Datetime.now()),
            ],
            order="heating_ask_at",
            limit=200,
        )
        for tx in due:
            try:
                if tx.operation == "refund":
                    tx._heating_refund_due()
                else:
                    tx._heating_ask_once()
                self.env["ir.cron"]._commit_progress(1)
            except psycopg2.OperationalError:
                # somebody changed it in this moment: it is asked for in a minute
                self.env.cr.rollback()
            except Exception:
                # one that cannot be followed keeps no other from being asked for
                self.env.cr.rollback()
                _logger.exception("Order %s could not be followed", tx.id)
                tx.heating_ask_at = fields.Datetime.now() + timedelta(hours=1)
                self.env["ir.cron"]._commit_progress(1)

    def _heating_ask_once(self):
        """Ask for one order; whatever is answered, it is known when to ask next."""
        self.ensure_one()
        now = fields.Datetime.now()
        expired = self.heating_expires_at < now
        answered = True
        try:
            if expired and self.state in ("draft", "pending"):
                # closing asks, too, and nothing is locked before it has answered
                self._heating_close()
            else:
                self._heating_ask()
        except PlatformError as error:
            answered = False
            _logger.info("Order %s could not be asked for: %s", self.reference, error)
        step = STEPS[min(self.heating_asks, len(STEPS) - 1)]
        again = (
            self.state in ("draft", "pending")
            or (
                # closed by us, yet a code may have been paid in its last minute
                self.state == "cancel" and not (expired and answered)
            )
        ) and now - self.create_date < LAST_ASK
        self.write(
            {
                "heating_asks": self.heating_asks + 1,
                "heating_ask_at": again and now + timedelta(seconds=step),
            }
        )

    @api.model
    def _heating_book_left(self):
        """Book what is paid and was not booked, however long ago it was."""
        left = self.search(
            [
                ("provider_code", "in", list(PLATFORMS)),
                ("state", "=", "done"),
                ("is_post_processed", "=", False),
            ]
        )
        if left:
            left._cron_post_process()

    def _heating_look(self):
        """What became of this order, for a payer who is looking at its page.

        The platform is asked, but not at each look.

        :rtype: dict
        """
        self.ensure_one()
        now = fields.Datetime.now()
        looked = self.write_date
        if (
            self.state in ("draft", "pending")
            and self.heating_ask_at
            # after that the job closes it
            and self.heating_expires_at > now
            and now - looked >= PAGE_PAUSE
        ):
            try:
                self._heating_ask()
            except PlatformError as error:
                _logger.info("Order %s: %s", self.reference, error)
            self.heating_ask_at = self.heating_ask_at and now + timedelta(seconds=15)
        if self.state == "done" and not self.is_post_processed:
            self._post_process()
        return {
            "state": self.state,
            "receipt": bool(self.heating_receipt_id)
            and f"/heating/receipt/{self.heating_receipt_id.sudo().token}",
        }

import json
import logging

import psycopg2

from odoo import api, models

from ..platforms import results

_logger = logging.getLogger(__name__)


class HeatingPaymentNotification(models.Model):
    """What comes of a message: an order is paid, closed or refunded, or it waits."""

    _inherit = "heating.payment.notification"

    def _follow_safely(self, found):
        """Follow a message; where that fails, it stays and is followed by the job."""
        self.ensure_one()
        self.flush_recordset()
        try:
            with self.env.cr.savepoint():
                self._follow(found)
        except psycopg2.OperationalError:
            raise  # two at once: all of the request begins anew
        except Exception as error:
            _logger.exception("Message %s could not be followed", self.id)
            self.invalidate_recordset()
            self.note = str(error)[:200]

    def _follow(self, found):
        """Do what a verified message says, once.

        :param Notification found: what was read of it
        """
        self.ensure_one()
        transactions = self.env["payment.transaction"].sudo()
        number = self.order_number
        tx = transactions.search(
            [
                ("reference", "=", number),
                ("provider_id", "=", self.provider_id.id),
                ("operation", "!=", "refund"),
            ]
        )
        self.transaction_id = tx
        if found.kind == results.OTHER:
            self._done("followed", self.env._("Nothing to book."))
        elif not tx:
            self._done(
                "waiting",
                self.env._("There is no order %(number)s here.", number=number),
            )
        elif found.kind == results.REFUND:
            self._follow_refund(tx, found)
        else:
            self._follow_trade(tx, found.trade)

    def _follow_trade(self, tx, trade):
        tx._heating_lock()
        was_done = tx.state == "done"
        problem = tx._heating_find_problem(trade)
        if problem:
            self._done("waiting", self._get_problem_words(tx, trade, problem))
            return
        tx._process(
            tx.provider_code, {"trade": trade, "provider_id": tx.provider_id.id}
        )
        if tx.state != "done":
            self._done("followed", self.env._("The order is closed, nothing was paid."))
        elif was_done:
            self._done("followed", self.env._("Known already."))
        else:
            self._done("followed", self.env._("Paid."))

    def _follow_refund(self, tx, found):
        """Follow a refund of ours; one that nobody here asked for needs a look."""
        refund = found.refund
        child = tx.child_transaction_ids.filtered(
            lambda each: each.reference == refund.refund_number
        )
        if not child or (
            refund.amount is not None
            and child.currency_id.compare_amounts(float(refund.amount), -child.amount)
        ):
            self._done(
                "waiting",
                self.env._(
                    "The platform paid back %(amount).2f yuan of order %(number)s, "
                    "which nobody here asked for.",
                    amount=self.amount,
                    number=tx.reference,
                ),
            )
            return
        child._heating_lock()
        child._heating_follow_refund(refund)
        of_refund = child.heating_refund_id
        if child.state != "done":
            self._done("followed", child.state_message or self.env._("Not yet."))
        elif of_refund and of_refund.state in ("kept", "rejected", "cancelled"):
            self._done(
                "waiting",
                self.env._(
                    "The platform has paid %(refund)s back, which was settled "
                    "otherwise meanwhile.",
                    refund=of_refund.number,
                ),
            )
        else:
            self._done("followed", self.env._("Paid back."))

    def _done(self, state, note):
        self.write({"state": state, "note": note})

    def _get_problem_words(self, tx, trade, problem):
        """A sentence on why a payment is not booked."""
        if problem == "amount":
            return self.env._(
                "Order %(number)s is of %(asked).2f yuan, but the platform says "
                "%(said)s: nothing was booked.",
                number=tx.reference,
                asked=tx.amount,
                said=trade.amount,
            )
        return self.env._(
            "Order %(number)s was paid as %(known)s already, and now as %(said)s: the "
            "second payment has to be given back on the platform's site.",
            number=tx.reference,
            known=tx.provider_reference,
            said=trade.platform_number,
        )

    @api.model
    def _note_answer(self, tx, trade, problem):
        """File what the platform answered to a question of ours and is not booked.

        :param tx: the order
        :param Trade trade: the answer
        :param str problem: see `payment.transaction._heating_find_problem`
        """
        self = self.sudo()
        key = f"asked-{tx.reference}-{problem}-{trade.platform_number}-{trade.amount}"
        self._store(
            tx.provider_id,
            {
                "key": key,
                "kind": "payment",
                "event": trade.platform_state,
                "order_number": tx.reference,
                "platform_number": trade.platform_number,
                "amount": float(trade.amount or 0),
                "transaction_id": tx.id,
                "state": "waiting",
                "note": self._get_problem_words(tx, trade, problem),
            },
            json.dumps(trade.raw, ensure_ascii=False, default=str).encode(),
        )

    @api.model
    def _handle_waiting(self):
        """Follow what was stored and could not be followed at once, each by itself.

        The platform is asked for the order: a stored message may be too old for its
        signature to be proven once more.
        """
        for message in self.search([("state", "=", "received")], order="id", limit=200):
            try:
                message._follow_by_asking()
                self.env["ir.cron"]._commit_progress(1)
            except psycopg2.OperationalError:
                # somebody is at the same order: again in a minute
                self.env.cr.rollback()

    def _follow_by_asking(self):
        """Ask the platform for the order of a message that could not be followed."""
        self.ensure_one()
        tx = self.env["payment.transaction"].search(
            [
                ("reference", "=", self.order_number),
                ("provider_id", "=", self.provider_id.id),
            ]
        )
        if tx and self.kind == "refund":
            self.transaction_id = tx
            self._done(
                "waiting",
                self.env._(
                    "A refund of order %(number)s could not be followed: look at it "
                    "on the platform's site.",
                    number=self.order_number,
                ),
            )
        elif tx:
            tx._heating_ask_once()
            self.transaction_id = tx
            if tx.state in ("done", "cancel", "error"):
                self._done(
                    "followed"
                    if tx.state == "done" or self.kind != "payment"
                    else "waiting",
                    self.env._("The platform was asked."),
                )
        else:
            self._done(
                "waiting",
                self.env._(
                    "There is no order %(number)s here.", number=self.order_number
                ),
            )

import json
import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..platforms import BadKey, BadNotification, BadSignature, results

_logger = logging.getLogger(__name__)


class HeatingPaymentNotification(models.Model):
    """The inbox of what Alipay and WeChat Pay told us, word by word.

    A message is verified, then stored, then answered, and only then followed. None is
    lost: what cannot be booked waits for an accountant's explanation.
    """

    _name = "heating.payment.notification"
    _description = "Message of a Payment Platform"
    _order = "id DESC"
    _rec_name = "order_number"

    provider_id = fields.Many2one(
        "payment.provider", required=True, readonly=True, ondelete="restrict"
    )
    provider_name = fields.Char(related="provider_id.name", related_sudo=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    key = fields.Char(required=True, readonly=True)
    kind = fields.Selection(
        [
            ("payment", "Payment"),
            ("refund", "Refund"),
            ("closed", "Order Closed"),
            ("other", "Other"),
        ],
        required=True,
        readonly=True,
    )
    event = fields.Char(readonly=True)
    order_number = fields.Char(readonly=True, index="btree_not_null")
    platform_number = fields.Char(readonly=True, index="btree_not_null")
    amount = fields.Monetary(readonly=True)
    times = fields.Integer(
        string="Received", default=1, readonly=True, help="How often it came."
    )
    body = fields.Text(readonly=True, groups="base.group_system")
    state = fields.Selection(
        [
            ("received", "To Follow"),
            ("followed", "Followed"),
            ("waiting", "Needs a Look"),
            ("explained", "Explained"),
        ],
        default="received",
        required=True,
        readonly=True,
        index=True,
    )
    note = fields.Char(string="What Came of It", readonly=True)
    transaction_id = fields.Many2one(
        "payment.transaction", readonly=True, ondelete="restrict", index=True
    )
    receipt_id = fields.Many2one(
        related="transaction_id.heating_receipt_id", related_sudo=True
    )
    explained_by_id = fields.Many2one("res.users", readonly=True)

    _key_unique = models.UniqueIndex("(provider_id, key)")
    _to_follow = models.Index("(id) WHERE state = 'received'")

    # === COMING IN === #

    @api.model
    def _receive(self, provider, headers, body):
        """Verify, store and follow what was posted to a provider's address.

        :param provider: whose address it is
        :param headers: mapping as received
        :param bytes body: as received
        :return: ``taken``; ``refused`` where nothing proves who sent it and nothing is
            stored; ``later`` where it has to be sent again
        :rtype: str
        """
        self = self.sudo()
        try:
            client = provider._heating_get_client()
            if provider.code == "alipay":
                found = client.read_notification(body)
            else:
                found = client.read_notification(headers, body)
        except BadKey as error:
            _logger.warning("Provider %s is not set up: %s", provider.id, error)
            return "later"
        except BadSignature as error:
            _logger.info("A message to %s was refused: %s", provider.id, error)
            return "refused"
        except BadNotification as error:
            if error.reason == "undecryptable":
                return "later"
            self._store(provider, self._get_bad_values(error, body), body)
            return "taken"
        message = self._store(provider, self._get_values(found), body)
        if message.state == "received":
            message._follow_safely(found)
        return "taken"

    @api.model
    def _get_values(self, found):
        trade, refund = found.trade, found.refund
        if refund:
            amount = refund.amount or refund.total_refunded
        else:
            amount = trade and trade.amount
        return {
            "key": found.key,
            "kind": found.kind,
            "event": found.event,
            "order_number": (trade or refund) and (trade or refund).order_number,
            "platform_number": trade and trade.platform_number,
            "amount": float(amount or 0),
        }

    @api.model
    def _get_bad_values(self, error, body):
        """What is kept of a platform's message that is not for this merchant."""
        fields_said = error.fields
        return {
            "key": str(
                fields_said.get("notify_id")
                or fields_said.get("transaction_id")
                or self._digest(body)
            ),
            "kind": "other",
            "event": error.reason,
            "order_number": str(fields_said.get("out_trade_no") or "")[:64],
            "state": "waiting",
            "note": self.env._(
                "It is not for this merchant, or not understood: %(reason)s",
                reason=error.reason,
            ),
        }

    @api.model
    def _digest(self, body):
        return self.env.execute_query(SQL("SELECT md5(%s)", body))[0][0]

    @api.model
    def _store(self, provider, values, body):
        """The message's row; the same message again is counted on the same row."""
        known = self.search(
            [("provider_id", "=", provider.id), ("key", "=", values["key"])]
        )
        if known:
            # two at once: the later one starts anew, with what the first has left
            known.times += 1
            known.flush_recordset(["times"])
            known.invalidate_recordset()
            return known
        return self.create(
            {
                **values,
                "provider_id": provider.id,
                "company_id": provider.company_id.id,
                "body": body.decode(errors="replace"),
            }
        )

    # === FOLLOWING === #

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
        for message in self.search([("state", "=", "received")], limit=200):
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
        if tx:
            tx._heating_ask_once()
            self.transaction_id = tx
            if tx.state == "done":
                self._done("followed", self.env._("The platform was asked."))
        else:
            self._done(
                "waiting",
                self.env._(
                    "There is no order %(number)s here.", number=self.order_number
                ),
            )

    # === EXPLAINING === #

    def action_explain(self, reason):
        """Say what was done about a message that could not be booked.

        :param str reason: in words
        :raise AccessError: the user is no accountant
        :raise UserError: no reason, or nothing to explain
        """
        self.check_access("read")
        if not self.env.user.has_group("heating_customer.group_accountant"):
            raise AccessError(
                self.env._("An accountant says what came of a platform's message.")
            )
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say what was done about it."))
        for message in self.sudo():
            message.lock_for_update()
            message.invalidate_recordset(["state"])
            if message.state != "waiting":
                raise UserError(self.env._("This message does not wait for a look."))
            message.write(
                {
                    "state": "explained",
                    "note": f"{message.note} → {reason}",
                    "explained_by_id": self.env.uid,
                }
            )

    def write(self, vals):
        """Override of `base`: what a platform said stays as it was said."""
        if not self.env.su:
            raise AccessError(self.env._("A platform's message never changes."))
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Only a platform's messages come in here."))
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("A platform's message is never deleted."))

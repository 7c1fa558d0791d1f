import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..platforms import BadKey, BadNotification, BadSignature

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

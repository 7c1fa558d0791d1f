from odoo import api, fields, models
from odoo.exceptions import UserError

from .payment_provider import PLATFORMS


class HeatingRefund(models.Model):
    """Refunds that the platform pays back to whoever paid, by the order's number."""

    _inherit = "heating.refund"

    transaction_ids = fields.One2many(
        "payment.transaction",
        "heating_refund_id",
        string="At the Platform",
        readonly=True,
        copy=False,
        groups="account.group_account_invoice,base.group_system",
    )
    sent_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    platform_state = fields.Selection(
        [
            ("possible", "The platform can pay it back"),
            ("sent", "The platform is paying it back"),
            ("failed", "The platform did not pay it back"),
        ],
        string="By the Platform",
        compute="_compute_platform_state",
        compute_sudo=True,
    )
    platform_note = fields.Char(compute="_compute_platform_state", compute_sudo=True)

    @api.depends("state", "method_id", "line_ids.tender_id", "transaction_ids.state")
    def _compute_platform_state(self):
        for refund in self:
            states = set(refund.transaction_ids.mapped("state"))
            noted = refund.transaction_ids.filtered("state_message").sorted("id")
            refund.platform_note = noted[-1:].state_message
            if states & {"draft", "pending"} or (
                refund.state == "approved" and refund._is_paid_back()
            ):
                refund.platform_state = "sent"
            elif refund.state == "approved" and "error" in states:
                refund.platform_state = "failed"
            elif refund.state == "approved" and refund._get_platform_parts():
                refund.platform_state = "possible"
            else:
                refund.platform_state = False

    @api.model
    def _get_payout_fields(self):
        """Override: who sent it to the platform is part of the payout."""
        return super()._get_payout_fields() | {"sent_by_id"}

    def _get_paid_back(self):
        """What the platform says it has paid back already, in yuan."""
        self.ensure_one()
        done = self._get_done_children()
        return self.currency_id.round(-sum(done.mapped("amount")))

    def _get_done_children(self):
        """What platforms have paid back: of orders there, and of nothing else."""
        return self.transaction_ids.filtered(
            lambda tx: (
                tx.state == "done"
                and tx.operation == "refund"
                and tx.source_transaction_id.provider_code in PLATFORMS
            )
        )

    def _is_paid_back(self):
        """Whether the platform has paid back all of it; it may not be booked yet."""
        return self.currency_id.compare_amounts(self._get_paid_back(), self.amount) >= 0

    def _get_platform_parts(self):
        """What each order pays back: yuan by transaction.

        :return: empty where the money did not all come by orders of its means
        :rtype: dict
        """
        self.ensure_one()
        parts = {}
        for line in self.line_ids:
            payment = line.tender_id.payment_id
            tx = payment.payment_transaction_id
            if (
                tx.state != "done"
                or tx.provider_id.heating_method_id != self.method_id
                or self.currency_id.compare_amounts(line.amount, payment.amount) > 0
            ):
                return {}
            parts[tx] = self.currency_id.round(parts.get(tx, 0.0) + line.amount)
        return parts

    def action_pay_out(self, reference="", received_by="", signature=False):
        """Override: without a number, the platform is asked to pay it back.

        :raise UserError: the platform is paying it back already
        """
        self.ensure_one()
        self.check_access("read")
        self._approval_lock()
        self.sudo().invalidate_recordset()
        self._check_not_at_platform()
        parts = self.sudo()._get_platform_parts()
        if not parts or str(reference or "").strip():
            self._check_nothing_paid_back()
            return super().action_pay_out(reference, received_by, signature)
        self._check_waits_for_payout()
        self._get_payout_shift()
        self._check_pays_others_work()
        self._approval_trusted()._send_to_platform(parts, self.env.user)
        return None

    def _check_not_at_platform(self):
        """Refuse what would pay the same money twice.

        :raise UserError: the platform is paying it back, or has paid a part of it
        """
        if self.sudo().platform_state == "sent":
            raise UserError(
                self.env._(
                    "The platform is paying %(refund)s back already.",
                    refund=self.display_name,
                )
            )

    def _check_nothing_paid_back(self):
        """Refuse to give by hand what the platform has paid back in part.

        :raise UserError: a part of it is with the payer already
        """
        refund_sudo = self.sudo()
        paid = refund_sudo._get_paid_back()
        if refund_sudo.state == "approved" and not self.currency_id.is_zero(paid):
            raise UserError(
                self.env._(
                    "The platform has paid %(paid)s of %(refund)s back already: let "
                    "it pay the rest, too.",
                    paid=self.currency_id.format(paid),
                    refund=self.display_name,
                )
            )

    def action_keep(self):
        """Override: what the platform pays back is not kept."""
        self.ensure_one()
        self.check_access("read")
        self._check_not_at_platform()
        self._check_nothing_paid_back()
        return super().action_keep()

    def _get_restartable_states(self):
        """Override: an approved one may be corrected, such as a wrong account number.

        It is approved anew. What is at a platform, or was paid back in part, goes on.
        """
        states = super()._get_restartable_states()
        refund_sudo = self.sudo()
        if not refund_sudo.payment_id and all(
            tx.state in ("error", "cancel") for tx in refund_sudo.transaction_ids
        ):
            states = [*states, "approved"]
        return states

    def _check_waits_for_payout(self):
        result = super()._check_waits_for_payout()
        self._check_not_at_platform()
        return result

    def _send_to_platform(self, parts, user):
        """Make the orders to pay back; the job sends them once they are committed.

        What an earlier attempt has paid back already is not asked for again.

        :param dict parts: see `_get_platform_parts`
        :param user: who pays it out
        """
        self.ensure_one()
        self.write({"sent_by_id": user.id})
        done = self._get_done_children()
        for source, amount in parts.items():
            paid = -sum(
                child.amount for child in done if child.source_transaction_id == source
            )
            left = self.currency_id.round(amount - paid)
            if self.currency_id.compare_amounts(left, 0) > 0:
                source.with_context(heating_refund_id=self.id)._refund(left)

    def _book_platform_payout(self):
        """Book the payout once every part of it is back.

        :return: the payment, or none while a part is missing
        :rtype: account.payment
        """
        self.ensure_one()
        self._approval_lock()
        self = self._approval_trusted()
        self.invalidate_recordset()
        done = self._get_done_children()
        if (
            self.payment_id
            or self.state != "approved"
            or not self.sent_by_id
            or not self._is_paid_back()
        ):
            return self.payment_id
        payment = self._post_payout(self.env["heating.shift"])
        self.write(
            {
                "reference": ", ".join(done.mapped("reference")),
                "state": "paid",
                "payment_id": payment.id,
                "paid_by_id": self.sent_by_id.id,
                "paid_at": fields.Datetime.now(),
            }
        )
        done.payment_id = payment
        return payment

    def action_return(self, reason):
        """Override: what the platform says is paid back does not come back by hand.

        :raise UserError: it was paid back by the platform
        """
        if self.sudo().payment_id and self.sudo().transaction_ids.filtered(
            lambda tx: tx.state == "done"
        ):
            raise UserError(
                self.env._(
                    "%(refund)s was paid back by the platform, which says that the "
                    "payer has the money.",
                    refund=self.display_name,
                )
            )
        return super().action_return(reason)

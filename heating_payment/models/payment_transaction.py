import secrets
from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ..platforms import results
from .payment_provider import PLATFORMS

# who pays, how, and what came of it: never said by a client
FIXED_FIELDS = {
    "amount",
    "company_id",
    "currency_id",
    "invoice_ids",
    "is_post_processed",
    "operation",
    "payment_id",
    "provider_id",
    "provider_reference",
    "reference",
    "source_transaction_id",
    "state",
}


class PaymentTransaction(models.Model):
    """An order (订单) at Alipay or WeChat Pay for debts of households.

    It is committed before the platform hears of it, its amount is worked out by the
    server, and what the platform says of it is checked before anything is touched.
    """

    _inherit = "payment.transaction"

    heating_household_ids = fields.Many2many(
        "heating.household",
        "heating_household_transaction_rel",
        "transaction_id",
        "household_id",
        string="Households",
        readonly=True,
        copy=False,
    )
    heating_move_ids = fields.Many2many(
        "account.move",
        "heating_move_transaction_rel",
        "transaction_id",
        "move_id",
        string="Debts",
        readonly=True,
        copy=False,
        help="What the payer was shown and asked for: paid before anything else.",
    )
    heating_receipt_id = fields.Many2one(
        "heating.receipt",
        string="Receipt",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    heating_way = fields.Selection(
        [
            ("qr", "Code on a Screen"),
            ("wap", "Alipay on a Phone"),
            ("h5", "WeChat from a Phone's Browser"),
            ("jsapi", "Inside WeChat"),
        ],
        string="Way",
        readonly=True,
        copy=False,
    )
    heating_token = fields.Char(
        readonly=True, copy=False, groups="base.group_system", index="btree_not_null"
    )
    heating_back_url = fields.Char(readonly=True, copy=False)
    heating_code = fields.Char(
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="What the payer scans or opens; whoever has it can pay.",
    )
    heating_expires_at = fields.Datetime(
        string="Payable Until", readonly=True, copy=False
    )
    heating_paid_at = fields.Datetime(string="Paid At", readonly=True, copy=False)
    heating_asks = fields.Integer(readonly=True, copy=False)
    heating_ask_at = fields.Datetime(
        string="Ask Next At", readonly=True, copy=False, index="btree_not_null"
    )
    heating_payer_ip = fields.Char(
        readonly=True, copy=False, groups="base.group_system"
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `payment` to refuse orders that clients make by hand.

        :raise AccessError: one is for a household, or at a platform
        """
        transactions = super().create(vals_list)
        if not self.env.su:
            transactions._check_made_by_suite()
            # whatever else it is of: what it books is not said by a client, nor by
            # the defaults that came with it
            ours = [name for name in self._fields if name.startswith("heating_")]
            if any(tx[name] for tx in transactions.sudo() for name in ours):
                transactions._refuse_clients()
        return transactions

    def write(self, vals):
        """Override of `base`: what the platform said is not for clients to change."""
        named = set(vals)
        if not self.env.su:
            if any(name.startswith("heating_") for name in named):
                self._refuse_clients()
            if named & FIXED_FIELDS:
                self._check_made_by_suite()
        result = super().write(vals)
        if not self.env.su and named & {"provider_id", "source_transaction_id"}:
            self._check_made_by_suite()
        return result

    def _check_made_by_suite(self):
        """Refuse to say by hand that money came.

        :raise AccessError: one of the transactions is of Alipay or WeChat Pay
        """
        if any(
            code in PLATFORMS
            for tx in self.sudo()
            for code in (tx.provider_code, tx.source_transaction_id.provider_code)
        ):
            self._refuse_clients()

    def _refuse_clients(self):
        raise AccessError(
            self.env._(
                "Orders at Alipay and WeChat Pay are made and settled by the system "
                "only."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_platform(self):
        self._check_made_by_suite()

    def action_refund(self, amount_to_refund=None):
        """Override of `payment`: money for heat goes back by a refund only."""
        self._check_refunded_by_suite()
        return super().action_refund(amount_to_refund=amount_to_refund)

    def _check_refunded_by_suite(self):
        """Refuse Odoo's refund of money for heat.

        :raise AccessError: the transaction paid bills for heat
        """
        if self.sudo().heating_household_ids:
            raise AccessError(
                self.env._(
                    "Money for heat is given back by a refund: ask for one at the "
                    "household."
                )
            )

    # === WHAT THE FRAMEWORK ASKS FOR === #

    @api.model
    def _compute_reference(self, provider_code, prefix=None, separator="-", **kwargs):
        """Override of `payment`: a number that both platforms accept.

        Odoo's own has slashes and hyphens. The tail keeps numbers apart where a copy
        of the database uses the same merchant.
        """
        if provider_code not in PLATFORMS:
            return super()._compute_reference(
                provider_code, prefix=prefix, separator=separator, **kwargs
            )
        number = self.env["ir.sequence"].sudo().next_by_code("heating.payment.order")
        letter = "R" if (prefix or "").startswith("R-") else "H"
        return f"{letter}{number}{secrets.token_hex(2)}"

    @api.model
    def _search_by_reference(self, provider_code, payment_data):
        """Override of `payment`: whom the platform told decides, not the code."""
        if provider_code not in PLATFORMS:
            return super()._search_by_reference(provider_code, payment_data)
        return self.search(
            Domain("reference", "=", payment_data["trade"].order_number)
            & Domain("provider_id", "=", payment_data["provider_id"])
            & Domain("operation", "!=", "refund")
        )

    def _extract_amount_data(self, payment_data):
        """Override of `payment`: the order's amount, before the platform's coupons."""
        if self.provider_code not in PLATFORMS:
            return super()._extract_amount_data(payment_data)
        trade = payment_data["trade"]
        if trade.amount is None:
            return None
        return {"amount": float(trade.amount), "currency_code": "CNY"}

    def _process(self, provider_code, payment_data):
        """Override of `payment`: what does not fit touches nothing.

        Odoo marks a payment of a wrong amount as an error and books it in full when it
        is told the same once more.
        """
        if provider_code not in PLATFORMS:
            return super()._process(provider_code, payment_data)
        tx = self or self._search_by_reference(provider_code, payment_data)
        if not tx:
            return tx
        tx._heating_lock()
        if tx._heating_find_problem(payment_data["trade"]):
            return tx
        return super(PaymentTransaction, tx)._process(provider_code, payment_data)

    def _apply_updates(self, payment_data):
        """Override of `payment` to follow what the platform says."""
        if self.provider_code not in PLATFORMS:
            return super()._apply_updates(payment_data)
        trade = payment_data["trade"]
        if trade.state in (results.PAID, results.REFUNDED):
            if self.state == "done":
                return
            paid_at = trade.paid_at
            self.write(
                {
                    "provider_reference": trade.platform_number,
                    "heating_ask_at": False,
                    "heating_paid_at": paid_at
                    and paid_at.astimezone(timezone.utc).replace(tzinfo=None),
                }
            )
            # money that came after the order was closed came all the same
            self._set_done(extra_allowed_states=("cancel",))
            self.env.ref("payment.cron_post_process_payment_tx").sudo()._trigger()
        elif trade.state in (results.CLOSED, results.FAILED):
            if self.state in ("draft", "pending"):
                self._set_canceled()
                self.heating_ask_at = False
        elif self.state == "draft" and trade.state == results.WAITING:
            self._set_pending()

    def _heating_find_problem(self, trade):
        """What is wrong with what the platform says of this order.

        :param Trade trade: a verified message or answer
        :return: ``amount``, ``number`` or False
        """
        self.ensure_one()
        if trade.state not in (results.PAID, results.REFUNDED):
            return False
        if trade.amount is None or self.currency_id.compare_amounts(
            float(trade.amount), self.amount
        ):
            return "amount"
        if not trade.platform_number or (
            self.provider_reference and self.provider_reference != trade.platform_number
        ):
            return "number"
        return False

    def _heating_lock(self):
        """Wait for whoever is changing these orders, and read them as they are then.

        Where they have changed meanwhile, PostgreSQL makes this transaction start
        anew. Odoo's own lock does not wait, but refuses.
        """
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                "SELECT id FROM payment_transaction WHERE id IN %s ORDER BY id "
                "FOR NO KEY UPDATE",
                tuple(self.ids),
            )
        )
        self.invalidate_recordset()

    # === BOOKING === #

    def _post_process(self):
        """Override of `payment`: one at a time, so that nothing is booked twice."""
        ours = self.filtered("heating_household_ids")
        if ours:
            ours._heating_lock()
        # a refund that came first must not keep its payment from being booked
        for tx in ours.filtered(lambda tx: tx.state == "done" and not tx.payment_id):
            tx.with_company(tx.company_id)._create_payment()
        return super()._post_process()

    def _create_payment(self, **extra_create_values):
        """Override of `account_payment`: money for heat makes a receipt."""
        self.ensure_one()
        if not self.heating_household_ids:
            return super()._create_payment(**extra_create_values)
        receipt = self.env["heating.receipt"]._take_from_platform(self)
        return receipt.tender_ids.payment_id

import logging
import secrets
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..platforms import PlatformError, Refused, results

_logger = logging.getLogger(__name__)

# how long an order can be paid, and how long one is shown again that is still good
VALID = timedelta(minutes=30)
STILL_GOOD = timedelta(minutes=5)
# whoever has a paper may begin to pay it so often within an hour
MOST_ORDERS = 20
# the platforms' day ends at midnight in Beijing, and so do the late fees of a day
LAST_ORDER = timedelta(minutes=10)


class PaymentTransaction(models.Model):
    """Making orders at the platforms, and opening them for the payer."""

    _inherit = "payment.transaction"

    @api.model
    def _heating_order(self, provider, household, offer, way, back_url, payer_ip):
        """The order for what a household owes: an open one that is still good, or new.

        Nothing is asked of the platform here: the order has to be committed before.

        :param provider: an enabled provider
        :param household: whose debts are paid
        :param dict offer: see `heating.household._get_online_offer`
        :param str way: see the field
        :param str back_url: where the payer goes afterwards
        :param str payer_ip: the payer's address, which WeChat wants to know
        :rtype: payment.transaction
        :raise UserError: nothing is owed, or it is about to be midnight
        """
        self = self.sudo()
        company = household.company_id
        if company.currency_id.compare_amounts(offer["total"], 0) <= 0:
            raise UserError(self.env._("Nothing is open: there is nothing to pay."))
        now = fields.Datetime.now()
        midnight = self._heating_get_midnight(company, now)
        if midnight - now < LAST_ORDER:
            raise UserError(
                self.env._(
                    "The day is being closed: please pay after midnight, in a few "
                    "minutes."
                )
            )
        known = self.search(
            [
                ("provider_id", "=", provider.id),
                ("heating_way", "=", way),
                ("heating_household_ids", "=", household.id),
                ("state", "in", ("draft", "pending")),
                ("heating_expires_at", ">", now + STILL_GOOD),
            ]
        ).filtered(
            lambda tx: (
                tx.heating_move_ids == offer["moves"]
                and not company.currency_id.compare_amounts(tx.amount, offer["total"])
            )
        )[:1]
        # inside WeChat an order is of whoever opened it first
        if known and way != "jsapi":
            return known
        self._heating_check_not_flooded(household, now)
        return self.create(
            {
                "provider_id": provider.id,
                "payment_method_id": self._heating_get_method(provider).id,
                "reference": self._compute_reference(provider.code),
                "amount": offer["total"],
                "currency_id": company.currency_id.id,
                "partner_id": household._get_billed_partner().id,
                "operation": "online_redirect",
                "heating_household_ids": [fields.Command.set(household.ids)],
                "heating_move_ids": [fields.Command.set(offer["moves"].ids)],
                "heating_way": way,
                "heating_token": secrets.token_urlsafe(16),
                "heating_back_url": back_url,
                "heating_payer_ip": payer_ip,
                "heating_expires_at": min(now + VALID, midnight),
                # whatever becomes of the payer, the job comes to an end with it
                "heating_ask_at": min(now + VALID, midnight) + timedelta(minutes=1),
            }
        )

    @api.model
    def _heating_check_not_flooded(self, household, now):
        """Refuse to make one order after the other, as a program would.

        :raise UserError: a household has had too many within the hour
        """
        made = self.search_count(
            [
                ("heating_household_ids", "=", household.id),
                ("create_date", ">", now - timedelta(hours=1)),
                ("heating_shift_id", "=", False),
            ],
            limit=MOST_ORDERS,
        )
        if made >= MOST_ORDERS:
            raise UserError(
                self.env._(
                    "Too many payments were begun for this household: please try "
                    "again in an hour, or pay at a counter."
                )
            )

    @api.model
    def _heating_get_method(self, provider):
        """Odoo's method of payment of a platform."""
        codes = provider._get_default_payment_method_codes()
        methods = provider.with_context(active_test=False).payment_method_ids
        return methods.filtered(lambda each: each.code in codes)[:1]

    @api.model
    def _heating_get_midnight(self, company, now):
        """The end of the company's day, naive UTC like *now*."""
        zone = pytz.timezone(company._heating_time_zone())
        local = pytz.utc.localize(now).astimezone(zone)
        end = zone.localize(datetime.combine(local.date(), time.max))
        return end.astimezone(pytz.utc).replace(tzinfo=None, microsecond=0)

    def _heating_open(self, openid=None):
        """Ask the platform to take this order, and return what the payer needs.

        Older orders for the same debts are closed first, so that nobody pays twice by
        two codes. The same order may be opened again: the platforms know its number.

        :param str openid: of the payer inside WeChat
        :return: text of a code, URL, or WeChat's parameters for its browser
        :raise UserError: the order cannot be paid (any more), in words for the payer
        :raise PlatformError: the platform did not answer or refused
        """
        self.ensure_one()
        if self.state not in ("draft", "pending"):
            raise UserError(self.env._("This order is settled already."))
        if self.heating_expires_at <= fields.Datetime.now():
            raise UserError(
                self.env._("The time to pay has run out: please begin again.")
            )
        if self.heating_code:
            return self.heating_code
        # all that is asked of the platform comes before the first row is written
        older = self._heating_get_older()
        ends = {tx: tx._heating_ask_to_close() for tx in older}
        if any(trade for _closed, trade in ends.values()):
            older._heating_follow_close(ends)
            raise UserError(
                self.env._("This was paid a moment ago, so nothing more is to be paid.")
            )
        found = getattr(self, f"_heating_open_{self.provider_code}")(openid)
        older._heating_follow_close(ends)
        values = {"heating_ask_at": fields.Datetime.now() + timedelta(seconds=15)}
        # WeChat's link from a browser lives five minutes only: asked for each time
        if isinstance(found, str) and self.heating_way != "h5":
            values["heating_code"] = found
        self.write(values)
        return found

    def _heating_open_alipay(self, _openid):
        client = self.provider_id._heating_get_client()
        options = {
            "notify_url": self.provider_id._heating_get_notify_url(),
            "expires_at": self._heating_get_expiry(),
        }
        order = (self.reference, self._heating_get_amount(), self._heating_subject())
        if self.heating_way == "qr":
            return client.precreate(*order, **options)
        page = self._heating_get_page()
        return client.wap_pay(*order, return_url=page, quit_url=page, **options).url

    def _heating_open_wechatpay(self, openid):
        client = self.provider_id._heating_get_client()
        options = {
            "notify_url": self.provider_id._heating_get_notify_url(),
            "expires_at": self._heating_get_expiry(),
        }
        order = (self.reference, self._heating_get_amount(), self._heating_subject())
        if self.heating_way == "jsapi":
            return client.jsapi(*order, openid, **options)
        if self.heating_way == "h5":
            return client.h5(*order, self.heating_payer_ip, **options)
        return client.native(*order, **options)

    def _heating_get_expiry(self):
        return pytz.utc.localize(self.heating_expires_at)

    def _heating_get_amount(self):
        """The amount in yuan, exact."""
        return Decimal(f"{self.amount:.2f}")

    def _heating_subject(self):
        """What the payer reads in the app: no name, no address."""
        households = self.heating_household_ids
        if households:
            # the same words whoever opens it: with others a platform refuses it
            lang = self.company_id.partner_id.lang
            return self.with_context(lang=lang).env._(
                "Heat %(number)s", number=", ".join(households.mapped("number"))
            )
        return self.reference

    def _heating_get_page(self):
        """The page of this order, for whoever has its token."""
        self.ensure_one()
        return f"{self.get_base_url()}/heating/pay/{self.sudo().heating_token}"

    # === CLOSING === #

    def _heating_get_older(self):
        """The other open orders for the same debts."""
        self.ensure_one()
        return self.search(
            [
                ("id", "!=", self.id),
                ("heating_move_ids", "in", self.heating_move_ids.ids),
                ("heating_household_ids", "in", self.heating_household_ids.ids),
                ("state", "in", ("draft", "pending")),
            ]
        )

    def _heating_ask_to_close(self):
        """Ask the platform to close this order, or learn that it was paid.

        :return: whether it is closed, and the `Trade` where it was paid
        :rtype: tuple
        """
        self.ensure_one()
        if not self.heating_ask_at and self.state == "draft":
            return True, None  # the platform has never heard of it
        client = self.provider_id._heating_get_client()
        try:
            try:
                client.close(self.reference)
            except Refused:
                trade = client.query(self.reference)
                if trade.state in (results.PAID, results.REFUNDED):
                    return False, trade
                return trade.state != results.WAITING, None
        except PlatformError as error:
            # nobody knows: the job asks again
            _logger.info("Order %s could not be closed: %s", self.reference, error)
            return False, None
        return True, None

    def _heating_follow_close(self, ends):
        """Note here what the platform said when it was asked to close these orders.

        An order that the platform does not know yet, such as a code of Alipay that
        nobody has scanned, is closed here only: a payment of it is booked all the same.

        :param dict ends: by order, see `_heating_ask_to_close`
        """
        for tx in self:
            closed, trade = ends[tx]
            if trade:
                tx._heating_take(trade)
            elif closed and tx.state in ("draft", "pending"):
                asked = tx.heating_ask_at
                tx._set_canceled()
                # an unscanned code may still be paid until it runs out
                tx.heating_ask_at = (
                    tx.heating_expires_at + timedelta(minutes=1) if asked else False
                )

    def _heating_close(self):
        """Close this order, or book it where it was paid."""
        self.ensure_one()
        self._heating_follow_close({self: self._heating_ask_to_close()})

    # === ASKING === #

    def _heating_ask(self):
        """Ask the platform what became of this order, and follow its answer.

        :return: the state of the transaction now
        :raise PlatformError: no answer that proves anything
        """
        self.ensure_one()
        trade = self.provider_id._heating_get_client().query(self.reference)
        if trade.state != results.ABSENT:
            self._heating_take(trade)
        return self.state

    def _heating_take(self, trade):
        """Follow what the platform answered of this order, or file what is wrong."""
        self.ensure_one()
        self._process(
            self.provider_code, {"trade": trade, "provider_id": self.provider_id.id}
        )
        problem = self._heating_find_problem(trade)
        if problem:
            self.env["heating.payment.notification"]._note_answer(self, trade, problem)

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models

from ..assessment import early_discount
from .heating_debt_correction import Correction
from .heating_tariff import exact
from .posting import QUIET_POSTING


@dataclass(slots=True)
class DiscountOffer:
    """What a bill's own part costs less if it is paid in full on the day asked about.

    :param window: the heating.tariff.discount
    :param discount: yuan off
    :param left: yuan that have to be paid yet to get it
    """

    window: models.Model
    discount: Decimal
    left: Decimal


class HeatingBill(models.Model):
    """The early-bird discount of a bill: offered, granted at payment, taken back.

    It is of the household's own part. Everything paid on the bill so far counts, a
    prepayment as well.
    """

    _inherit = "heating.bill"

    discount_ids = fields.One2many(
        "heating.discount", "bill_id", string="Early-Bird Discounts", readonly=True
    )
    amount_discounted = fields.Monetary(
        string="Early-Bird Discount",
        readonly=True,
        copy=False,
        help="What is off for payment in full in an early-bird window.",
    )
    amount_own_net = fields.Monetary(
        string="Household's Part less Early Bird",
        compute="_compute_amount_own_net",
        help="What the household pays in all.",
    )
    discount_text = fields.Char(
        string="Early Bird", compute="_compute_discount_text", compute_sudo=True
    )

    @api.depends("amount_own", "amount_discounted")
    def _compute_amount_own_net(self):
        for bill in self:
            bill.amount_own_net = bill.amount_own - bill.amount_discounted

    @api.depends("amount_residual", "amount_discounted")
    @api.depends_context("lang")
    def _compute_discount_text(self):
        self.discount_text = False
        for company, bills in self.filtered("id").grouped("company_id").items():
            offers = bills._get_discount_offers(company._heating_today())
            for bill, offer in offers.items():
                bill.discount_text = self.env._(
                    "Paid in full by %(day)s: %(net)s instead of %(gross)s "
                    "(%(percent)s %% off)",
                    day=offer.window.date_to,
                    net=bill.currency_id.format(float(offer.left)),
                    gross=bill.currency_id.format(float(offer.left + offer.discount)),
                    percent=offer.window._get_percent(),
                )

    # === OFFERED === #

    def _get_discount_offers(self, day):
        """What these bills cost less if they are paid in full on a day.

        :param date day: when the money is taken
        :return: dict of bill → ``DiscountOffer``; without those that have none
        """
        offers = {}
        by_tariff = self.sudo().grouped("tariff_id")
        for tariff, bills in by_tariff.items():
            windows = tariff.discount_ids.filtered(
                lambda window: window.date_from <= day <= window.date_to
            )
            if not windows:
                continue
            late = bills._get_late_fees(day)
            for bill in bills:
                if bill in late and late[bill].total:
                    # whoever is late is no early bird, whatever the windows say
                    continue
                offer = bill._get_discount_offer(windows, day)
                if offer:
                    offers[self.browse(bill.id)] = offer
        return offers

    def _get_discount_steps(self, day):
        """The offer of a day and those whose windows follow at once.

        :param date day: the first day
        :return: list of ``DiscountOffer``, the earliest first
        """
        self.ensure_one()
        steps = []
        while offer := self._get_discount_offers(day).get(self):
            steps.append(offer)
            day = offer.window.date_to + timedelta(days=1)
        return steps

    def _get_discount_offer(self, window, day):
        """The offer of one window, or none.

        :rtype: DiscountOffer
        """
        self.ensure_one()
        own = self._get_own_invoices().filtered(lambda move: move.state == "posted")
        if self.amount_discounted or len(own.commercial_partner_id) != 1:
            # given already; or shared by two customers, neither of whom pays it in full
            return None
        principal = exact(self.currency_id.round(self._get_own_amount()))
        residual = exact(self.currency_id.round(self.amount_own_residual))
        if principal <= 0 or residual <= 0:
            return None
        result = self._call_engine(
            early_discount, principal, [window._get_facts()], day, principal
        )
        left = residual - result.discount
        if not result.discount or left < 0:
            return None
        return DiscountOffer(window, result.discount, left)

    def _get_own_amount(self):
        """What the household's own documents come to, in yuan."""
        self.ensure_one()
        posted = self._get_own_invoices().filtered(lambda move: move.state == "posted")
        return sum(posted.mapped("amount_total_signed"))

    # === GRANTED AND TAKEN BACK === #

    @api.model
    def _grant_discounts(self, offers, day):
        """Credit discounts: the payments that follow in this act pay the rest.

        :param dict offers: ``DiscountOffer`` by bill
        :param date day: when the money is taken
        :return: the heating.discount of each, in the order of *offers*
        """
        discounts = (
            self.env["heating.discount"]
            .sudo()
            .with_context(**QUIET_POSTING)
            .create(
                [
                    {
                        "bill_id": bill.id,
                        "window_id": offer.window.id,
                        "date": day,
                        "amount": float(offer.discount),
                        "amount_needed": bill.sudo()._get_own_amount()
                        - float(offer.discount),
                    }
                    for bill, offer in offers.items()
                ]
            )
        )
        for discount in discounts:
            discount.bill_id.amount_discounted = discount.amount
        self._post_discounts([(each, -each.amount) for each in discounts])
        return discounts

    @api.model
    def _post_discounts(self, amounts):
        """Post documents of discounts: in the journal of charges, so that no counter
        waits for the numbers of a bill run.

        :param list amounts: (heating.discount, yuan, negative for a credit note)
        """
        corrections = []
        for discount, amount in amounts:
            bill = discount.bill_id
            sign = -1 if amount < 0 else 1
            parts = bill._spread(abs(amount))
            corrections.append(
                Correction(
                    bill,
                    {key: sign * part for key, part in parts.items()},
                    discount.with_context(lang=bill.partner_id.lang)._get_words(),
                    vals={
                        "heating_discount_id": discount.id,
                        "journal_id": bill.company_id.heating_charge_journal_id.id,
                    },
                )
            )
        self.sudo().with_context(**QUIET_POSTING)._post_differences(corrections)

    def _review_discount(self, paid=None):
        """Take back what of granted discounts is no longer deserved.

        A bill that became less is less by less; one whose payment was undone has none.

        :param paid: whether the payments stand; by default they do
        """
        amounts = []
        for bill in self.sudo().with_context(**QUIET_POSTING):
            discount = bill.discount_ids.filtered(lambda d: d.state == "granted")
            if not discount:
                continue
            principal = bill._get_own_amount() + discount.amount
            due = 0.0
            if paid is not False and principal > 0:
                rate = exact(discount.rate)
                due = bill.currency_id.round(float(exact(principal) * rate))
            too_much = bill.currency_id.round(discount.amount - due)
            if too_much <= 0:
                continue
            left = bill.currency_id.round(discount.amount - too_much)
            discount.write({"amount": left, "state": "granted" if left else "undone"})
            bill.amount_discounted = left
            amounts.append((discount, too_much))
        # a prepayment may pay a bill at once, and get a discount of its own
        self.env["heating.discount"].flush_model()
        self._post_discounts(amounts)

    def _is_discount_deserved(self):
        """Whether what had to be paid for the discount is still paid.

        :rtype: bool
        """
        self.ensure_one()
        discount = self.discount_ids.filtered(lambda d: d.state == "granted")
        own = self._get_own_amount()
        paid = own - self.amount_own_residual
        needed = min(discount.amount_needed, own)
        return self.currency_id.compare_amounts(paid, needed) >= 0

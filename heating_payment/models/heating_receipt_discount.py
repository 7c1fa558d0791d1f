from odoo import api, fields, models


class HeatingReceipt(models.Model):
    """Early-bird discounts are granted when the money is taken, and by nothing before.

    Where what is given pays a bill's own part in full less the discount of the day's
    window, a credit note over the discount is posted in the same act. A payment that is
    voided takes the discount along.
    """

    _inherit = "heating.receipt"

    @api.model
    def _grant_discounts(self, open_lines, fees, total, currency):
        """Grant the discounts that *total* yuan deserve.

        :param open_lines: locked receivable lines in the order of paying
        :param dict fees: yuan of late fees by line
        :param float total: what is paid
        :return: those of the lines that are still open, and the discounts
        """
        own = self._get_own_lines(open_lines)
        day = open_lines.company_id._heating_paying_day() if open_lines else None
        offers = own.heating_bill_id.sudo()._get_discount_offers(day) if own else {}
        needed, deserved = 0.0, {}
        last_lines = self._get_last_lines(own, offers)
        for line in open_lines:
            needed += line.amount_residual + fees.get(line, 0.0)
            bill = last_lines.get(line)
            if not bill:
                continue
            offer = offers[bill]
            if currency.compare_amounts(total, needed - float(offer.discount)) >= 0:
                needed -= float(offer.discount)
                deserved[bill] = offer
        discounts = self.env["heating.bill"]._grant_discounts(deserved, day)
        if discounts:
            open_lines = open_lines.filtered(lambda line: line.amount_residual > 0)
        return open_lines, discounts

    @api.model
    def _get_own_lines(self, lines):
        """Those that the household itself owes, not an employer or an authority."""
        return lines.filtered(lambda line: not line.move_id.heating_payer_kind_id)

    @api.model
    def _get_last_lines(self, lines, offers):
        """With which line a bill is paid in full, if all of it is being paid.

        :param lines: receivable lines in the order of paying
        :param dict offers: ``DiscountOffer`` by bill
        :return: dict of line → bill
        """
        last = {}
        for bill, offer in offers.items():
            of_bill = lines.filtered(
                lambda line, bill=bill: line.heating_bill_id == bill
            )
            whole = bill.currency_id.round(sum(of_bill.mapped("amount_residual")))
            if not bill.currency_id.compare_amounts(
                whole, float(offer.left + offer.discount)
            ):
                last[of_bill[-1]] = bill
        return last

    @api.model
    def _get_early_birds(self, lines):
        """What is off bills of which all that is open is paid today.

        :param lines: open receivable lines in the order of paying
        :return: for each bill its ``bill_id``, ``discount`` in yuan, ``until``,
            ``move_ids`` and ``steps``: this discount and those that follow at once,
            each with its ``until``
        :rtype: list[dict]
        """
        early_birds = []
        for company, of_company in lines.grouped("company_id").items():
            own = self._get_own_lines(of_company)
            day = company._heating_paying_day()
            offers = own.heating_bill_id.sudo()._get_discount_offers(day)
            for bill in self._get_last_lines(own, offers).values():
                of_bill = own.filtered(
                    lambda line, bill=bill: line.heating_bill_id == bill
                )
                early_birds.append(
                    {
                        "bill_id": bill.id,
                        "discount": float(offers[bill].discount),
                        "until": offers[bill].window.date_to,
                        "move_ids": of_bill.move_id.ids,
                        "steps": [
                            {
                                "discount": float(offer.discount),
                                "until": offer.window.date_to,
                            }
                            for offer in bill._get_discount_steps(day)
                        ],
                    }
                )
        return early_birds

    def _get_discount_amount(self):
        """What was off by this payment, and still is, in yuan."""
        self.ensure_one()
        discounts = self.env["heating.discount"].sudo()
        found = discounts.search([("receipt_id", "=", self.id)])
        return self.currency_id.round(sum(found.mapped("amount")))

    def action_void(self, reason, shift_id=False):
        """Override: a discount whose payment is undone is taken back."""
        bills = self.sudo()._get_bills_paid()
        result = super().action_void(reason, shift_id)
        # only now: a prepayment of this receipt would pay the bill once more
        bills._take_back_discounts()
        return result

    def _get_bills_paid(self):
        """The bills that the receipt has paid, by its prepayment, too."""
        applications = self.env["heating.advance.application"].search(
            [
                (
                    "advance_line_id",
                    "in",
                    self.tender_ids.payment_id.move_id.line_ids.ids,
                ),
                ("state", "=", "applied"),
            ]
        )
        return self.line_ids.bill_id | applications.debt_line_id.heating_bill_id


class HeatingAdvanceApplication(models.Model):
    """A prepayment that pays a bill in full within a window gets the discount, too."""

    _inherit = "heating.advance.application"

    @api.model
    def _get_pairs_to_post(self, company, households):
        """Override: first what the prepayments deserve is granted."""
        pairs = super()._get_pairs_to_post(company, households)
        day = company._heating_today()
        paid = {}
        for _advance, debt, amount in pairs:
            bill = debt.heating_bill_id
            if bill and not debt.move_id.heating_payer_kind_id:
                paid[bill] = paid.get(bill, 0.0) + amount
        bills = self.env["heating.bill"].concat(*paid)
        deserved = {
            bill: offer
            for bill, offer in bills._get_discount_offers(day).items()
            if bill.currency_id.compare_amounts(paid[bill], float(offer.left)) >= 0
        }
        if not deserved:
            return pairs
        bills._grant_discounts(deserved, day)
        return super()._get_pairs_to_post(company, households)


class HeatingDiscount(models.Model):
    _inherit = "heating.discount"

    receipt_id = fields.Many2one(
        "heating.receipt",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        groups="heating_billing.group_money",
        help="The payment that got it; empty: a prepayment.",
    )


class HeatingBill(models.Model):
    _inherit = "heating.bill"

    def _take_back_discounts(self):
        """Take back the discounts of those bills that are not paid any more."""
        discounted = self.filtered("amount_discounted")
        discounted.invalidate_recordset(["amount_residual"])
        discounted.filtered(
            lambda bill: not bill._is_discount_deserved()
        )._review_discount(paid=False)

import math

from odoo import api, models
from odoo.exceptions import AccessError, UserError

SEARCH_LIMIT = 20


class HeatingReceipt(models.Model):
    """What the counter's screen asks of the server."""

    _inherit = "heating.receipt"

    @api.model
    def _check_cashier(self):
        if not self.env.user.has_group("heating_customer.group_cashier"):
            raise AccessError(self.env._("Only cashiers work at the counter."))

    @api.model
    def counter_start(self):
        """What the screen needs once: the cashier's shift, desks and means of payment.

        :rtype: dict
        """
        self._check_cashier()
        shift = self.env["heating.shift"]._get_own_open()
        company = self.env.company
        return {
            "shift": shift._get_counter_data() if shift else False,
            "desks": self.env["heating.desk"]
            .search([("company_id", "=", company.id)])
            ._get_counter_data(),
            "methods": self._get_counter_methods(company),
            "currency_id": company.currency_id.id,
            "may_choose_order": self.env.user.has_group(
                "heating_customer.group_head_cashier"
            ),
        }

    @api.model
    def _get_counter_methods(self, company):
        """The means of payment of a counter, and which platform takes them.

        :rtype: list[dict]
        """
        methods = self.env["heating.tender.method"].search_read(
            [("company_id", "=", company.id), ("at_counter", "=", True)],
            ["name", "kind"],
        )
        providers = self.env["payment.provider"]._heating_get_enabled(company)
        connected = set(providers.heating_method_id.ids)
        return [{**method, "platform": method["id"] in connected} for method in methods]

    @api.model
    def counter_open_shift(self, desk_id, opening_float):
        """Open the cashier's shift at a desk with a float in yuan.

        :rtype: dict
        """
        self._check_cashier()
        shift = self.env["heating.shift"].create(
            {
                "desk_id": int(desk_id),
                "opening_float": self._read_amount(opening_float),
            }
        )
        return shift._get_counter_data()

    @api.model
    @api.readonly
    def counter_search(self, text):
        """Households that contain each word typed, with what they owe.

        :param str text: any part of number, name, phone or address, or what the code on
            a bill says
        :rtype: list[dict]
        """
        self._check_cashier()
        if not isinstance(text, str) or len(text.strip()) < 2:
            return []
        household_model = self.env["heating.household"]
        scanned = self.env["heating.bill"]._find_scanned(text).household_id
        if scanned:
            text = scanned.number
        # a number typed in full or scanned comes first, however many contain it
        exact = household_model.search([("number", "=", text.strip())], limit=1)
        others = household_model.search(
            household_model._get_search_domain(text), limit=SEARCH_LIMIT
        )
        return [household._get_counter_data() for household in exact | others]

    @api.model
    @api.readonly
    def counter_debts(self, household_ids):
        """Everything that these households owe, oldest first.

        :rtype: dict
        """
        self._check_cashier()
        households = self.env["heating.household"].browse(household_ids).exists()
        households.check_access("read")
        lines_sudo = (
            self.env["account.move.line"]
            .sudo()
            .search(households._get_open_lines_domain(with_others=True))
            .sorted(self._get_debt_order)
        )
        usable = self.env["heating.advance.application"]._get_usable_amounts(households)
        fees = self._get_late_fees_by_line(households.sudo())
        lines_sudo = lines_sudo.filtered(lambda line: line.amount_residual > 0)
        return {
            "households": [
                {
                    **household._get_counter_data(),
                    "usable": usable.get(household.id, 0.0),
                }
                for household in households
            ],
            "debts": [
                {
                    **line._get_counter_data(),
                    "late_fee": fees.get(line, 0.0),
                    "bill_id": line.heating_bill_id.id,
                    "cash_unit": self._get_cash_unit(line),
                }
                for line in lines_sudo
            ],
            "early_birds": self._get_early_birds(lines_sudo),
        }

    @api.model
    def counter_use_advance(self, household_ids):
        """Pay open debts of these households from their own prepayments, oldest first.

        Bills and charges use prepayments once they are confirmed; debts that a void
        opened again wait for this. No money is taken, so it needs no shift.

        :return: ``total`` in yuan, and what was paid: list ``used`` of ``household``,
            ``description`` and ``amount``
        :rtype: dict
        :raise UserError: nothing fits, such as when it was used meanwhile, or a hold
            forbids it
        """
        self._check_cashier()
        households = self.env["heating.household"].browse(household_ids).exists()
        households.check_access("read")
        households._check_may_pay("counter")
        applications = self.env["heating.advance.application"]._apply(households)
        if not applications:
            raise UserError(
                self.env._(
                    "There is no prepayment that could pay an open debt: read anew "
                    "what is open."
                )
            )
        used = [
            {
                "household": application.household_id.number,
                "description": application.debt_line_id._get_counter_description(),
                "amount": application.amount,
            }
            for application in applications
        ]
        return {
            "total": self.env.company.currency_id.round(
                sum(applications.mapped("amount"))
            ),
            "used": used,
        }

    @api.model
    def counter_take(self, act):
        """Take money; the amounts owed are worked out here, not by the screen.

        :param dict act: ``key`` of the act, ``household_ids``, ``tenders`` (list of
            ``method_id``, ``amount``, ``given``, ``reference``, and ``order``, the
            token of a paid order at a platform), ``surplus``
            (``refuse`` or ``advance``), and optionally ``move_ids`` to pay only those
            invoices, and ``advance``, the yuan that the cashier means to keep
        :return: id, number and sums of the receipt
        :raise UserError: with a sentence for the cashier
        """
        self._check_cashier()
        shift = self.env["heating.shift"]._get_own_open()
        if not shift:
            raise UserError(self.env._("Open your shift before taking money."))
        key = act.get("key")
        if not isinstance(key, str) or not 8 <= len(key) <= 64:
            raise UserError(self.env._("This payment has no key: load the page anew."))
        households = self.env["heating.household"].browse(act["household_ids"]).exists()
        if not households:
            raise UserError(self.env._("Choose a household first."))
        households.check_access("read")
        if households.company_id != shift.company_id:
            raise UserError(self.env._("The household belongs to another company."))
        methods = self.env["heating.tender.method"].search(
            [("company_id", "=", shift.company_id.id), ("at_counter", "=", True)]
        )
        tenders = []
        for tender in act.get("tenders") or []:
            method = methods.filtered(lambda m, t=tender: m.id == t.get("method_id"))
            if not method:
                raise UserError(
                    self.env._("This means of payment is not taken at the counter.")
                )
            order = self._lock_order(tender, key) if tender.get("order") else None
            tenders.append(
                {
                    "transaction_id": order and order.id,
                    "method": method,
                    "amount": self._read_amount(tender.get("amount")),
                    "given": self._read_amount(tender.get("given")),
                    "reference": (
                        order.provider_reference
                        if order
                        else str(tender.get("reference") or "")[:64]
                    ),
                }
            )
        if act.get("move_ids") == []:
            raise UserError(self.env._("Choose what is to be paid."))
        moves = self.env["account.move"].browse(act.get("move_ids") or [])
        receipt = self._take(
            shift, households, tenders, key, act.get("surplus") or "refuse", moves
        )
        advance = receipt._get_advance()
        if "advance" in act and receipt.currency_id.compare_amounts(
            advance, self._read_amount(act["advance"])
        ):
            raise UserError(
                self.env._(
                    "What is open has changed meanwhile: read it anew, and ask how "
                    "much is to be kept as a prepayment."
                )
            )
        return {
            "id": receipt.id,
            "number": receipt.number,
            "payer": receipt.payer_name,
            "amount": receipt.amount_total,
            "discount": receipt._get_discount_amount(),
            "rounding": receipt.cash_rounding,
            "tenders": [
                {"name": tender.method_id.name, "amount": tender.amount}
                for tender in receipt.sudo().tender_ids
            ],
            "advance": advance,
            "advance_of": receipt._get_advance_owner() if advance else "",
            "given": receipt.cash_given,
            "change": receipt.cash_change,
        }

    @api.model
    def _read_amount(self, value):
        """A client's amount as a finite number: NaN would pass every comparison.

        :raise UserError: the value is no amount
        """
        try:
            amount = float(value or 0)
        except (TypeError, ValueError):
            amount = math.nan
        if not math.isfinite(amount):
            raise UserError(self.env._("This is not an amount of money."))
        return amount

    def _get_advance(self):
        """What the receipt keeps as a prepayment, in yuan."""
        self.ensure_one()
        lines = self.sudo().line_ids.filtered(lambda line: not line.move_id)
        return self.currency_id.round(sum(lines.mapped("amount")))

    def _get_advance_owner(self):
        """Whose prepayment it is, as it is booked, and for which household."""
        self.ensure_one()
        line = self.sudo().tender_ids.payment_id.move_id.line_ids.filtered(
            lambda line: (
                line.heating_household_id
                and line.account_id.account_type != "asset_receivable"
            )
        )[:1]
        return self.env._(
            "%(name)s, household %(number)s",
            name=line.partner_id.name,
            number=line.heating_household_id.number,
        )

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.heating_billing.models.posting import HEATING_POSTING


class HeatingReceipt(models.Model):
    _inherit = "heating.receipt"

    @api.model
    def _take(self, shift, households, tenders, key, surplus="refuse", moves=None):
        """Take money: the one way by which a receipt comes into being.

        What is open is read and locked here, the oldest debt is paid first, and the
        amounts owed never come from the client. The same key is the same act: asked
        again, it returns the receipt of the first time.

        :param shift: the cashier's own open shift
        :param households: whose debts are paid
        :param list tenders: dicts of ``method`` (record), ``amount`` (yuan), and where
            known ``given`` (cash put on the desk) and ``reference``
        :param str key: the key of this act of paying
        :param str surplus: what is over: ``refuse``, or ``advance`` to keep it as the
            prepayment for the first household, of who is billed for it
        :param moves: only these invoices; none named: everything that is open but the
            parts of others, such as an employer
        :return: the receipt
        :raise UserError: nothing to pay, wrong amounts, or a debt paid meanwhile
        """
        self = self.sudo().with_company(shift.company_id)
        shift = shift.sudo()
        shift._lock_for_taking()
        known = self.search(
            [("company_id", "=", shift.company_id.id), ("key", "=", key)]
        )
        if known:
            return known
        if shift.state != "open":
            raise UserError(self.env._("Your shift is closed: open one first."))
        households._check_may_pay("counter")
        self._check_tenders(tenders, shift.company_id.currency_id)
        open_lines = self._lock_open_lines(households, moves)
        return self._settle(
            self._get_shift_values(shift),
            households,
            tenders,
            key,
            open_lines,
            surplus=surplus,
            chosen=bool(moves),
        )

    @api.model
    def _get_shift_values(self, shift):
        """What a receipt says of where and by whom its money was taken."""
        today = shift.company_id._heating_today()
        return {
            "company_id": shift.company_id.id,
            "desk_id": shift.desk_id.id,
            "shift_id": shift.id,
            "cashier_id": shift.user_id.id,
            "date": today,
            "sequence": shift.desk_id.sequence_id,
        }

    @api.model
    def _settle(
        self, source, households, tenders, key, open_lines, *, surplus, chosen=False
    ):
        """Pay locked debts with tenders, and make the receipt of it.

        :param dict source: values of the receipt that say where the money came from,
            and ``sequence``, its numbers
        :param open_lines: locked receivable lines in the order of paying
        :param str surplus: see `_take`
        :param bool chosen: the payer left debts out
        :return: the receipt
        :raise UserError: more was given than is open and the surplus is not to be kept
        """
        currency = self.env.company.currency_id
        total = currency.round(sum(tender["amount"] for tender in tenders))
        open_lines, paid, discounts = self._prepare_debts(
            open_lines, households, tenders, currency
        )
        allocations, rest = self._allocate(open_lines, paid, currency)
        if currency.compare_amounts(rest, 0) > 0:
            if surplus != "advance":
                owed = sum(open_lines.mapped("amount_residual"))
                raise UserError(
                    self.env._(
                        "Only %(owed).2f yuan are open, but %(total).2f were given: "
                        "give back the difference, or keep it as a prepayment.",
                        owed=owed,
                        total=total,
                    )
                )
            if chosen:
                self._check_nothing_left(households, open_lines)
        receipt = self._create_receipt(
            source, households, tenders, key, total, allocations, rest
        )
        discounts.receipt_id = receipt
        receipt._post_tenders(allocations, rest)
        receipt._link_orders()
        receipt._tenders_posted()
        return receipt

    @api.model
    def _prepare_debts(self, open_lines, households, tenders, currency):
        """Bring locked debts to what is asked for with this payment.

        Bills that are paid in full within a window come down by their discount, and
        late fees are charged beside the debts that they come from.

        :param open_lines: locked receivable lines in the order of paying
        :return: the lines in the order of paying, the yuan that pay them, and the
            discounts that were granted
        """
        fees = self._get_late_fees_by_line(households)
        fees = {line: fee for line, fee in fees.items() if line in open_lines}
        offered = sum(each["discount"] for each in self._get_early_birds(open_lines))
        owed = currency.round(
            sum(open_lines.mapped("amount_residual")) + sum(fees.values()) - offered
        )
        unit = self._get_cash_unit(open_lines)
        paid = self._get_paid_amount(tenders, owed, unit, currency)
        open_lines, discounts = self._grant_discounts(open_lines, fees, paid, currency)
        open_lines = self._charge_late_fees(open_lines, fees, paid, currency)
        return open_lines, paid, discounts

    @api.model
    def _check_tenders(self, tenders, currency):
        if not tenders:
            raise UserError(self.env._("Say how the money was given."))
        for tender in tenders:
            amount = tender["amount"]
            if currency.compare_amounts(amount, 0) <= 0:
                raise UserError(self.env._("Each amount must be more than 0 yuan."))
            if Decimal(str(amount)) != Decimal(str(currency.round(amount))):
                raise UserError(self.env._("Amounts have two decimals at most."))
            given = tender.get("given")
            if given and currency.compare_amounts(given, amount) < 0:
                raise UserError(
                    self.env._("Less cash was given than is to be paid in cash.")
                )

    @api.model
    def _lock_open_lines(self, households, moves=None):
        """Open receivable lines of the households, locked, oldest debt first.

        Waits for whoever is paying the same bill at this moment; PostgreSQL then makes
        this transaction start anew, so that it reads what is left.
        """
        domain = households._get_open_lines_domain(with_others=bool(moves))
        if moves:
            domain.append(("move_id", "in", moves.ids))
        lines = self.env["account.move.line"].search(domain, order="id")
        if lines:
            self.env.execute_query(
                SQL(
                    "SELECT id FROM account_move_line WHERE id IN %s "
                    "ORDER BY id FOR NO KEY UPDATE",
                    tuple(lines.ids),
                )
            )
        lines = lines.filtered(lambda line: line.amount_residual > 0)
        if moves:
            self._check_nothing_older(households, lines)
        return lines.sorted(self._get_debt_order)

    @api.model
    def _check_nothing_left(self, households, chosen):
        """No prepayment while debts that were left out are open.

        :raise UserError: there is such a debt
        """
        left_out = (
            self.env["account.move.line"].search(households._get_open_lines_domain())
            - chosen
        ).filtered(lambda line: line.amount_residual > 0)
        if left_out:
            raise UserError(
                self.env._(
                    "%(amount).2f yuan are still open for other debts: choose them "
                    "too before anything is kept as a prepayment.",
                    amount=sum(left_out.mapped("amount_residual")),
                )
            )

    @api.model
    def _get_debt_order(self, line):
        """Sort key: earlier seasons first, then what was due first."""
        start = line.heating_season_id.date_start or line.date
        return (start, line.date_maturity or line.date, line.id)

    @api.model
    def _check_nothing_older(self, households, chosen):
        """Old arrears first, unless a head cashier allows otherwise.

        :raise UserError: an older debt of the same household was left out
        """
        if self.env.user.has_group("heating_customer.group_head_cashier"):
            return
        # whoever pays a part of a bill for others has no old arrears of the household's
        chosen = chosen.filtered(lambda line: not line.move_id.heating_payer_kind_id)
        everything = self.env["account.move.line"].search(
            households._get_open_lines_domain()
        )
        for household, lines in everything.grouped("heating_household_id").items():
            mine = chosen.filtered(
                lambda line, household=household: line.heating_household_id == household
            )
            left_out = (lines - mine).filtered(lambda line: line.amount_residual > 0)
            if mine and any(
                self._get_debt_order(old) < self._get_debt_order(new)
                for old in left_out
                for new in mine
            ):
                raise UserError(
                    self.env._(
                        "Household %(number)s has older arrears, which are paid first; "
                        "a head cashier may allow otherwise.",
                        number=household.number,
                    )
                )

    @api.model
    def _allocate(self, open_lines, total, currency):
        """Spread *total* yuan over open lines in their order.

        :return: list of (line, amount), and what is over
        """
        allocations = []
        rest = total
        for line in open_lines:
            if currency.compare_amounts(rest, 0) <= 0:
                break
            amount = currency.round(min(rest, line.amount_residual))
            allocations.append((line, amount))
            rest = currency.round(rest - amount)
        return allocations, rest

    @api.model
    def _create_receipt(
        self, source, households, tenders, key, total, allocations, rest
    ):
        currency = self.env.company.currency_id
        lines = [
            {
                "household_id": line.heating_household_id.id,
                "move_id": line.move_id.id,
                "bill_id": line.heating_bill_id.id,
                "charge_id": line.heating_charge_id.id,
                "season_id": line.heating_season_id.id,
                "amount": amount,
                "open_after": currency.round(line.amount_residual - amount),
            }
            for line, amount in allocations
        ]
        if currency.compare_amounts(rest, 0) > 0:
            lines.append({"household_id": households[:1].id, "amount": rest})
        if not lines:
            raise UserError(self.env._("Nothing is open for this household."))
        source = dict(source)
        number = source.pop("sequence").next_by_id(source["date"])
        paid = currency.round(sum(amount for _line, amount in allocations) + rest)
        given = sum(tender.get("given") or 0 for tender in tenders)
        cash = sum(t["amount"] for t in tenders if t.get("given"))
        return self.with_context(heating_posting=HEATING_POSTING).create(
            {
                **source,
                "number": number,
                "key": key,
                "taken_at": fields.Datetime.now(),
                "payer_name": self._get_payer_name(households, allocations),
                "amount_total": total,
                "cash_rounding": currency.round(total - paid),
                "cash_given": given,
                "cash_change": currency.round(given - cash) if given else 0.0,
                "line_ids": [fields.Command.create(vals) for vals in lines],
                "tender_ids": [
                    fields.Command.create(
                        {
                            "method_id": tender["method"].id,
                            "amount": currency.round(tender["amount"]),
                            "reference": tender.get("reference"),
                            "transaction_id": tender.get("transaction_id"),
                        }
                    )
                    for tender in tenders
                ],
            }
        )

    @api.model
    def _get_payer_name(self, households, allocations):
        """Who stands on the receipt: who is billed now, or whose part alone is paid."""
        lines = self.env["account.move.line"].concat(*(line for line, _ in allocations))
        others = lines.filtered("move_id.heating_payer_kind_id")
        if others == lines and len(others.partner_id) == 1:
            return others.partner_id.name
        return households[:1]._get_billed_partner().name

    def _post_tenders(self, allocations, rest):
        """Post one payment for each tender and match it with what it pays.

        A tender pays as many debts as it covers; a debt may be paid by several
        tenders. Each pair is matched on its own, so that a payment may settle bills of
        several customers and each customer's ledger stays right.
        """
        self.ensure_one()
        currency = self.currency_id
        queue = [[line, amount] for line, amount in allocations]
        advance_left = rest
        plan = []
        rounded = self._get_rounded_tender() if self.cash_rounding else None
        for tender in self.tender_ids:
            rounding = self.cash_rounding if tender == rounded else 0.0
            left = currency.round(tender.amount - rounding)
            parts = []
            while queue and currency.compare_amounts(left, 0) > 0:
                line, amount = queue[0]
                part = currency.round(min(left, amount))
                parts.append((line, part))
                left = currency.round(left - part)
                queue[0][1] = currency.round(amount - part)
                if currency.is_zero(queue[0][1]):
                    queue.pop(0)
            advance_left = currency.round(advance_left - left)
            payment, pairs = tender._post_payment(
                parts, left, self.line_ids[-1:].household_id, rounding
            )
            tender.payment_id = payment
            plan += pairs
        if not currency.is_zero(advance_left) or queue:
            raise AccessError(
                self.env._("The tenders of receipt %s do not add up.", self.number)
            )
        self.env["account.move.line"]._reconcile_plan(plan)

    def _tenders_posted(self):
        """Hook for what follows a payment, such as telling which bills are settled."""
        settled = self.line_ids.bill_id.filtered(lambda bill: bill._is_settled())
        settled._bill_settled()
        self.line_ids.charge_id.filtered(
            lambda charge: charge._is_settled()
        )._charge_settled()

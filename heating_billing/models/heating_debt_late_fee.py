from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ..assessment import DayRange, Overdue, Payment, late_fee
from .heating_tariff import exact

CENT = Decimal("0.01")
NOTHING = Decimal(0)


@dataclass(slots=True)
class LateFeeOf:
    """The late fee of a debt on a day, in yuan.

    :param total: as the tariff has it, of all that was ever overdue
    :param waived: not asked for, by approval
    :param charged: asked for already, by charges
    """

    total: Decimal = NOTHING
    waived: Decimal = NOTHING
    charged: Decimal = NOTHING

    @property
    def open(self):
        """What would be asked for if all were paid on that day."""
        return max(self.total - self.waived - self.charged, NOTHING)


class HeatingDebtMixin(models.AbstractModel):
    """The late fee of debts on any day, worked out from facts and never stored.

    What is overdue and what lowered it is read from the ledger: a payment lowers the
    principal from the day after, a credit note from the beginning, since what was
    credited was never owed. The number of queries does not grow with the debts.
    """

    _inherit = "heating.debt.mixin"

    late_fee_today = fields.Monetary(
        compute="_compute_late_fee",
        compute_sudo=True,
        help="Asked for with the payment, if all is paid today.",
    )
    late_fee_text = fields.Char(
        string="Late Fee",
        compute="_compute_late_fee",
        compute_sudo=True,
        help="Today, and at the end of the month if nothing is paid.",
    )

    @api.depends("amount_residual")
    @api.depends_context("lang")
    def _compute_late_fee(self):
        self.late_fee_today = 0.0
        self.late_fee_text = False
        for company, debts in self.filtered("id").grouped("company_id").items():
            today = company._heating_today()
            later = fields.Date.end_of(today, "month")
            now, then = debts._get_late_fees(today), debts._get_late_fees(later)
            for debt, fee in then.items():
                if not fee.open:
                    continue
                debt.late_fee_today = float(now[debt].open)
                debt.late_fee_text = self.env._(
                    "Late fee: %(today)s today, %(later)s by %(day)s",
                    today=debt.currency_id.format(float(now[debt].open)),
                    later=debt.currency_id.format(float(fee.open)),
                    day=format_date(self.env, later),
                )

    # === WHAT IT IS WORKED OUT FROM === #

    def _get_late_fee_rule(self):
        """The late fee agreed for each of these debts.

        :return: dict of debt → ``LateFeeRule``; debts without a late fee are left out
        """
        raise NotImplementedError

    def _get_late_fees(self, day):
        """The late fees of these debts on a day, of the household's own part.

        :param date day: the day, which counts
        :return: dict of debt → ``LateFeeOf``; debts without a late fee are left out
        """
        fees = {}
        for (debt, partner), fee in self._get_late_fees_by_partner(day).items():
            if not debt._is_own_debtor(partner):
                continue
            known = fees.setdefault(debt, LateFeeOf())
            known.total += fee.total
            known.waived += fee.waived
            known.charged += fee.charged
        return fees

    def _is_own_debtor(self, partner):
        """Whether the household's own part is owed by *partner*, now or formerly."""
        self.ensure_one()
        return True

    def _get_late_fees_by_partner(self, day):
        """The late fees of these debts on a day, of each customer apart.

        A debt that changed hands is overdue by parts, each its own customer's.

        :param date day: the day, which counts
        :return: dict of (debt, partner) → ``LateFeeOf``
        """
        debts = self.sudo()
        rules = debts._get_late_fee_rule()
        if not rules:
            return {}
        debts = debts.browse([debt.id for debt in rules])
        charged = debts._get_late_fees_charged()
        waivers = debts._get_late_fee_waivers()
        fees = {}
        for (debt_id, partner_id), items in debts._get_overdue(rules, day).items():
            fee = LateFeeOf(
                total=self._add_late_fees(items, day),
                charged=charged.get((debt_id, partner_id), NOTHING),
            )
            for share, until in waivers.get(debt_id, ()):
                part = share * self._add_late_fees(items, min(day, until))
                fee.waived += part.quantize(CENT, rounding=ROUND_HALF_UP)
            fee.waived = min(fee.waived, fee.total)
            debt = self.browse(debt_id).with_prefetch(self._prefetch_ids)
            fees[debt, self.env["res.partner"].browse(partner_id)] = fee
        return fees

    @api.model
    def _add_late_fees(self, items, day):
        return sum(
            (late_fee(item, day).amount for item in items if item.due < day), NOTHING
        )

    def _get_overdue(self, rules, day):
        """What is overdue of each debt, invoice by invoice, as the engine wants it.

        :return: dict of (debt id, partner id) → list of ``Overdue``
        """
        frozen = self._get_frozen_ranges(rules, day)
        overdue = defaultdict(list)
        for debt_id, partner_id, balance, due, matched in self._read_invoices():
            rule = rules[self.browse(debt_id)]
            principal = exact(balance)
            payments = []
            for paid_on, amount, kind in matched:
                if kind == "out_refund":
                    principal -= Decimal(amount)
                else:
                    payments.append(
                        Payment(date.fromisoformat(paid_on), Decimal(amount))
                    )
            if principal <= 0:
                continue
            overdue[debt_id, partner_id].append(
                Overdue(
                    principal=principal,
                    due=due + timedelta(days=rule.start_days),
                    daily_rate=rule.daily_rate,
                    cap=rule.cap,
                    frozen=tuple(frozen.get(debt_id, ())),
                    payments=tuple(payments),
                )
            )
        return overdue

    def _read_invoices(self):
        """Receivables of the debts' invoices and what they were matched with.

        :return: rows of debt id, partner id, yuan, due day, and a list of
            [day, yuan, kind of document]
        """
        self.env["account.move.line"].flush_model()
        self.env["account.move"].flush_model(["move_type"])
        self.env["account.partial.reconcile"].flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT line.%(link)s, line.partner_id, line.balance,
                       line.date_maturity,
                       COALESCE(json_agg(json_build_array(
                           paid.date, partial.amount::text, document.move_type))
                           FILTER (WHERE partial.id IS NOT NULL), '[]'::json)
                  FROM account_move_line line
                  JOIN account_move move
                    ON move.id = line.move_id AND move.move_type = 'out_invoice'
                  JOIN account_account account ON account.id = line.account_id
             LEFT JOIN account_partial_reconcile partial
                    ON partial.debit_move_id = line.id
             LEFT JOIN account_move_line paid ON paid.id = partial.credit_move_id
             LEFT JOIN account_move document ON document.id = paid.move_id
                 WHERE line.%(link)s = ANY(%(ids)s)
                   AND line.parent_state = 'posted'
                   AND line.balance > 0
                   AND line.date_maturity IS NOT NULL
                   AND account.account_type = 'asset_receivable'
              GROUP BY line.id
              ORDER BY line.id
                """,
                link=SQL.identifier(self._debt_link_field),
                ids=list(self._ids),
            )
        )

    def _get_frozen_ranges(self, rules, day):
        """Days up to *day* that do not count.

        :return: dict of debt id → list of ``DayRange``
        """
        households = self.household_id
        causes = {
            "disputed": households._get_disputed_ranges(),
            "cut_off": households._get_cut_off_ranges(),
            "outage": households._get_outage_ranges(),
        }
        frozen = defaultdict(list)
        for debt in self:
            for cause in rules[debt].frozen:
                frozen[debt.id] += causes[cause].get(debt.household_id.id, ())
        for debt_id, ranges in self._get_agreed_ranges(day).items():
            frozen[debt_id] += ranges
        return {
            debt_id: [
                DayRange(start or date.min, min(end or day, day))
                for start, end in ranges
                if (start or date.min) <= min(end or day, day)
            ]
            for debt_id, ranges in frozen.items()
        }

    def _get_agreed_ranges(self, day):
        """Hook: days that the customer was given by agreement.

        :return: dict of debt id → list of (first, last)
        """
        return {}

    def _get_late_fees_charged(self):
        """What has been asked for of the debts' late fees, by charges in the books.

        :return: dict of (debt id, partner id) → yuan
        """
        origin = self._get_origin_field()
        groups = self.env["heating.charge"]._read_group(
            [(origin, "in", self.ids), ("state", "=", "posted")],
            [origin, "partner_id"],
            ["amount:sum"],
        )
        return {
            (debt.id, partner.id): exact(amount).quantize(CENT)
            for debt, partner, amount in groups
        }

    def _get_late_fee_waivers(self):
        """What is not asked for, by approval.

        :return: dict of debt id → list of (share, last day)
        """
        link = self._get_origin_field().removeprefix("origin_")
        waivers = self.env["heating.late.fee.waiver"].search_fetch(
            [(link, "in", self.ids), ("state", "=", "approved")],
            [link, "percent", "date_until"],
        )
        shares = defaultdict(list)
        for waiver in waivers:
            shares[waiver[link].id].append(
                (exact(waiver.percent) / 100, waiver.date_until)
            )
        return shares

    @api.model
    def _get_origin_field(self):
        """The field of a late fee's charge that names the debt it came from."""
        return f"origin_{self._debt_link_field.removeprefix('heating_')}"

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.heating_billing.assessment.exact import fraction
from odoo.addons.heating_billing.assessment.rounding import to_yuan
from odoo.addons.heating_billing.models.heating_tariff import exact
from odoo.addons.heating_billing.models.posting import QUIET_POSTING


class HeatingReceipt(models.Model):
    """Late fees are charged when money is taken, and by nothing before.

    Of each debt as much is charged as the money pays, or all that has come up once the
    principal is paid in full. The charge is a debt like any other, posted in the same
    transaction and paid by the same receipt; voiding the receipt credits it.
    """

    _inherit = "heating.receipt"

    @api.model
    def _get_late_fees_by_line(self, households):
        """What is due as late fee on the day of paying beside each open line.

        A debt of several invoices has it beside the first of them that is open where
        the late fee is paid first, else beside the last.

        :return: dict of line → yuan, lines without a late fee left out
        """
        lines = (
            self.env["account.move.line"]
            .sudo()
            .search(households._get_open_lines_domain(with_others=True))
            .filtered(lambda line: line.amount_residual > 0)
            .sorted(self._get_debt_order)
        )
        fees = {}
        for company, of_company in lines.grouped("company_id").items():
            today = company._heating_paying_day()
            for link in ("heating_bill_id", "heating_charge_id"):
                debts = of_company[link]
                due = debts._get_late_fees_by_partner(today)
                due = {
                    (debt.id, partner.id): float(fee.open)
                    for (debt, partner), fee in due.items()
                    if fee.open
                }
                if not due:
                    continue
                rules = debts._get_late_fee_rule()
                first = {debt for debt, rule in rules.items() if rule.fee_first}
                for fee_first, ordered in (
                    (True, of_company),
                    (False, of_company[::-1]),
                ):
                    for line in ordered:
                        if (line[link] in first) is not fee_first:
                            continue
                        fee = due.pop((line[link].id, line.partner_id.id), None)
                        if fee:
                            fees[line] = fee
        return fees

    @api.model
    def _get_lines_with_fee_first(self, lines):
        """Those of which a part payment pays the late fee before the principal.

        Each debt does as its own tariff says (滞纳金优先 or 本金优先).

        :param lines: open receivable lines of bills and charges
        :return: account.move.line
        """
        found = lines.browse()
        for link in ("heating_bill_id", "heating_charge_id"):
            rules = lines[link]._get_late_fee_rule()
            first = {debt for debt, rule in rules.items() if rule.fee_first}
            found |= lines.filtered(
                lambda line, link=link, first=first: line[link] in first
            )
        return found

    @api.model
    def _charge_late_fees(self, open_lines, fees, total, currency):
        """Charge the late fees that *total* yuan pay, beside the debts they come from.

        :param open_lines: locked receivable lines in the order of paying
        :param dict fees: yuan that have come up, by line
        :param float total: what is given
        :return: the lines in the order of paying, those of the late fees among them
        """
        if not fees:
            return open_lines
        first = self._get_lines_with_fee_first(open_lines.sudo())
        planned = self._plan_late_fees(open_lines, fees, total, currency, first)
        charges = self._create_late_fees(planned)
        charged = dict(zip(planned, charges, strict=True))
        ordered = open_lines.browse()
        for line in open_lines:
            fee_line = charges._get_receivable_lines(
                charged[line].move_ids if line in charged else charges.move_ids.browse()
            ).with_env(line.env)
            ordered += fee_line + line if line in first else line + fee_line
        return ordered

    @api.model
    def _plan_late_fees(self, open_lines, fees, total, currency, first):
        """How much is charged beside which line.

        :param dict fees: yuan that have come up, by line
        :param first: the lines whose late fee is paid before their principal
        :return: dict of line → yuan
        """
        planned = {}
        rest = total
        for line in open_lines:
            if currency.compare_amounts(rest, 0) <= 0:
                break
            fee, owed = fees.get(line, 0.0), line.amount_residual
            if line in first:
                part = currency.round(
                    min(rest, self._get_fee_asked(line, fee, rest, open_lines))
                )
                rest = currency.round(rest - part - min(rest - part, owed))
            else:
                # once the principal is paid nothing more comes up: all of it is due
                part = fee if currency.compare_amounts(rest, owed) >= 0 else 0.0
                rest = currency.round(rest - min(rest, owed))
                rest = currency.round(rest - min(rest, part))
            if part:
                planned[line] = part
        return planned

    @api.model
    def _get_fee_asked(self, line, fee, rest, open_lines):
        """What a payment of *rest* yuan is asked as late fee, where that is paid first.

        Where a tariff asks it on the part that is paid, a payment of a part pays that
        part with its share of the late fee.

        :param line: the receivable line that the late fee stands beside
        :param float fee: all that has come up, in yuan
        :rtype: float
        """
        debt = line.heating_bill_id or line.heating_charge_id
        rule = debt.sudo()._get_late_fee_rule().get(debt) if fee else None
        if not rule or not rule.on_paid:
            return fee
        link = "heating_bill_id" if line.heating_bill_id else "heating_charge_id"
        owed = sum(
            open_lines.filtered(
                lambda each: each[link] == debt and each.partner_id == line.partner_id
            ).mapped("amount_residual")
        )
        whole = exact(fee) + exact(line.currency_id.round(owed))
        given = exact(rest)
        if given >= whole:
            return fee
        return float(
            to_yuan(fraction(given * exact(fee), "late fee") / fraction(whole, "debt"))
        )

    @api.model
    def _create_late_fees(self, planned):
        """Posted charges for late fees.

        :param dict planned: yuan by the receivable line of the debt they come from
        :return: the charges, in the order of *planned*
        """
        if planned:
            # who pays the same debt at this moment waits for its line and would not see
            # this charge: the changed row makes PostgreSQL let them start anew
            self.env.execute_query(
                SQL(
                    "UPDATE account_move_line SET id = id WHERE id IN %s RETURNING id",
                    tuple(line.id for line in planned),
                )
            )
        charges = (
            self.env["heating.charge"]
            .sudo()
            .with_context(**QUIET_POSTING)
            .create(
                [
                    {
                        "kind": "late_fee",
                        "household_id": line.heating_household_id.id,
                        "partner_id": line.partner_id.id,
                        "payer_kind_id": line.move_id.heating_payer_kind_id.id,
                        "season_id": line.heating_season_id.id,
                        "origin_bill_id": line.heating_bill_id.id,
                        "origin_charge_id": line.heating_charge_id.id,
                        "date": line.company_id._heating_paying_day(),
                        "name": line.move_id.ref,
                        "amount": fee,
                    }
                    for line, fee in planned.items()
                ]
            )
        )
        charges._post_invoices()
        return charges

    def _create_receipt(
        self, source, households, tenders, key, total, allocations, rest
    ):
        """Override to note which late fees this act of paying caused."""
        receipt = super()._create_receipt(
            source, households, tenders, key, total, allocations, rest
        )
        # those that the money did not reach any more, and those that it paid alone
        paid = receipt.line_ids
        self.env["heating.charge"].sudo().search(
            [
                ("kind", "=", "late_fee"),
                ("caused_by_receipt_id", "=", False),
                ("caused_by_advance_id", "=", False),
                "|",
                "|",
                ("id", "in", paid.charge_id.ids),
                ("origin_bill_id", "in", paid.bill_id.ids),
                ("origin_charge_id", "in", paid.charge_id.ids),
            ]
        ).with_context(**QUIET_POSTING).write({"caused_by_receipt_id": receipt.id})
        return receipt

    def action_void(self, reason, shift_id=False):
        """Override: late fees that the receipt caused are credited."""
        result = super().action_void(reason, shift_id)
        receipt = self.sudo()
        self.env["heating.charge"].sudo().search(
            [("caused_by_receipt_id", "=", receipt.id), ("state", "=", "posted")]
        )._undo_late_fees(self.env._("Void of %(number)s", number=receipt.number))
        return result

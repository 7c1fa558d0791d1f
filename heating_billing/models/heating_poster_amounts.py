from odoo import models

from ..bulk_posting import Amounts

PER_LINE = "round_per_line"


class HeatingPoster(models.AbstractModel):
    """What documents come to, by Odoo's own functions for taxes."""

    _inherit = "heating.poster"

    def _work_out(self, documents):
        """What the documents come to without and with taxes.

        :param dict documents: bulk_posting.Document by place
        :return: the documents with their amounts, by place
        """
        known = {}
        result = {}
        for place, document in documents.items():
            company_id = dict(document.shape[0])["company_id"]
            lines = tuple((line.tax_ids, line.amount) for line in document.lines)
            key = (company_id, document.sign, lines)
            if key not in known:
                known[key] = self._work_out_lines(
                    self.env["res.company"].browse(company_id), document.sign, lines
                )
            result[place] = document.with_amounts(known[key])
        return result

    def _work_out_lines(self, company, sign, lines):
        """What lines come to.

        :param int sign: 1 of an invoice, -1 of a credit note
        :param lines: of each its tax ids and its cents
        :rtype: bulk_posting.Amounts
        """
        taxes = self.env["account.tax"]
        asked = [cents for _tax_ids, cents in lines]
        if not any(
            tax.amount or tax.amount_type != "percent"
            for tax_ids, _cents in lines
            for tax in taxes.browse(tax_ids)
        ):
            return Amounts(asked, asked, asked, asked)
        base_lines = self._round_taxes(company, sign, lines)
        amounts = Amounts()
        for base_line in base_lines:
            details = base_line["tax_details"]
            base = self._in_cents(
                details["total_excluded_currency"]
                + details["delta_total_excluded_currency"]
            )
            amounts.bases.append(base)
            total = base
            for tax_data in details["taxes_data"]:
                tax = self._in_cents(tax_data["tax_amount_currency"])
                total += tax
                if tax_data["tax"].amount:
                    sums = amounts.taxes.setdefault(tax_data["tax"].id, [0, 0])
                    sums[0] += tax
                    sums[1] += self._in_cents(tax_data["base_amount_currency"])
            amounts.totals.append(total)
        # what a line says of itself is rounded as if there were no others
        if len(lines) > 1 and company.tax_calculation_rounding_method != PER_LINE:
            base_lines = [
                base_line
                for line in lines
                for base_line in self._round_taxes(company, sign, [line])
            ]
        for base_line in base_lines:
            details = base_line["tax_details"]
            amounts.subtotals.append(self._in_cents(details["total_excluded_currency"]))
            amounts.line_totals.append(
                self._in_cents(details["total_included_currency"])
            )
        return amounts

    def _round_taxes(self, company, sign, lines):
        """Odoo's base lines of a document, with their taxes rounded.

        :rtype: list[dict]
        """
        taxes = self.env["account.tax"]
        base_lines = [
            taxes._prepare_base_line_for_taxes_computation(
                {},
                price_unit=cents / 100,
                quantity=1.0,
                tax_ids=taxes.browse(tax_ids),
                currency_id=company.currency_id,
                is_refund=sign < 0,
            )
            for tax_ids, cents in lines
        ]
        taxes._add_tax_details_in_base_lines(base_lines, company)
        taxes._round_base_lines_tax_details(base_lines, company)
        return base_lines

    def _in_cents(self, amount):
        return round(100 * amount)

from odoo import api, models


class HeatingAdvanceApplication(models.Model):
    """Late fees of debts that a prepayment pays: as at the counter.

    They are charged beside the debts that they come from and paid by the same entry,
    before the principal or after it as each debt's tariff says.
    """

    _inherit = "heating.advance.application"

    @api.model
    def _get_pairs_to_post(self, company, households):
        """Override: first the late fees that the prepayments reach are charged."""
        pairs = super()._get_pairs_to_post(company, households)
        owing = households.browse(
            {debt.heating_household_id.id for _advance, debt, _amount in pairs}
        )
        planned, before = self._plan_late_fees(company, owing)
        if not planned:
            return pairs
        charges = self.env["heating.receipt"]._create_late_fees(planned)
        beside = {
            charge._get_receivable_lines(charge.move_ids): (line, line in before)
            for line, charge in zip(planned, charges, strict=True)
        }
        pairs = self.with_context(heating_beside=beside)._get_pairs(company, owing)
        self._lock_pairs(pairs)
        return pairs

    @api.model
    def _plan_late_fees(self, company, households):
        """How much of a late fee these households' prepayments pay, beside which line.

        :return: dict of line → yuan, and the lines whose late fee is paid first
        """
        receipts = self.env["heating.receipt"]
        before = self.env["account.move.line"]
        fees = receipts._get_late_fees_by_line(households)
        if not fees:
            return {}, before
        owners = self._get_advances_and_debts(company, households)
        before = receipts._get_lines_with_fee_first(
            before.concat(*(debts for _advances, debts in owners))
        )
        planned = {}
        for advances, debts in owners:
            planned |= receipts._plan_late_fees(
                debts, fees, self._get_given(advances), company.currency_id, before
            )
        return planned, before

    @api.model
    def _get_given(self, advances):
        """What may be used of these advances, in yuan.

        :param dict advances: line → yuan
        """
        currency = next(iter(advances)).company_currency_id
        return currency.round(sum(advances.values()))

    @api.model
    def _get_usable_amounts(self, households):
        """Override: the late fees that they would pay are among it."""
        usable = super()._get_usable_amounts(households)
        self = self.sudo()
        for company, of_company in households.sudo().grouped("company_id").items():
            owing = of_company.filtered(lambda household: usable.get(household.id))
            planned, _before = self._plan_late_fees(company, owing)
            if not planned:
                continue
            for advances, debts in self._get_advances_and_debts(company, owing):
                fee = sum(planned.get(line, 0.0) for line in debts)
                given = self._get_given(advances)
                owed = sum(debts.mapped("amount_residual"))
                key = debts.heating_household_id.id
                usable[key] = company.currency_id.round(
                    usable[key] + min(given, owed + fee) - min(given, owed)
                )
        return usable

    @api.model
    def _get_order_of_paying(self):
        """Override: a late fee that has just been charged stands beside its debt."""
        order = super()._get_order_of_paying()
        beside = self.env.context.get("heating_beside", {})

        def get_place(line):
            origin, before = beside.get(line, (line, None))
            return order(origin), origin.id, {True: 0, None: 1, False: 2}[before]

        return get_place

    @api.model
    def _post_pairs(self, company, pairs):
        """Override to note which prepayment caused the late fees of this act."""
        applications = super()._post_pairs(company, pairs)
        debts = applications.debt_line_id
        charges = self.env["heating.charge"].search(
            [
                ("kind", "=", "late_fee"),
                ("caused_by_receipt_id", "=", False),
                ("caused_by_advance_id", "=", False),
                "|",
                "|",
                ("id", "in", debts.heating_charge_id.ids),
                ("origin_bill_id", "in", debts.heating_bill_id.ids),
                ("origin_charge_id", "in", debts.heating_charge_id.ids),
            ]
        )
        for charge in charges:
            origin = charge.origin_bill_id or charge.origin_charge_id
            link = "bill" if charge.origin_bill_id else "charge"
            of_origin = applications.filtered(
                lambda application, link=link, charge=charge, origin=origin: (
                    application.debt_line_id[f"heating_{link}_id"] == origin
                    and application.debt_line_id.partner_id == charge.partner_id
                )
            )
            of_charge = applications.filtered(
                lambda application, charge=charge: (
                    application.debt_line_id.heating_charge_id == charge
                )
            )
            # what settled the debt; where it is not settled, what paid the late fee
            charge.caused_by_advance_id = (of_origin[-1:] or of_charge)[:1]
        return applications

    @api.model
    def _undo_for(self, advance_lines):
        """Override: late fees that these prepayments caused are credited."""
        applications = self.search(
            [("advance_line_id", "in", advance_lines.ids), ("state", "=", "applied")]
        )
        result = super()._undo_for(advance_lines)
        self.env["heating.charge"].sudo().search(
            [
                ("caused_by_advance_id", "in", applications.ids),
                ("state", "=", "posted"),
            ]
        )._undo_late_fees(self.env._("Applied prepayments undone"))
        return result

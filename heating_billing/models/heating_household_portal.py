from collections import defaultdict

from odoo import models


class HeatingHousehold(models.Model):
    """What of a household's money is shown to a householder: their own, no other's."""

    _inherit = "heating.household"

    def _get_portal_debts(self):
        """Open amounts of the caller, or of the customers who gave them access.

        :return: dict of household → dict of bill or charge (as sudo) → open amount in
            the company's currency
        """
        accesses = self.env["heating.household.access"]._get_valid()
        family = self._get_own_partners()
        groups = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                self._get_open_lines_domain(),
                [
                    "heating_household_id",
                    "partner_id",
                    "heating_bill_id",
                    "heating_charge_id",
                ],
                ["amount_residual:sum"],
            )
        )
        given = {
            (access.household_id, access.customer_id.commercial_partner_id)
            for access in accesses
        }
        debts = defaultdict(lambda: defaultdict(float))
        for household, partner, bill, charge, amount in groups:
            if partner in family or (household, partner) in given:
                debts[household][bill or charge] += amount
        return debts

    def _get_portal_owed(self):
        """What the caller owes for each household.

        :return: dict of household → amount in the company's currency
        """
        return {
            household: sum(amounts.values())
            for household, amounts in self._get_portal_debts().items()
        }

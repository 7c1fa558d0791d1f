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

    def _get_portal_early_birds(self, debts):
        """What early birds pay now, where a discount is offered today.

        :param dict debts: as of ``_get_portal_debts``
        :return: dict of household → ``DiscountOffer`` by bill (as sudo), of bills of
            which all that is open is the caller's
        """
        offers_by_household = {}
        for household, amounts in debts.items():
            bills = self.env["heating.bill"].sudo()
            for debt in amounts:
                if debt._name == bills._name:
                    bills |= debt
            offers = bills._get_discount_offers(household.company_id._heating_today())
            offers_by_household[household] = {
                bill: offer
                for bill, offer in offers.items()
                if not bill.currency_id.compare_amounts(
                    amounts[bill], float(offer.left + offer.discount)
                )
            }
        return offers_by_household

    def _get_portal_prices(self, debts, early_birds):
        """What households with an early-bird discount have to pay today.

        :param dict debts: as of ``_get_portal_debts``
        :param dict early_birds: as of ``_get_portal_early_birds``
        :return: dict of household → pair of the amount and the last day that it holds
        """
        return {
            household: (
                household.currency_id.round(
                    sum(debts[household].values())
                    - sum(float(offer.discount) for offer in offers.values())
                ),
                min(offer.window.date_to for offer in offers.values()),
            )
            for household, offers in early_birds.items()
            if offers
        }

    def _get_portal_owed(self):
        """What the caller owes for each household.

        :return: dict of household → amount in the company's currency
        """
        return {
            household: sum(amounts.values())
            for household, amounts in self._get_portal_debts().items()
        }

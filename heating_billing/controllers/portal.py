from odoo.http import request

from odoo.addons.heating_customer.controllers.portal import HeatingPortal


class HeatingBillingPortal(HeatingPortal):
    """Bills and charges on a householder's pages."""

    def _prepare_cards_values(self, households):
        """Override of `heating_customer` to add what is owed."""
        return super()._prepare_cards_values(households) | {
            "owed": households._get_portal_owed()
        }

    def _prepare_household_values(self, household, **kwargs):
        """Override of `heating_customer` to add bills and charges."""
        debts = household._get_portal_debts().get(household, {})
        domain = [("household_id", "=", household.id)]
        bills = request.env["heating.bill"].search(domain)
        charges = request.env["heating.charge"].search(
            [*domain, ("state", "=", "posted")]
        )
        return super()._prepare_household_values(household, **kwargs) | {
            "bills": bills.sudo(),
            "charges": charges.sudo(),
            "open_amounts": debts,
            "owed": sum(debts.values()),
        }

from odoo.fields import Domain
from odoo.http import request

from odoo.addons.account.controllers.portal import PortalAccount
from odoo.addons.heating_customer.controllers.portal import HeatingPortal


class HeatingBillingPortal(HeatingPortal):
    """Bills and charges on a householder's pages."""

    def _prepare_cards_values(self, households):
        """Override of `heating_customer` to add what is owed."""
        debts = households._get_portal_debts()
        return super()._prepare_cards_values(households) | {
            "owed": {
                household: sum(amounts.values()) for household, amounts in debts.items()
            },
            "prices": households._get_portal_prices(
                debts, households._get_portal_early_birds(debts)
            ),
        }

    def _prepare_household_values(self, household, **kwargs):
        """Override of `heating_customer` to add bills and charges."""
        by_household = household._get_portal_debts()
        debts = by_household.get(household, {})
        early_birds = household._get_portal_early_birds(by_household)
        prices = household._get_portal_prices(by_household, early_birds)
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
            "early_birds": early_birds.get(household, {}),
            "price": prices.get(household),
        }


# What belongs to no household.
NOT_HEAT = Domain("heating_household_id", "=", False)


class HeatingInvoicesPortal(PortalAccount):
    """Odoo's own lists of invoices leave heat out: its bills stand under My Heating."""

    def _prepare_portal_layout_values(self):
        """Override of `portal` to tell whether Odoo's own list has anything."""
        moves = request.env["account.move"]
        return super()._prepare_portal_layout_values() | {
            "has_other_invoices": moves.has_access("read")
            and bool(moves.search_count(self._get_invoices_domain("out"), limit=1))
        }

    def _get_invoices_domain(self, m_type=None):
        """Override of `account` to leave out what belongs to a household."""
        return super()._get_invoices_domain(m_type) & NOT_HEAT

    def _get_overdue_invoice_count(self):
        """Override of `account` to leave out what belongs to a household."""
        moves = request.env["account.move"]
        if not moves.has_access("read"):
            return 0
        return moves.search_count(
            Domain(self._get_overdue_invoices_domain()) & NOT_HEAT
        )

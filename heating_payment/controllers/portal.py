from odoo.addons.heating_billing.controllers.portal import HeatingBillingPortal


class HeatingReceiptPortal(HeatingBillingPortal):
    """Receipts on the page of a household."""

    def _prepare_household_values(self, household, **kwargs):
        """Override of `heating_billing` to add what was paid and given back."""
        return super()._prepare_household_values(household, **kwargs) | {
            "receipts": household._get_portal_receipts(),
            "refunds": household._get_portal_refunds(),
        }

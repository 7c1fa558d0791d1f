from odoo.http import request

from odoo.addons.heating_billing.controllers.portal import HeatingBillingPortal


class HeatingReceiptPortal(HeatingBillingPortal):
    """Receipts on the page of a household."""

    def _prepare_household_values(self, household, **kwargs):
        """Override of `heating_billing` to add what was paid and given back."""
        providers = request.env["payment.provider"]._heating_get_enabled(
            household.sudo().company_id
        )
        may_pay = providers and not household.sudo()._get_pay_refusal("online")
        return super()._prepare_household_values(household, **kwargs) | {
            "receipts": household._get_portal_receipts(),
            "refunds": household._get_portal_refunds(),
            "pay_url": may_pay and f"/my/heating/{household.id}/pay",
        }

from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):  # pylint: disable=no-wizard-in-models
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Override of `base`: customers of households are never merged.

        Odoo merges in the database itself: posted invoices would get another partner,
        households another customer, and a portal user the households of somebody
        else, without anybody's approval. The same name is not the same person.

        :raise UserError: one of the partners is or was a customer, or pays
        """
        households = self.env["heating.household"].sudo()
        partner_ids = list(partner_ids)
        if households.with_context(active_test=False).search_count(
            [
                "|",
                "|",
                "|",
                ("customer_id", "in", partner_ids),
                ("payer_id", "in", partner_ids),
                ("occupancy_ids.partner_id", "in", partner_ids),
                ("payer_period_ids.partner_id", "in", partner_ids),
            ],
            limit=1,
        ):
            raise UserError(
                self.env._(
                    "Customers of households are not merged: the books and the "
                    "households would change hands. Choose the right customer on the "
                    "household instead."
                )
            )
        return super()._merge(partner_ids, dst_partner, extra_checks)

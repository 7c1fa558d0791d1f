from odoo import fields, models

from odoo.addons.heating_billing.models.posting import QUIET_POSTING


class HeatingCharge(models.Model):
    _inherit = "heating.charge"

    caused_by_receipt_id = fields.Many2one(
        "heating.receipt",
        string="Charged by Receipt",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups="heating_billing.group_money",
        help="The payment by which the late fee came to be charged.",
    )
    caused_by_advance_id = fields.Many2one(
        "heating.advance.application",
        string="Charged by Applied Advance",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups="heating_billing.group_money",
    )

    def _charges_confirmed(self):
        """Override of `heating_billing` to pay new charges from advances.

        A late fee is paid by the payment that caused it, or stays open.
        """
        result = super()._charges_confirmed()
        charges = self.filtered(
            lambda charge: not (charge.origin_bill_id or charge.origin_charge_id)
        )
        self.env["heating.advance.application"]._apply(charges.household_id)
        return result

    def _undo_late_fees(self, reason):
        """Credit late fees whose payment was undone: they run on as if never paid.

        Where another payment has settled the debt since, nothing runs on: what has come
        up is charged anew, as that payment's.

        :param str reason: as the credit notes say
        """
        waived = {}
        for charge in self.with_context(**QUIET_POSTING):
            if charge.state != "posted":
                continue
            left = charge.currency_id.round(charge.amount - charge.amount_waived)
            if left > 0:
                parts = charge._spread(left)
                charge._post_difference(
                    {key: -part for key, part in parts.items()}, reason
                )
            charge.state = "cancelled"
            key = charge.origin_bill_id or charge.origin_charge_id, charge.partner_id
            waived[key] = waived.get(key, 0.0) + charge.amount_waived
        self.origin_bill_id._charge_late_fees_left(waived)
        self.origin_charge_id._charge_late_fees_left(waived)

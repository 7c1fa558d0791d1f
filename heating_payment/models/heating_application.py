from odoo import models


class HeatingApplication(models.Model):
    """What becomes of prepayments when a household changes hands or leaves."""

    _inherit = "heating.application"

    def _pass_debts_on(self):
        """Override of `heating_billing`: prepayments pass on with consent, else back.

        The former customer's confirmation of the application is that consent. What a
        refund asks for already stays the former customer's.
        """
        result = super()._pass_debts_on()
        former = self.old_customer_id.commercial_partner_id
        # what the former one still owes is paid from their own money first
        applications = self.env["heating.advance.application"]
        applications._apply(self.household_id)
        if self.advance_handling != "pass":
            self._give_prepayments_back("transferred", former)
            return result
        lines = self.household_id.sudo()._get_advance_lines(former).sorted("id")
        for line, amount in lines._heating_get_free_advances().items():
            line._heating_move_to_advances(
                amount,
                self.display_name,
                partner=self.new_customer_id.commercial_partner_id,
            )
        applications._apply(self.household_id)
        return result

    def _apply_effect(self):
        """Override of `heating_customer`: who leaves gets back what is over."""
        result = super()._apply_effect()
        if self.effect == "leave":
            self._give_prepayments_back("left")
        return result

    def _give_prepayments_back(self, kind, partner=None):
        """Ask for refunds in the name of who asked for this application.

        :param str kind: the ground of the refunds
        :param partner: whose money; by default everybody's
        """
        asked_by = self.requested_by_id or self.create_uid
        refunds = self.household_id._ask_for_refunds(
            kind, self.display_name, partner, asked_by
        )
        for refund in refunds.sudo():
            self._message_log(
                body=self.env._(
                    "Refund %(refund)s for %(customer)s gives the prepayment back.",
                    refund=refund.number,
                    customer=refund.partner_id.name,
                )
            )

from odoo import api, fields, models
from odoo.exceptions import UserError


class HeatingContract(models.Model):
    """What a contract takes from elsewhere: its number and the words of the archive."""

    _inherit = "heating.contract"

    # === BUSINESS METHODS === #

    @api.model
    def _next_numbers(self, count):
        """So many new numbers, drawn at once where the sequence allows it.

        :rtype: list[str]
        """
        sequence_sudo = (
            self.env["ir.sequence"]
            .sudo()
            .search(
                [
                    ("code", "=", "heating.contract"),
                    ("company_id", "in", (self.env.company.id, False)),
                ],
                order="company_id",
                limit=1,
            )
        )
        if not sequence_sudo:
            raise UserError(
                self.env._("An administrator has to set up the contract numbers.")
            )
        return sequence_sudo._heating_next_many(count)

    @api.model
    def _prepare_facts(self, household, partner):
        """What the contract says of the household, as of today.

        :param household: the household
        :param partner: the customer it is made with
        :rtype: dict
        """
        today = fields.Date.context_today(self)
        spaces = household.space_ids.filtered(lambda space: space._is_valid_on(today))
        return {
            "household_number": household.number,
            "customer_name": partner.name,
            "customer_phone": partner.phone,
            "address": household.address,
            "category": household.category_id.name,
            "heating_type": household.heating_type,
            "built_area": household.built_area,
            "inner_area": sum(spaces.mapped("inner_area")),
            "space_text": "\n".join(spaces.mapped("display_name"))
            if len(spaces) > 1
            else False,
        }

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.number or self.env._("Supply Contract")

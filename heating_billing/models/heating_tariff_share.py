from odoo import fields, models

from odoo.addons.heating_customer.models.heating_supply import SUPPLY_STATES


class HeatingTariffShare(models.Model):
    """The share of the full price that is due in a supply state (基本热费)."""

    _name = "heating.tariff.share"
    _description = "Share Due in a Supply State"
    _inherit = ["heating.tariff.rule"]
    _order = "tariff_id, id"
    _rec_name = "supply_state"

    supply_state = fields.Selection(SUPPLY_STATES, required=True)
    share = fields.Float(
        required=True, digits=(16, 4), help="0.3: 30 % of the full price, day by day."
    )

    _state_unique = models.UniqueIndex(
        "(tariff_id, supply_state)", "A tariff gives each supply state one share."
    )
    _share_possible = models.Constraint(
        "CHECK (share >= 0 AND share <= 1)", "A share lies between 0 and 1."
    )

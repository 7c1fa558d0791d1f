from odoo import fields, models

from ..assessment import LadderStep
from .heating_tariff import exact


class HeatingTariffLadder(models.Model):
    """A step of the refund for rooms below temperature (温度不达标).

    The lowest limit that a reading is below decides; 16.0 is not below 16.
    """

    _name = "heating.tariff.ladder"
    _description = "Step of the Temperature Refund"
    _inherit = ["heating.tariff.rule"]
    _order = "tariff_id, below DESC"
    _rec_name = "below"

    below = fields.Float(string="Below (°C)", required=True, digits=(16, 1))
    share = fields.Float(
        string="Given Back",
        required=True,
        digits=(16, 4),
        help="0.5: half the fee of the day.",
    )

    _step_unique = models.UniqueIndex(
        "(tariff_id, below)", "A temperature has one step in a tariff."
    )
    _share_possible = models.Constraint(
        "CHECK (share >= 0 AND share <= 1)", "A share lies between 0 and 1."
    )

    def _get_facts(self):
        """The step as the assessment engine wants it.

        :rtype: assessment.LadderStep
        """
        self.ensure_one()
        return LadderStep(below=exact(self.below), share=exact(self.share))

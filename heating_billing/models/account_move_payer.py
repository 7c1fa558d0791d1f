from odoo import api, fields, models


class AccountMove(models.Model):
    """Whose part of a bill a document is for, and whether it is a discount."""

    _inherit = "account.move"

    heating_payer_kind_id = fields.Many2one(
        "heating.payer.kind",
        string="Part of the Bill",
        ondelete="restrict",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Empty: the household's own part.",
    )

    heating_discount_id = fields.Many2one(
        "heating.discount",
        string="Early-Bird Discount",
        ondelete="restrict",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    @api.model
    def _get_heating_links(self):
        return super()._get_heating_links() | {
            "heating_discount_id",
            "heating_payer_kind_id",
        }

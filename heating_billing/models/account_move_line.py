from odoo import api, fields, models
from odoo.exceptions import AccessError

from .account_move import HEATING_LINKS
from .posting import may_post


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    heating_household_id = fields.Many2one(
        "heating.household",
        string="Household",
        compute="_compute_heating_links",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    heating_bill_id = fields.Many2one(
        "heating.bill",
        string="Season Bill",
        compute="_compute_heating_links",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    heating_charge_id = fields.Many2one(
        "heating.charge",
        string="Heating Charge",
        compute="_compute_heating_links",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    heating_season_id = fields.Many2one(
        "heating.season",
        string="Heating Season",
        compute="_compute_heating_links",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        ondelete="restrict",
    )

    # what a counter asks: what is still open for this household
    _heating_open = models.Index(
        "(heating_household_id, account_id) "
        "WHERE heating_household_id IS NOT NULL AND reconciled IS NOT TRUE"
    )

    @api.depends(
        "move_id.heating_household_id",
        "move_id.heating_bill_id",
        "move_id.heating_charge_id",
        "move_id.heating_season_id",
    )
    def _compute_heating_links(self):
        """Lines of an invoice follow it; lines of a payment name their own."""
        for line in self:
            move = line.move_id
            for name in HEATING_LINKS:
                line[name] = move[name] or line[name]

    @api.model_create_multi
    def create(self, vals_list):
        if not may_post(self.env) and any(
            vals.get(name) for vals in vals_list for name in HEATING_LINKS
        ):
            raise AccessError(
                self.env._("Entries for heat are made by bills and receipts only.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if HEATING_LINKS & set(vals) and not may_post(self.env):
            raise AccessError(
                self.env._("Entries for heat are made by bills and receipts only.")
            )
        return super().write(vals)

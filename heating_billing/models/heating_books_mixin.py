from odoo import api, fields, models
from odoo.exceptions import AccessError

from .posting import may_post

HEATING_LINKS = {
    "heating_bill_id",
    "heating_charge_id",
    "heating_household_id",
    "heating_season_id",
}


class HeatingBooksMixin(models.AbstractModel):
    """What the ledger's documents and entries have in common: whose heat they are for.

    What belongs to a household says who owes how much to whom and since when. Odoo
    lets an accountant write much of it on posted entries, and the rest with keys in
    the context, so nothing of it is written but what a short list allows.
    """

    _name = "heating.books.mixin"
    _description = "In the Heating Books"

    # fields that a client may write on what belongs to the heating books
    _heating_free_fields = frozenset()

    heating_bill_id = fields.Many2one(
        "heating.bill",
        string="Season Bill",
        ondelete="restrict",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    heating_charge_id = fields.Many2one(
        "heating.charge",
        ondelete="restrict",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    heating_household_id = fields.Many2one(
        "heating.household",
        string="Household",
        ondelete="restrict",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    heating_season_id = fields.Many2one(
        "heating.season", ondelete="restrict", readonly=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        if may_post(self.env):
            return super().create(vals_list)
        links = self._get_heating_links()
        if any(vals.get(name) for vals in vals_list for name in links):
            self._refuse_links()
        records = super().create(vals_list)
        # not by what was sent alone: defaults come from the context and from the user,
        # too, and a line added to a document for heat follows it
        if any(records[name] for name in links):
            self._refuse_links()
        return records

    def write(self, vals):
        if not may_post(self.env):
            if self._get_heating_links() & set(vals):
                self._refuse_links()
            if any(self._is_fixed(name) for name in vals):
                # who has no right at all hears of that, and of nothing else
                self.check_access("write")
                self._check_not_heating()
        return super().write(vals)

    @api.model
    def _get_heating_links(self):
        """The fields that say whose heat it is, which the suite alone writes."""
        return HEATING_LINKS

    def _is_fixed(self, name):
        """Whether a client may not write a field of what is in the heating books.

        What is neither stored nor passed on is Odoo's scratch paper, on which it
        writes wherever it looks at a document.
        """
        field = self._fields.get(name)
        kept = field and (field.store or field.inverse)
        return bool(kept) and name not in self._heating_free_fields

    def _refuse_links(self):
        raise AccessError(
            self.env._(
                "Documents for heat are made by bills, charges and receipts only."
            )
        )

    def _check_not_heating(self):
        """Refuse what would undo or change what is in the heating books.

        :raise UserError: one of the records is, and the suite does not ask
        """
        raise NotImplementedError

from odoo import api, fields, models


class HeatingCompanyMixin(models.AbstractModel):
    """A record whose company is that of what it belongs to: its branch, household …

    A new record, of which nothing is known yet, is of the company that the user works
    in. A plain related field would be empty then, and so would every list to choose
    from: what is of another company, or of an unknown one, is not offered.
    """

    _name = "heating.company.mixin"
    _description = "Company of What It Belongs To"

    # the field that names what it belongs to
    _company_from = "branch_id"

    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
    )

    @api.depends(lambda self: [f"{self._company_from}.company_id"])
    def _compute_company_id(self):
        for record in self:
            record.company_id = record[self._company_from].company_id or (
                self.env.company
            )

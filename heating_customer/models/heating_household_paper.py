from odoo import fields, models
from odoo.fields import Domain


class HeatingHousehold(models.Model):
    """The papers of a household: its own, and those of its applications, contracts …"""

    _inherit = "heating.household"

    paper_ids = fields.One2many(
        "ir.attachment",
        "heating_household_id",
        string="Papers",
        domain=[("res_field", "=", False)],
        groups="heating_customer.group_user",
    )
    missing_paper_kind_id = fields.Many2one(
        "heating.paper.kind",
        string="Without a Paper of the Kind",
        compute="_compute_missing_paper_kind_id",
        search="_search_missing_paper_kind_id",
        groups="heating_customer.group_user",
        help="For searching: households of which no paper of that kind is on file.",
    )

    def _compute_missing_paper_kind_id(self):
        # many kinds may be missing: the field is there to search by
        self.missing_paper_kind_id = False

    def _search_missing_paper_kind_id(self, operator, value):
        kind_model = self.env["heating.paper.kind"]
        if operator == "in":
            kinds = kind_model.browse(each for each in value if each).exists()
        elif operator == "any":
            kinds = kind_model.search(value)
        else:
            return NotImplemented
        if not kinds:
            return Domain.FALSE
        # whoever may read the papers: that one is on file is nothing secret
        papers = (
            self.env["ir.attachment"]
            .sudo()
            ._search(
                [
                    ("heating_paper_kind_id", "in", kinds.ids),
                    ("heating_household_id", "!=", False),
                ]
            )
        )
        return Domain("id", "not in", papers.subselect("heating_household_id"))

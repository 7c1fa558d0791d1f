from odoo import api, fields, models, tools


class HeatingPayerKind(models.Model):
    """Who pays a part of a price (付款方): the household, its employer, the government.

    Shared by all companies. “household” is who is billed anyway and pays the rounding;
    the others are data.
    """

    _name = "heating.payer.kind"
    _description = "Kind of Payer"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="Used by rule packs and examples, e.g. “government”."
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Billed To",
        company_dependent=True,
        help="Who gets the invoices of this part, such as the city's finance bureau, "
        "where a household names nobody of its own.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex(
        "(code)", "A kind of payer with this code exists already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if "code" in vals:
            self.env.registry.clear_cache()
        return super().write(vals)

    @api.model
    @tools.ormcache("code")
    def _get_id_of(self, code):
        """The id of the kind that the engine knows by its code."""
        kinds = self.sudo().with_context(active_test=False)
        return kinds.search([("code", "=", code)]).id

    def _get_partners_on(self, households, day):
        """Who is billed for each part that others than the household pay.

        :param households: of one company
        :param date day: the bill's day
        :return: dict of (household id, kind id) → res.partner; without those that
            nobody is named for
        :rtype: dict
        """
        company = households.company_id
        partners = {}
        for kind in self.with_company(company).sudo():
            if kind.partner_id:
                for household_id in households.ids:
                    partners[household_id, kind.id] = kind.partner_id
        named = self.env["heating.household.payer"].sudo()
        for payer in named.search_fetch(
            [
                ("household_id", "in", households.ids),
                ("kind_id", "in", self.ids),
                "|",
                ("date_from", "=", False),
                ("date_from", "<=", day),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", day),
            ],
            ["household_id", "kind_id", "partner_id"],
        ):
            partners[payer.household_id.id, payer.kind_id.id] = payer.partner_id
        return partners

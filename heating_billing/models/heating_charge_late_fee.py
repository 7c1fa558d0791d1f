from odoo import fields, models
from odoo.exceptions import UserError


class HeatingCharge(models.Model):
    """Late fees of charges, and charges that are late fees.

    A charge with a season has the late fee of that season's tariff; a late fee has
    none of its own.
    """

    _inherit = "heating.charge"

    origin_bill_id = fields.Many2one(
        "heating.bill",
        string="Late Fee of the Bill",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    origin_charge_id = fields.Many2one(
        "heating.charge",
        string="Late Fee of the Charge",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )

    payer_kind_id = fields.Many2one(
        "heating.payer.kind",
        string="Part of the Bill",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Of a late fee: whose part of the bill was paid late. Empty: the "
        "household's own.",
    )

    _origin_of_late_fee = models.Constraint(
        "CHECK (num_nonnulls(origin_bill_id, origin_charge_id) "
        "<= CASE WHEN kind = 'late_fee' THEN 1 ELSE 0 END)",
        "Only a late fee comes from another debt, and from one.",
    )

    def _get_payer_kinds(self):
        """Override of the mixin: the late fee of a part is that payer's, too."""
        return [self.payer_kind_id]

    def _get_late_fee_rule(self):
        self.fetch(
            ["branch_id", "company_id", "household_id", "kind", "season_id", "state"]
        )
        tariffs = {}
        for season in self.season_id:
            try:
                tariffs[season] = self.env["heating.tariff"]._get_by_branch(season)
            except UserError:
                # two tariffs claim a branch: the bill run says so, nobody pays for it
                tariffs[season] = {}
        known, rules = {}, {}
        for charge in self:
            if charge.kind == "late_fee" or charge.state != "posted":
                continue
            by_branch = tariffs.get(charge.season_id, {})
            tariff = by_branch.get(charge.branch_id.id) or by_branch.get(False)
            if not tariff:
                continue
            if tariff not in known:
                known[tariff] = tariff._get_late_fee_rule()
            if known[tariff]:
                rules[charge] = known[tariff]
        return rules

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..assessment import HOUSEHOLD
from .heating_tariff import exact


class HeatingBill(models.Model):
    """A bill that several pay (分担): one bill, and one invoice for each payer."""

    _inherit = "heating.bill"

    part_ids = fields.One2many(
        "heating.bill.payer", "bill_id", string="Paid by Others", readonly=True
    )
    amount_own = fields.Monetary(
        string="Household's Part",
        compute="_compute_amount_own",
        help="What is left for the household itself.",
    )
    amount_own_residual = fields.Monetary(
        string="Household's Part Open", compute="_compute_amount_own"
    )

    @api.depends("amount_total", "amount_residual", "part_ids.amount_residual")
    def _compute_amount_own(self):
        for bill in self:
            parts = bill.part_ids
            bill.amount_own = bill.amount_total - sum(parts.mapped("amount"))
            bill.amount_own_residual = bill.amount_residual - sum(
                parts.mapped("amount_residual")
            )

    # === WHO PAYS WHAT === #

    def _get_payer_kinds(self):
        """Override of the mixin: the household first, then the others."""
        return [*super()._get_payer_kinds(), *self.part_ids.kind_id]

    def _is_settled(self):
        """Override: whom others pay for is not kept waiting by them."""
        own = self.amount_own_residual
        return self.currency_id.compare_amounts(own, 0) <= 0

    def _is_own_debtor(self, partner):
        """Override: not who pays a part only."""
        others = self.sudo().part_ids.partner_id.commercial_partner_id
        if partner not in others:
            return super()._is_own_debtor(partner)
        return partner in self.sudo()._get_own_invoices().commercial_partner_id

    def _get_part(self, kind):
        return self.part_ids.filtered(lambda part: part.kind_id == kind)

    def _get_debtor(self, kind):
        if not kind:
            return super()._get_debtor(kind)
        return self._get_part(kind).partner_id

    def _get_amount_of(self, kind):
        if not kind:
            others = sum(self.part_ids.mapped("amount"))
            return self.currency_id.round(super()._get_amount_of(kind) - others)
        return self._get_part(kind).amount

    def _get_own_invoices(self):
        """The documents of the household's own part, those of former customers too."""
        return self.move_ids.filtered(lambda move: not move.heating_payer_kind_id)

    # === FROM THE ENGINE === #

    @api.model
    def _get_others_of(self, assessment):
        """What others than the household pay of an assessment.

        :return: dict of payer kind (heating.payer.kind) → Decimal yuan
        """
        kinds = self.env["heating.payer.kind"]
        return {
            kinds.browse(kinds._get_id_of(payer)): amount
            for payer, amount in assessment.payers.items()
            if payer != HOUSEHOLD and amount
        }

    @api.model
    def _explain_missing_payers(self, assessment, household, partners):
        """Why a bill cannot be made: nobody is named who pays another's part.

        To bill the household what its employer or the government pays would be wrong.

        :param assessment: assessment.Assessment
        :param dict partners: as ``_get_partners_on`` of the kinds gives them
        :return: a sentence, or False where everybody is known
        """
        missing = [
            f"{kind.name} {amount}"
            for kind, amount in self._get_others_of(assessment).items()
            if (household.id, kind.id) not in partners
        ]
        if not missing:
            return False
        return self.env._(
            "Others pay a part of this bill (%(parts)s), but nobody is named whom it "
            "is billed to: name the payer on the household, or for all on the kind of "
            "payer.",
            parts=", ".join(missing),
        )

    @api.model
    def _prepare_part_commands(self, assessment, household, partners):
        """Values of the parts of a new bill."""
        return [
            fields.Command.create(
                {
                    "kind_id": kind.id,
                    "partner_id": partners[household.id, kind.id].id,
                    "amount": float(amount),
                }
            )
            for kind, amount in self._get_others_of(assessment).items()
        ]

    def _replace_parts(self, assessment):
        """Put the parts of a new assessment in the place of those so far.

        Who a part was billed to goes on; for a part that is new the payer is looked up.

        :raise UserError: nobody is named for a part that is new
        """
        self.ensure_one()
        others = self._get_others_of(assessment)
        new = self.env["heating.payer.kind"].browse(
            kind.id for kind in others if kind not in self.part_ids.kind_id
        )
        for part in self.part_ids:
            part.amount = float(others.get(part.kind_id, 0))
        if not new:
            return
        household = self.household_id
        partners = new._get_partners_on(household, self.date)
        partners |= {
            (household.id, part.kind_id.id): part.partner_id for part in self.part_ids
        }
        if missing := self._explain_missing_payers(assessment, household, partners):
            raise UserError(missing)
        self.env["heating.bill.payer"].create(
            [
                {
                    "bill_id": self.id,
                    "kind_id": kind.id,
                    "partner_id": partners[household.id, kind.id].id,
                    "amount": float(others[kind]),
                }
                for kind in new
            ]
        )


class HeatingBillLine(models.Model):
    _inherit = "heating.bill.line"

    part_ids = fields.One2many(
        "heating.bill.line.part", "line_id", string="Paid by Others", readonly=True
    )

    @api.model
    def _prepare_part_commands(self, line):
        """What others pay of a line of the engine, as values of its parts."""
        kinds = self.env["heating.payer.kind"]
        return [
            fields.Command.create(
                {"kind_id": kinds._get_id_of(payer), "amount": float(amount)}
            )
            for payer, amount in (line.payers or {}).items()
            if payer != HOUSEHOLD and amount
        ]

    def _get_amount_of(self, kind):
        """What of the line a payer pays, in yuan; an empty kind is the household."""
        self.ensure_one()
        if kind:
            parts = self.part_ids.filtered(lambda part: part.kind_id == kind)
            return sum(parts.mapped("amount"))
        amount = exact(self.amount) - sum(exact(part.amount) for part in self.part_ids)
        return float(amount)

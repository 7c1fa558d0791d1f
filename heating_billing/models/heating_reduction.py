from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..assessment import AssessmentError
from ..assessment import Reduction as ReductionFacts
from .heating_tariff import exact

MEASURES = [
    ("percent", "Percent"),
    ("amount", "Yuan"),
    ("area", "m²"),
    ("days", "Days"),
]


class HeatingReduction(models.Model):
    """A reduction (核减) of what a household owes for a season.

    Approved before the season is billed it is in the bill run; approved later the bill
    is worked out anew and the difference is a credit note. It is never edited: a
    withdrawal is another reduction, ``withdraws_id``, that is approved like the first.
    """

    _name = "heating.reduction"
    _description = "Reduction"
    _inherit = "heating.debt.act"
    _number_prefix = "R"

    state = fields.Selection(
        selection_add=[("withdrawn", "Withdrawn")],
        ondelete={"withdrawn": "set default"},
    )
    season_id = fields.Many2one(
        "heating.season",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    kind_id = fields.Many2one(
        "heating.reduction.kind", required=True, ondelete="restrict", index=True
    )
    by = fields.Selection(MEASURES, string="Measured in", required=True)
    value = fields.Float(
        digits=(16, 4),
        required=True,
        help="Percent or days of the season's fee, yuan, or m² of the first space.",
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        help="What it takes off the bill, in yuan, by what is on file; fixed when "
        "approval is asked for.",
    )
    withdraws_id = fields.Many2one(
        "heating.reduction",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="The reduction that ends when this is approved.",
    )
    withdrawal_ids = fields.One2many("heating.reduction", "withdraws_id")
    bill_line_ids = fields.One2many(
        "heating.bill.line",
        "reduction_id",
        string="Lines of Bills",
        readonly=True,
        domain=[("version_id", "=", False)],
    )

    _value_positive = models.Constraint(
        "CHECK (value > 0)", "A reduction is of more than 0."
    )
    _percent_at_most_all = models.Constraint(
        "CHECK (by <> 'percent' OR value <= 100)",
        "A reduction is of 100 % at most.",
    )
    _one_withdrawal = models.UniqueIndex(
        "(withdraws_id) WHERE state IN ('requested', 'approved')",
        "This reduction is being withdrawn already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("household_id", "season_id", "by", "value")
    def _compute_amount(self):
        """What drafts would come to; the facts of a season's households at once."""
        for season, reductions in self.grouped("season_id").items():
            amounts = reductions._work_out(season)
            for reduction in reductions:
                reduction.amount = amounts.get(reduction) or 0.0

    @api.constrains("season_id", "by", "value")
    def _check_days(self):
        for reduction in self:
            if reduction.by == "days" and reduction.value > reduction.season_id.days:
                raise ValidationError(
                    self.env._(
                        "Season %(season)s has %(days)s days.",
                        season=reduction.season_id.name,
                        days=reduction.season_id.days,
                    )
                )

    # === CRUD METHODS === #

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {"withdraws_id"}

    # === ACTIONS === #

    def action_withdraw(self):
        """Draft the withdrawal of an approved reduction; others approve it.

        :return: the action that opens the draft
        :raise UserError: the reduction is not in force
        """
        self.ensure_one()
        self._check_may_ask()
        self.check_access("write")
        if self.state != "approved" or self.withdraws_id:
            raise UserError(
                self.env._(
                    "%(reduction)s is not in force and cannot be withdrawn.",
                    reduction=self.display_name,
                )
            )
        draft = self.create(
            {
                "household_id": self.household_id.id,
                "season_id": self.season_id.id,
                "kind_id": self.kind_id.id,
                "by": self.by,
                "value": self.value,
                "reason": self.env._("Withdrawal of %(number)s", number=self.number),
            }
        )
        draft._approval_write({"withdraws_id": self.id, "amount": self.amount})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Withdrawal of %(number)s", number=self.number),
            "res_model": self._name,
            "res_id": draft.id,
            "view_mode": "form",
        }

    # === BUSINESS METHODS === #

    def _prepare_request(self):
        """Override: the papers are there, and the engine can say what it comes to."""
        self.ensure_one()
        if self.withdraws_id:
            if self.withdraws_id.state != "approved":
                raise UserError(
                    self.env._(
                        "%(reduction)s is not in force any more.",
                        reduction=self.withdraws_id.display_name,
                    )
                )
            return {"amount": self.withdraws_id.amount}
        self._check_papers()
        amount = self._work_out(self.season_id, strict=True)[self]
        if self.currency_id.is_zero(amount):
            raise UserError(
                self.env._(
                    "%(reduction)s takes nothing off: nothing is due for the season "
                    "that is not reduced already.",
                    reduction=self.display_name,
                )
            )
        return {"amount": amount}

    def _check_papers(self):
        """Raise where a paper that the kind needs is not attached."""
        needed = self.kind_id.paper_kind_ids
        if not needed:
            return
        attached = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "=", self.id)])
            .heating_paper_kind_id
        )
        if missing := needed - attached:
            raise UserError(
                self.env._(
                    "Attach to %(reduction)s first: %(papers)s.",
                    reduction=self.display_name,
                    papers=", ".join(missing.mapped("name")),
                )
            )

    def _work_out(self, season, strict=False):
        """What these reductions of one season take off, each on top of those in force.

        :param season: their season, perhaps not chosen yet
        :param bool strict: raise where it cannot be worked out, rather than leave out
        :return: dict of reduction → yuan
        :raise UserError: no tariff holds, or the engine's reason
        """
        if not season:
            return {}
        bills = self.env["heating.bill"].sudo()
        households = self.household_id._origin or self.household_id
        facts = bills._gather_facts(season.sudo(), households.sudo())
        tariffs = self._get_tariffs(season.sudo(), households)
        amounts = {}
        for reduction in self:
            household = reduction.household_id._origin or reduction.household_id
            mine = reduction._get_facts() if reduction.by and reduction.value else None
            tariff = tariffs.get(household.id)
            try:
                if not tariff:
                    raise UserError(
                        self.env._(
                            "There is no approved tariff for season %(season)s yet: "
                            "what is taken off cannot be worked out.",
                            season=season.name,
                        )
                    )
                if mine and household.id in facts:
                    amounts[reduction] = reduction._work_out_one(
                        tariff, facts[household.id], mine
                    )
            except UserError:
                if strict:
                    raise
        return amounts

    def _work_out_one(self, tariff, facts, mine):
        """Yuan that one reduction takes off a household's bill.

        :raise UserError: the engine's reason
        """
        bills = self.env["heating.bill"]
        others = tuple(each for each in facts.reductions if each.key != mine.key)
        try:
            facts = replace(facts, reductions=(*others, mine))
            assessment = tariff._get_assessor().assess(
                tariff._get_household_facts(facts)
            )
        except AssessmentError as error:
            raise UserError(bills._explain_assessment_error(error)) from error
        return -float(assessment.lines[-1].amount)

    @api.model
    def _get_tariffs(self, season, households):
        """The tariff of each household's bill, or the one that its bill will have.

        :return: dict of household id → tariff
        """
        by_branch = self.env["heating.tariff"].sudo()._get_by_branch(season)
        tariffs = {
            household.id: by_branch.get(household.branch_id.id) or by_branch.get(False)
            for household in households
        }
        for bill in (
            self.env["heating.bill"]
            .sudo()
            .search(
                [
                    ("household_id", "in", households.ids),
                    ("season_id", "=", season.id),
                    # one that was undone may be billed by another tariff
                    ("undone_on", "=", False),
                ]
            )
        ):
            tariffs[bill.household_id.id] = bill.tariff_id
        return tariffs

    def _get_facts(self):
        """The reduction as the assessment engine wants it.

        :rtype: assessment.Reduction
        """
        self.ensure_one()
        return ReductionFacts(by=self.by, value=exact(self.value), key=self.id)

    def _apply(self):
        """Override: a bill that is there already is worked out anew."""
        self.ensure_one()
        if self.withdraws_id:
            self.withdraws_id.write({"state": "withdrawn"})
        self.flush_recordset()
        bill = self.env["heating.bill"].search(
            [
                ("household_id", "=", self.household_id.id),
                ("season_id", "=", self.season_id.id),
                ("undone_on", "=", False),
            ]
        )
        bill._reassess(self._get_words())

    def _get_words(self):
        """Why a bill was worked out anew, as its documents say."""
        return self.env._(
            "%(kind)s %(number)s: %(reason)s",
            kind=self.kind_id.name,
            number=self.number,
            reason=self.reason,
        )

    @api.model
    def _apply_missed(self):
        """Nightly: reductions that were approved while their bill was being made.

        Of two transactions at once neither sees the other's work, so the bill may have
        been made without what was approved in that moment.
        """
        self.flush_model(["household_id", "season_id", "state", "withdraws_id"])
        self.env["heating.bill.line"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT reduction.id, bill.id
                  FROM heating_reduction reduction
                  JOIN heating_bill bill
                    ON bill.household_id = reduction.household_id
                   AND bill.season_id = reduction.season_id
                   AND bill.undone_on IS NULL
             LEFT JOIN heating_bill_line line
                    ON line.reduction_id = reduction.id
                   AND line.bill_id = bill.id AND line.version_id IS NULL
                 WHERE reduction.withdraws_id IS NULL
                   AND reduction.state IN ('approved', 'withdrawn')
                   AND (reduction.state = 'approved') <> (line.id IS NOT NULL)
                """
            )
        )
        for reduction_id, bill_id in rows:
            bill = self.env["heating.bill"].browse(bill_id)
            bill._reassess(self.browse(reduction_id)._get_words())

from odoo import api, fields, models

from .posting import QUIET_POSTING


class HeatingBill(models.Model):
    """Bills worked out anew after something of their season has changed.

    Nothing posted changes: the lines so far become a version of the bill, and the
    difference is a further invoice or a credit note on the same bill.
    """

    _inherit = "heating.bill"

    version_ids = fields.One2many("heating.bill.version", "bill_id", readonly=True)
    version_count = fields.Integer(compute="_compute_version_count")

    @api.depends("version_ids")
    def _compute_version_count(self):
        for bill in self:
            bill.version_count = len(bill.version_ids)

    def _reassess(self, reason):
        """Work these bills out anew from what is on file now, and post differences.

        :param str reason: why, as the version that ends keeps it
        :return: the bills that changed
        :raise UserError: the engine refuses the facts, or the books are locked today
        """
        changed = self.browse()
        bills = self.sudo().with_context(**QUIET_POSTING)
        bills.lock_for_update(allow_referencing=True)
        for (season, tariff), group in bills.grouped(
            lambda bill: (bill.season_id, bill.tariff_id)
        ).items():
            assessor = self._call_engine(tariff._get_assessor)
            facts = self._gather_facts(season, group.household_id)
            for bill in group:
                assessment = self._call_engine(
                    assessor.assess,
                    tariff._get_household_facts(facts[bill.household_id.id]),
                )
                if bill._replace_lines(assessment, reason):
                    changed += bill
        return changed.with_env(self.env)

    def _replace_lines(self, assessment, reason):
        """Put an assessment in the place of the bill's lines and post the difference.

        :return: whether anything is different
        :rtype: bool
        """
        self.ensure_one()
        vals_list = self.env["heating.bill.line"]._prepare_vals_list(assessment)
        before = self.line_ids
        if [line._get_content() for line in before] == [
            before._get_content_of(vals) for vals in vals_list
        ]:
            return False
        sums_before = {
            kind: self._get_sums_by_account(kind) for kind in self._get_payer_kinds()
        }
        before.version_id = self.env["heating.bill.version"].create(
            {
                "bill_id": self.id,
                "number": len(self.version_ids) + 1,
                "amount_total": self.amount_total,
                "facts": self.facts,
                "reason": reason,
                "replaced_by_id": self.env.uid,
            }
        )
        self.env["heating.bill.line"].create(
            [{"bill_id": self.id, **vals} for vals in vals_list]
        )
        self.invalidate_recordset(["line_ids"])
        self.write(self._prepare_reassessed_vals(assessment))
        self._replace_parts(assessment)
        for kind in self._get_payer_kinds():
            before, now = sums_before.get(kind, {}), self._get_sums_by_account(kind)
            self._post_difference(
                {
                    key: now.get(key, 0.0) - before.get(key, 0.0)
                    for key in {**before, **now}
                },
                reason,
                kind=kind,
            )
        self._review_discount()
        return True

    def _prepare_reassessed_vals(self, assessment):
        """What stands on the bill itself and follows from an assessment."""
        return {
            "amount_total": float(assessment.total),
            "season_days": assessment.season_days,
        }

    @api.model
    def _get_affected_by_correction(self, days):
        """Bills of seasons that are not closed, of households put right by hand.

        :param dict days: household → first day that is different, None: since ever
        """
        bills = self.sudo().search(
            [
                ("household_id", "in", self.env["heating.household"].union(*days).ids),
                ("season_id.closed_on", "=", False),
                ("undone_on", "=", False),
            ]
        )
        return bills.filtered(
            lambda bill: (
                not days[bill.household_id]
                or days[bill.household_id] <= bill.season_id.date_end
            )
        )

    @api.model
    def _get_affected(self, household, day):
        """Bills that a change of the archive from *day* on concerns.

        Of seasons that are closed nothing is changed by the way: what was wrong in
        them is charged or credited by itself.

        :param household: the household; empty where many join at once, unbilled
        :param date day: the first day that is different
        """
        if not household:
            # a whole community that joins has no bill yet
            return self.sudo().browse()
        return self.sudo().search(
            [
                ("household_id", "=", household.id),
                ("season_id.date_end", ">=", day),
                ("season_id.closed_on", "=", False),
                ("undone_on", "=", False),
            ]
        )

from odoo import api, fields, models

from .heating_debt_correction import Correction
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
        bills = self.sudo().with_context(**QUIET_POSTING)
        bills.lock_for_update(allow_referencing=True)
        changed = bills._replace_lines(bills._assess_anew(), reason)
        return changed.with_env(self.env)

    def _assess_anew(self):
        """What these bills come to by what is on file now; nothing is changed.

        :return: dict of bill → assessment.Assessment
        :raise UserError: the engine refuses the facts of one of them
        """
        assessments = {}
        for (season, tariff), group in self.grouped(
            lambda bill: (bill.season_id, bill.tariff_id)
        ).items():
            assessor = self._call_engine(tariff._get_assessor)
            facts = self._gather_facts(season, group.household_id)
            for bill in group:
                assessments[bill] = self._call_engine(
                    assessor.assess,
                    tariff._get_household_facts(facts[bill.household_id.id]),
                )
        return assessments

    def _replace_lines(self, assessments, reason):
        """Put assessments in the place of the bills' lines and post the differences.

        :param dict assessments: assessment.Assessment by bill
        :param str reason: why, as the versions that end keep it
        :return: the bills of which anything is different
        """
        lines = self.env["heating.bill.line"]
        new = {}
        for bill, assessment in assessments.items():
            vals_list = lines._prepare_vals_list(assessment)
            before = bill.line_ids
            if [line._get_content() for line in before] != [
                before._get_content_of(vals) for vals in vals_list
            ]:
                new[bill] = vals_list
        changed = self.browse().union(*new)
        if not changed:
            return changed
        sums_before = changed._get_sums_by_kind()
        changed._begin_version(reason)
        lines.create(
            [
                {"bill_id": bill.id, **vals}
                for bill, vals_list in new.items()
                for vals in vals_list
            ]
        )
        changed.invalidate_recordset(["line_ids"])
        for bill in changed:
            bill.write(bill._prepare_reassessed_vals(assessments[bill]))
            bill._replace_parts(assessments[bill])
        sums = changed._get_sums_by_kind()
        self._post_differences(
            [
                Correction(
                    bill,
                    {
                        key: now.get(key, 0.0) - before.get(key, 0.0)
                        for key in {**before, **now}
                    },
                    reason,
                    kind=kind,
                )
                for (bill, kind), now in sums.items()
                for before in [sums_before.get((bill, kind), {})]
            ]
        )
        changed._review_discount()
        return changed

    def _get_sums_by_kind(self):
        """What these bills are made of in the books, for each who pays a part.

        :return: dict of (bill, payer kind) → dict as of ``_get_sums_by_account``
        """
        return {
            (bill, kind): bill._get_sums_by_account(kind)
            for bill in self
            for kind in bill._get_payer_kinds()
        }

    def _prepare_version_vals(self, reason):
        """What the bill says now, as the version that ends.

        :param str reason: why it ends
        """
        self.ensure_one()
        return {
            "bill_id": self.id,
            "number": len(self.version_ids) + 1,
            "tariff_id": self.tariff_id.id,
            "date": self.date,
            "amount_total": self.amount_total,
            "facts": self.facts,
            "reason": reason,
            "replaced_by_id": self.env.uid,
        }

    def _begin_version(self, reason):
        """Keep the present lines of these bills as the version that ends."""
        versions = self.env["heating.bill.version"].create(
            [bill._prepare_version_vals(reason) for bill in self]
        )
        for bill, version in zip(self, versions, strict=True):
            bill.line_ids.version_id = version
        self.invalidate_recordset(["line_ids", "version_ids"])

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
                or days[bill.household_id] <= bill.season_id.heated_until
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
                ("season_id.heated_until", ">=", day),
                ("season_id.closed_on", "=", False),
                ("undone_on", "=", False),
            ]
        )

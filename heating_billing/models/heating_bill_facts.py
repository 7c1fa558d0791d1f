from odoo import api, fields, models
from odoo.tools import SQL

from ..assessment import read_stored_facts, store_facts


class HeatingBill(models.Model):
    """What a bill was made from, so that it can be worked out once more on any day.

    The tariff of a bill never changes, but areas, states and reductions do: the facts
    that the engine was given stay with the bill, and with each earlier version.
    """

    _inherit = "heating.bill"

    facts = fields.Json(readonly=True, copy=False)

    @api.model
    def _prepare_bill_vals(self, household, tariff, assessment, *args, **kwargs):
        vals = super()._prepare_bill_vals(
            household, tariff, assessment, *args, **kwargs
        )
        return vals | {"facts": self._store_facts(tariff, assessment)}

    def _prepare_reassessed_vals(self, assessment):
        vals = super()._prepare_reassessed_vals(assessment)
        return vals | {"facts": self._store_facts(self.tariff_id, assessment)}

    @api.model
    def _store_facts(self, tariff, assessment):
        """Facts of an assessment as they are kept.

        :param tariff: by which it was made
        :rtype: dict
        """
        return store_facts(tariff._get_season_facts(), assessment.household)

    # === WORKED OUT ONCE MORE === #

    def _replay(self, version=None):
        """Work the bill out once more from the facts that it was made from.

        :param version: an earlier version; by default the bill as it is
        :return: the assessment, or None for a bill of which no facts were kept
        :rtype: assessment.Assessment
        """
        self.ensure_one()
        made = version or self
        if not made.facts:
            return None
        season, household = read_stored_facts(made.facts)
        tariff_sudo = made.sudo().tariff_id or self.sudo().tariff_id
        assessor = tariff_sudo._get_assessor(season)
        return self._call_engine(assessor.assess, household)

    def _is_replayed(self, version=None):
        """Whether its facts give the lines of the bill once more, to the cent.

        :param version: an earlier version; by default the bill as it is
        :return: whether they do; None where no facts were kept
        """
        assessment = self._replay(version)
        if assessment is None:
            return None
        lines = (version or self).line_ids
        replayed = lines._prepare_vals_list(assessment)
        return [line._get_content() for line in lines] == [
            lines._get_content_of(vals) for vals in replayed
        ]

    # === AS OF A DAY === #

    def _get_version_on(self, day):
        """Which version of the bill held at the end of a day.

        :param date day: a day from the bill's own on
        :return: an earlier version, or none where it is the bill as it is now
        :rtype: heating.bill.version
        """
        self.ensure_one()
        company = self.company_id
        later = self.version_ids.filtered(
            lambda version: company._heating_day_of(version.replaced_on) > day
        )
        return later.sorted("number")[:1]

    def _get_balance_on(self, day):
        """What the ledger had of the bill at the end of a day.

        Every entry of a bill is tied to it, those of payments and of voids, too, so the
        balance of what is dated until then is what was open.

        :param date day: the day
        :return: yuan billed, and yuan paid
        :rtype: tuple
        """
        self.ensure_one()
        self.env["account.move.line"].flush_model()
        [(billed, paid)] = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(SUM(line.balance) FILTER (WHERE document), 0),
                       -COALESCE(SUM(line.balance) FILTER (WHERE NOT document), 0)
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                  JOIN account_account account ON account.id = line.account_id
            CROSS JOIN LATERAL (
                       SELECT move.move_type IN ('out_invoice', 'out_refund')
                              AS document) kind
                 WHERE line.heating_bill_id = %s
                   AND line.parent_state = 'posted'
                   AND line.date <= %s
                   AND account.account_type = 'asset_receivable'
                """,
                self.id,
                day,
            )
        )
        return float(billed), float(paid)

    def action_view_as_of(self):
        """Ask for a day, and show the bill as it was at its end."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The Bill as of a Day"),
            "res_model": "heating.bill.as.of",
            "view_mode": "form",
            "target": "new",
            "context": {"default_bill_id": self.id},
        }

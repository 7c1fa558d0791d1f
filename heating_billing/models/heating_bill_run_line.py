import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.heating_customer.models.heating_supply import OUTSIDE_STATES

from ..assessment import AssessmentError, area_in_season
from .posting import QUIET_POSTING


class HeatingBillRunLine(models.Model):
    """One household in a bill run: what it will be billed, or why it will not."""

    _name = "heating.bill.run.line"
    _description = "Household in a Bill Run"
    _order = "run_id, id"
    _rec_name = "household_id"

    run_id = fields.Many2one(
        "heating.bill.run", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="run_id.currency_id")
    season_id = fields.Many2one(related="run_id.season_id", store=True, index=True)
    household_id = fields.Many2one(
        "heating.household", required=True, ondelete="restrict", index=True
    )
    branch_id = fields.Many2one("heating.branch", index=True)
    station_id = fields.Many2one("heating.station")
    community_id = fields.Many2one("heating.location")
    category_id = fields.Many2one("heating.category")
    tariff_id = fields.Many2one("heating.tariff", ondelete="restrict")
    state = fields.Selection(
        [
            ("ready", "To Bill"),
            ("billed", "Billed"),
            ("exempt", "Not Billed"),
            ("exception", "Exception"),
            ("failed", "Failed"),
            ("undone", "Undone"),
        ],
        default="ready",
        required=True,
        index=True,
    )
    built_area = fields.Float(
        string="Area (m²)",
        digits=(16, 2),
        aggregator="sum",
        help="Built area on file, the mean of the season's days.",
    )
    amount = fields.Monetary(aggregator="sum")
    reason = fields.Char(help="Why the household is not billed.")
    owner_id = fields.Many2one("res.users", help="Who looks after the exception.")
    bill_id = fields.Many2one("heating.bill", ondelete="set null", readonly=True)
    posting_note = fields.Char(
        readonly=True,
        help="Why Odoo made the invoice one by one, where others were written by rows.",
    )

    _household_unique = models.UniqueIndex(
        "(run_id, household_id)", "A household is in a bill run once."
    )

    # === CRUD METHODS === #

    def write(self, vals):
        # what was approved is what the rehearsal found, not what somebody typed
        if not self.env.su and set(vals) - {"owner_id"}:
            raise UserError(
                self.env._("Only who looks after an exception is written by hand.")
            )
        return super().write(vals)

    # === ASSESSMENT === #

    def _assess(self):
        """Work out what each household would be billed and note it on the line.

        Queries do not grow with the number of households but for the batched write.
        """
        for line, values in self._assess_values().items():
            values.pop("partners", None)
            assessment = values.pop("assessment", None)
            line.write(values | self._prepare_sums(assessment))
        self._give_owners()
        self._compare()

    def _assess_values(self):
        """What each line would say now.

        :return: dict of line → values of the line, with the engine's ``assessment``
            where there is one
        """
        result = {}
        parked = {
            household_id: {"exception_kind": kind, "reason": sentence}
            for kind, sentences in (
                ("overlap", self._get_overlaps()),
                ("open_case", self._get_open_cases()),
            )
            for household_id, sentence in sentences.items()
        }
        for run, lines in self.grouped("run_id").items():
            season = run.season_id
            tariffs = self.env["heating.tariff"]._get_by_branch(season)
            assessors = {}
            partners = {}
            kinds = self.env["heating.tariff"].union(*tariffs.values())
            if kinds := kinds.payer_ids.payer_id:
                partners = kinds._get_partners_on(lines.household_id, run.date)
            facts = self.env["heating.bill"]._gather_facts(season, lines.household_id)
            for line in lines:
                tariff = tariffs.get(line.branch_id.id) or tariffs.get(False)
                if tariff and tariff not in assessors:
                    assessors[tariff] = tariff._get_assessor()
                result[line] = line._assess_one(
                    tariff, assessors.get(tariff), facts[line.household_id.id], partners
                )
                why = parked.get(line.household_id.id)
                if why and result[line]["state"] == "ready":
                    result[line] |= {"state": "exception", **why}
        return result

    def _assess_one(self, tariff, assessor, facts, partners):
        """Values of one line from its household's facts; a refusal is a value too.

        :param dict partners: who pays the parts of others, by household and kind
        """
        self.ensure_one()
        values = {
            "tariff_id": tariff.id if tariff else False,
            "built_area": 0.0,
            "amount": 0.0,
            "reason": False,
            "exception_kind": False,
        }
        try:
            season = self.season_id._get_facts()
            # the mean of the days, not the last day's: what is billed is the area on
            # file on each day, and a space and the one that replaced it are not two
            values["built_area"] = float(area_in_season(facts.spaces, season))
            return values | self._assess_facts(tariff, assessor, facts, partners)
        except AssessmentError as error:
            reason = self.env["heating.bill"]._explain_assessment_error(error)
            return values | {
                "state": "exception",
                "exception_kind": self._get_exception_kind(error),
                "reason": reason,
            }

    def _assess_facts(self, tariff, assessor, facts, partners):
        """What becomes of the household.

        :raise AssessmentError: the engine's refusal
        """
        if not tariff:
            return {
                "state": "exception",
                "exception_kind": "tariff",
                "reason": self.env._("There is no approved tariff for the branch."),
            }
        outside = self._get_outside_state(tariff, facts)
        if outside:
            states = dict(
                self.env["heating.supply"]
                ._fields["state"]
                ._description_selection(self.env)
            )
            reason = self.env._("%(state)s for the whole season", state=states[outside])
            return {"state": "exempt", "reason": reason}
        assessment = assessor.assess(tariff._get_household_facts(facts))
        if reason := self.env["heating.bill"]._explain_missing_payers(
            assessment, self.household_id, partners
        ):
            return {
                "state": "exception",
                "exception_kind": "payers",
                "reason": reason,
            }
        return {
            "state": "ready",
            "amount": float(assessment.total),
            "assessment": assessment,
            "partners": partners,
        }

    @api.model
    def _get_outside_state(self, tariff, facts):
        """The state outside of the network that holds all season, if there is one.

        :param tariff: a tariff that gives the state a share bills it after all
        :param facts: the household's facts, with supply ranges cut to the season
        :return: ``not_opened``, ``disconnected`` or False
        """
        states = {supply.state for supply in facts.supply}
        if len(states) != 1 or not states <= set(OUTSIDE_STATES):
            return False
        days = sum((supply.end - supply.start).days + 1 for supply in facts.supply)
        if days < tariff.season_id.days:
            return False
        state = states.pop()
        return False if state in tariff.share_ids.mapped("supply_state") else state

    # === BILLING === #

    def _make_bills_safely(self):
        """Bill all lines at once; where one of them is bad, find it by halves.

        A line that cannot be billed says why and the others go on. Lost races of
        whole transactions are not caught here: the job is run again.
        """
        if not self:
            return
        try:
            with self.env.cr.savepoint():
                self._make_bills()
            return
        except (UserError, psycopg2.IntegrityError) as error:
            self.env.invalidate_all()
            if len(self) == 1:
                self.write(
                    {
                        "state": "failed",
                        "exception_kind": "posting",
                        "reason": self._explain_failure(error),
                    }
                )
                self._give_owners()
                return
        middle = len(self) // 2
        self[:middle]._make_bills_safely()
        self[middle:]._make_bills_safely()

    def _explain_failure(self, error):
        """Why the household could not be billed, in words.

        :param error: a UserError, or what PostgreSQL refused
        """
        constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
        if constraint == "heating_bill_household_season_unique":
            return self.env._("It has a bill for this season already.")
        return str(error).strip()

    def _set_aside_billed(self):
        """Note on lines whose household got its bill meanwhile, say by another run.

        :return: the lines that still need one
        """
        bills = self.env["heating.bill"].search(
            [
                ("household_id", "in", self.household_id.ids),
                ("season_id", "in", self.season_id.ids),
                ("undone_on", "=", False),
            ]
        )
        known = {(bill.household_id, bill.season_id) for bill in bills}
        done = self.filtered(lambda line: (line.household_id, line.season_id) in known)
        done.write(
            {
                "state": "exempt",
                "reason": self.env._("It has a bill for this season already."),
            }
        )
        return self - done

    def _make_bills(self):
        """Make and post the bills of these lines, as they were rehearsed."""
        bill_vals_list = []
        billed = self.browse()
        pending = self._set_aside_billed()
        for line, values in pending._assess_values().items():
            assessment = values.pop("assessment", None)
            partners = values.pop("partners", None)
            if values["state"] != "ready":
                line.write(values)
            elif line.currency_id.compare_amounts(values["amount"], line.amount):
                line.write(
                    {
                        "state": "exception",
                        "exception_kind": "changed",
                        "reason": self.env._(
                            "Changed since the rehearsal: %(old).2f before, "
                            "%(new).2f now.",
                            old=line.amount,
                            new=values["amount"],
                        ),
                    }
                )
            else:
                billed += line
                bill_vals_list.append(
                    self.env["heating.bill"]._prepare_bill_vals(
                        line.household_id,
                        line.tariff_id.browse(values["tariff_id"]),
                        assessment,
                        line.run_id.date,
                        line.run_id,
                        partners,
                    )
                )
        pending._give_owners()
        bills = billed._write_bills(bill_vals_list)
        reasons = {}
        bills._post_invoices(reasons)
        # what was covered before it was undone is covered again
        self.env["heating.fapiao.duty"]._update_duties(bills.filtered("fapiao_covered"))
        for line, bill in zip(billed, bills, strict=True):
            line.write(
                {
                    "state": "billed",
                    "bill_id": bill.id,
                    "posting_note": reasons.get(bill, False),
                }
            )

    def _write_bills(self, vals_list):
        """Create the bills of these lines; one that was undone is used again.

        :param list vals_list: of each bill
        :return: the bills, in the order of the lines
        """
        bills = self.env["heating.bill"].sudo().with_context(**QUIET_POSTING)
        undone = {
            (bill.household_id.id, bill.season_id.id): bill
            for bill in bills.search(
                [
                    ("household_id", "in", self.household_id.ids),
                    ("season_id", "in", self.season_id.ids),
                    ("undone_on", "!=", False),
                ]
            )
        }
        keys = [(vals["household_id"], vals["season_id"]) for vals in vals_list]
        revived = [key for key in keys if key in undone]
        by_key = dict(zip(keys, vals_list, strict=True))
        bills.concat(*(undone[key] for key in revived))._revive(
            [by_key[key] for key in revived]
        )
        new = [key for key in keys if key not in undone]
        created = bills.create([by_key[key] for key in new])
        bill_of = undone | dict(zip(new, created, strict=True))
        return bills.concat(*(bill_of[key] for key in keys))

import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..assessment.cases import Verdict, check_example
from ..assessment.strict import Malformed, load, mapping

KINDS = [
    ("assess", "Season Bill"),
    ("late_fee", "Late Fee"),
    ("early_discount", "Early-Bird Discount"),
    ("temperature_refund", "Refund for Cold Rooms"),
    ("outage_refund", "Refund for an Outage"),
    ("split", "Invoice Split by Area"),
    ("back_charge", "Back-Charge"),
]


class HeatingTariffExample(models.Model):
    """A worked example (算例) by which a tariff is checked before it is approved.

    Facts and what is expected stand in the format of tests/cases/README.md, without
    the rules: those are the tariff's own, so that another price makes it fail. The
    engine that answers is the one that bills households.
    """

    _name = "heating.tariff.example"
    _description = "Worked Example of a Tariff"
    _inherit = ["heating.tariff.rule"]
    _order = "tariff_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    kind = fields.Selection(KINDS, required=True, default="assess")
    facts = fields.Text(
        string="Facts as Data",
        required=True,
        default=lambda self: self._get_default_facts(),
        help="What is given, as JSON: a household's spaces and supply states, or a "
        "debt. The rules are the tariff's.",
    )
    expected = fields.Text(
        string="Expected as Data",
        required=True,
        default='{"total": "0.00"}',
        help='What has to come out, as JSON, such as {"total": "2340.00"}.',
    )
    source = fields.Char(
        required=True, help="Where the expected figures are from: a notice, a bill."
    )
    result = fields.Selection(
        [("passed", "Passed"), ("failed", "Failed"), ("malformed", "Not Readable")],
        compute="_compute_result",
    )
    facts_text = fields.Text(string="Given", compute="_compute_facts_text")
    expected_text = fields.Text(string="Expected", compute="_compute_result")
    got_text = fields.Text(string="Computed", compute="_compute_result")

    _name_unique = models.UniqueIndex(
        "(tariff_id, name)", "A tariff has an example of this name already."
    )

    # === COMPUTE METHODS === #

    @api.model
    def _get_default_facts(self):
        household = {"spaces": [{"category": "resident", "built": "100"}]}
        return json.dumps({"household": household}, indent=1)

    @api.depends(
        lambda self: (
            "name",
            "kind",
            "facts",
            "expected",
            "source",
            *self.env["heating.tariff"]._get_rule_paths("tariff_id."),
        )
    )
    @api.depends_context("lang")
    def _compute_result(self):
        for example in self:
            verdict = example._check()
            example.expected_text = example._explain_expected(verdict)
            example.got_text = example._explain_got(verdict)
            if verdict.malformed is not None:
                example.result = "malformed"
            else:
                example.result = "passed" if verdict.passed else "failed"

    @api.depends("facts")
    @api.depends_context("lang")
    def _compute_facts_text(self):
        for example in self:
            try:
                facts = load(example.facts or "{}")
            except Malformed:
                facts = None
            example.facts_text = (
                example._explain_facts(facts) if isinstance(facts, dict) else False
            )

    # === BUSINESS METHODS === #

    def _check(self):
        """Work the example out by the tariff's rules.

        :rtype: assessment.cases.Verdict
        """
        self.ensure_one()
        tariff = self.tariff_id
        rules, season = {"prices": []}, {}
        if tariff.season_id:
            rules, season = tariff._get_rules(), tariff._get_season_days()
        try:
            case = self._get_case()
        except Malformed as error:
            return Verdict(self.name, malformed=str(error))
        return check_example(case, rules, season)

    def _get_case(self):
        """The example as a case without rules.

        :raise Malformed: the facts or what is expected are no JSON
        """
        self.ensure_one()
        facts = mapping(load(self.facts or ""), "facts")
        return {
            **facts,
            "name": self.name or "?",
            "source": self.source or "?",
            "kind": self.kind,
            "expect": load(self.expected or ""),
        }

    def _check_passed(self):
        """Refuse to go on while one of these examples does not come out.

        :raise UserError: names the first, with what was expected and what came out
        """
        for example in self:
            if example.result == "malformed":
                raise UserError(
                    self.env._(
                        "Example “%(example)s” cannot be read: %(problem)s",
                        example=example.name,
                        problem=example.got_text,
                    )
                )
            if example.result != "passed":
                raise UserError(
                    self.env._(
                        "Example “%(example)s” does not come out. Expected: "
                        "%(expected)s. Computed: %(got)s.",
                        example=example.name,
                        expected=example.expected_text.replace("\n", "; "),
                        got=example.got_text.replace("\n", "; "),
                    )
                )

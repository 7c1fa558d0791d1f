import re

from odoo import api, models

from odoo.addons.heating_customer.models.heating_supply import SUPPLY_STATES

# What assessment/strict.py and case_rules.py say of a malformed case.
MISSING_KEY = re.compile(r"expected the key (?P<key>\S+), got none")
UNKNOWN_KEY = re.compile(r"expected no key \S+, got the unknown key '(?P<key>.+)'")
OWN_RULE = re.compile(r"(?P<key>\S+): expected no rule, the tariff has it")
WRONG_VALUE = re.compile(r"(?P<key>\S+): expected (?P<wanted>.+), got (?P<got>.+)")


class HeatingTariffExample(models.Model):
    """Worked examples in words: what is given, what is expected, what came out."""

    _inherit = "heating.tariff.example"

    def _explain_expected(self, verdict):
        """What the example expects, a line an amount.

        :param verdict: assessment.cases.Verdict
        """
        if verdict.malformed is not None:
            return self.expected or ""
        return self._list_amounts(verdict, "expected")

    def _explain_got(self, verdict):
        """What came out instead, a line an amount; or why nothing did.

        :param verdict: assessment.cases.Verdict
        """
        if verdict.malformed is not None:
            return self._explain_malformed(verdict.malformed)
        if verdict.refusal is not None:
            reason = self.env["heating.bill"]._explain_assessment_error(verdict.refusal)
            return self.env._("Refused: %(reason)s", reason=reason)
        return self._list_amounts(verdict, "got")

    @api.model
    def _explain_malformed(self, problem):
        """What is wrong with an example itself, in the user's language.

        :param str problem: what the reader says, see assessment/strict.py
        """
        if found := MISSING_KEY.fullmatch(problem):
            return self.env._("The key “%(key)s” is missing.", key=found["key"])
        if found := UNKNOWN_KEY.fullmatch(problem):
            return self.env._("There is no such key as “%(key)s”.", key=found["key"])
        if found := OWN_RULE.fullmatch(problem):
            return self.env._(
                "“%(key)s” is a rule: the tariff has it, an example does not.",
                key=found["key"],
            )
        if found := WRONG_VALUE.fullmatch(problem):
            wanted = self._get_wanted_words()
            return self.env._(
                "“%(key)s” has to be %(wanted)s, but it is %(got)s.",
                key=found["key"],
                wanted=wanted.get(found["wanted"], found["wanted"]),
                got=found["got"],
            )
        return self.env._(
            "The example is not of the format: %(problem)s", problem=problem
        )

    @api.model
    def _get_wanted_words(self):
        """What a value has to be, as the reader calls it → in the user's language."""
        number = self.env._('a number in quotation marks, such as "2340.00"')
        return {
            "a decimal string": number,
            "a decimal string that is not negative": self.env._(
                "a number in quotation marks that is not negative"
            ),
            "an integer that is not negative": self.env._(
                "a whole number without quotation marks"
            ),
            "true or false": self.env._("true or false"),
            "a text": self.env._("a text"),
            "a date that exists": self.env._("a date that exists"),
            "a date as YYYY-MM-DD": self.env._("a date such as 2026-11-15"),
            "an object": self.env._("a group of facts in braces"),
            "a list": self.env._("a list in square brackets"),
        }

    def _list_amounts(self, verdict, side):
        names = self._get_answer_names()
        return "\n".join(
            self.env._(
                "%(what)s: %(amount)s",
                what=self._name_answer(item.what, names),
                amount=getattr(item, side),
            )
            for item in verdict.comparisons
        )

    @api.model
    def _name_answer(self, what, names):
        """What an answer is called: “lines.heat” is the heat."""
        group, dot, key = what.partition(".")
        if not dot:
            return names.get(what, what)
        return names.get(key, key) if group != "parts" else key

    @api.model
    def _get_answer_names(self):
        """Keys of answers → words."""
        kinds = self.env["heating.bill.line"]._fields["kind"]
        payers = self.env["heating.payer.kind"].with_context(active_test=False)
        return {
            **{payer.code: payer.name for payer in payers.search([])},
            **dict(kinds._description_selection(self.env)),
            "total": self.env._("Total"),
            "days": self.env._("Days of the season"),
            "amount": self.env._("Amount"),
            "discount": self.env._("Discount"),
            "due": self.env._("To pay"),
            "principal": self.env._("Principal"),
            "late_fee": self.env._("Late charge"),
            "error": self.env._("Refusal"),
        }

    # === FACTS === #

    def _explain_facts(self, facts):
        """The facts of the example, a line a fact.

        :param dict facts: as they are given
        :rtype: str
        """
        names, values = self._get_fact_names(), self._get_fact_values()
        household = facts.get("household")
        if isinstance(household, dict):
            facts = {**facts, **household}
            facts.pop("household")
        lines = []
        for key, value in facts.items():
            items = value if isinstance(value, list) else [value]
            said = "; ".join(self._explain_fact(item, names, values) for item in items)
            lines.append(
                self.env._(
                    "%(what)s: %(amount)s", what=names.get(key, key), amount=said
                )
            )
        return "\n".join(lines)

    def _explain_fact(self, value, names, values):
        if isinstance(value, dict):
            return ", ".join(
                f"{names.get(key, key)} {self._explain_fact(item, names, values)}"
                for key, item in value.items()
            )
        if isinstance(value, bool):
            return self.env._("yes") if value else self.env._("no")
        return values.get(value, str(value)) if isinstance(value, str) else str(value)

    @api.model
    def _get_fact_values(self):
        """Words that facts can be → how they are said."""
        supply = self.env["heating.supply"]._fields["state"]
        categories = self.env["heating.category"].with_context(active_test=False)
        known = {state for state, _name in SUPPLY_STATES}
        return {
            **{category.code: category.name for category in categories.search([])},
            **{
                state: name
                for state, name in supply._description_selection(self.env)
                if state in known
            },
            "percent": self.env._("per cent"),
            "amount": self.env._("yuan"),
            "area": self.env._("m²"),
            "days": self.env._("days"),
            "disputed": self.env._("disputed"),
            "outage": self.env._("outage"),
        }

    @api.model
    def _get_fact_names(self):
        """Keys of facts → words."""
        return {
            "season": self.env._("Season"),
            "start": self.env._("from"),
            "end": self.env._("to"),
            "from": self.env._("from"),
            "to": self.env._("to"),
            "spaces": self.env._("Spaces"),
            "category": self.env._("category"),
            "built": self.env._("built area"),
            "inner": self.env._("inner area"),
            "height": self.env._("ceiling height"),
            "supply": self.env._("Supply states"),
            "state": self.env._("state"),
            "silent": self.env._("Says nothing by the deadline"),
            "energy": self.env._("Heat read from the meter"),
            "reductions": self.env._("Reductions"),
            "by": self.env._("measured in"),
            "value": self.env._("of"),
            "principal": self.env._("Principal"),
            "part": self.env._("Part that is paid"),
            "due": self.env._("Payable until"),
            "on": self.env._("on"),
            "amount": self.env._("amount"),
            "payments": self.env._("Payments"),
            "frozen": self.env._("Frozen days"),
            "reason": self.env._("because of"),
            "paid_on": self.env._("Paid on"),
            "paid": self.env._("Amount paid"),
            "fee_per_day": self.env._("Fee of a day"),
            "days": self.env._("Days"),
            "measured": self.env._("Measured temperature (°C)"),
            "room_share": self.env._("Share of the failing rooms"),
            "hours": self.env._("Hours"),
            "area": self.env._("Area (m²)"),
            "parts": self.env._("Parts"),
            "title": self.env._("title"),
            "found": self.env._("Found on"),
        }

import json
from functools import cache
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..assessment.rule_pack import check_pack, read_pack
from ..assessment.strict import Malformed

RULE_PACKS = Path(__file__).parent.parent / "rule_packs"
# The heating.tariff.terms that a pack has under one key, and what they are there.
LATE_FEE_TERMS = {
    "late_fee_start_days": "start_days",
    "late_fee_cap": "cap",
    "late_fee_first": "first",
    "late_fee_scope": "asked_on",
}


@cache
def read_file(path):
    """The `Pack` of a file; files of the addon do not change while Odoo runs."""
    return read_pack(path.read_text(encoding="utf-8"))


class HeatingTariff(models.Model):
    """A draft from a city's rule pack (城市规则包): all its rules and examples."""

    _inherit = "heating.tariff"

    @api.model
    def _get_pack_files(self):
        """Where the packs are; to be extended by addons that bring their own.

        :return: dict of code → path
        """
        return {path.stem: path for path in sorted(RULE_PACKS.glob("*.json"))}

    @api.model
    def _get_pack_language(self):
        return "zh_CN" if (self.env.lang or "").startswith("zh") else "en_US"

    @api.model
    def _read_pack(self, code):
        """A pack that has been read and checked.

        :raise UserError: there is none, it is not of the format, the engine cannot
            compute with it, or one of its examples does not come out
        """
        path = self._get_pack_files().get(code)
        if not path:
            raise UserError(self.env._("There is no rule pack “%(pack)s”.", pack=code))
        try:
            pack = read_file(path)
        except (Malformed, OSError, UnicodeError) as error:
            raise UserError(
                self.env._(
                    "Rule pack “%(pack)s” is not of the format: %(problem)s",
                    pack=code,
                    problem=error,
                )
            ) from error
        if faults := check_pack(pack):
            raise UserError(
                self.env._(
                    "Rule pack “%(pack)s” contradicts itself:\n%(problems)s",
                    pack=code,
                    problems="\n".join(faults),
                )
            )
        return pack

    @api.model
    def _create_from_pack(self, code, season, branches=None, name=None):
        """Draft a tariff with all that a rule pack says.

        What the pack does not say is as the company's or the branch's defaults have
        it.

        :param str code: the pack
        :param season: the season the tariff is for
        :param branches: the branches it holds for; none: all
        :param str name: what it is called; default: the city and the season
        :return: the draft
        :raise UserError: as ``_read_pack``
        """
        pack = self._read_pack(code)
        language = self._get_pack_language()
        branches = branches or self.env["heating.branch"]
        terms = {}
        if len(branches) == 1:
            terms = self.env["heating.tariff.default"]._find(
                season.company_id, branches
            )
        tariff = self.create(
            {
                **terms,
                "name": name or f"{pack.name[language]} {season.name}",
                "season_id": season.id,
                "company_id": season.company_id.id,
                "branch_ids": [Command.set(branches.ids)],
                "clause": pack.legal_basis[language],
                **self._prepare_pack_terms(pack.rules),
                **self._prepare_pack_lists(pack),
                "example_ids": [
                    Command.create(
                        {
                            "sequence": number,
                            "name": example["name"][language],
                            "source": example["source"][language],
                            "kind": example["kind"],
                            "facts": self._write_json(example["facts"]),
                            "expected": self._write_json(example["expect"]),
                        }
                    )
                    for number, example in enumerate(pack.examples, 1)
                ],
            }
        )
        first_day = fields.Date.to_date(pack.season["start"])
        if years := season.date_start.year - first_day.year:
            tariff._shift_years(years)
        return tariff

    @api.model
    def _write_json(self, value):
        return json.dumps(value, ensure_ascii=False, indent=1)

    @api.model
    def _prepare_pack_terms(self, rules):
        """The fields of one value each that the rules of a pack say."""
        values = {
            "inner_fallback": float(rules.get("inner_fallback", 0)),
            "refund_until": rules.get("refund_until", False),
        }
        if "over_height" in rules:
            rule = rules["over_height"]
            values |= {
                "over_height_rule": "proportional"
                if rule.get("proportional")
                else "step",
                "over_height_threshold": float(rule["threshold"]),
                "over_height_limit": float(rule.get("negotiate_above", 0)),
            }
            if "step" in rule:
                values["over_height_step"] = float(rule["step"])
                values["over_height_rate"] = float(rule["rate_per_step"])
        if "late_fee" in rules:
            values |= self._prepare_pack_late_fee(rules["late_fee"])
        single = {
            "rounding": rules.get("rounding", {}).get("total"),
            "cash_rounding": rules.get("rounding", {}).get("cash"),
            "silent_household": rules.get("silent_household"),
            "refund_of": rules.get("temperature", {}).get("of"),
            "refund_after_hours": rules.get("temperature", {}).get("after_hours"),
            "outage_hours": rules.get("outage", {}).get("more_than_hours"),
            "minimum_days_late_start": rules.get("minimum_days", {}).get("late_start"),
            "minimum_days_stop": rules.get("minimum_days", {}).get("stopped"),
            "back_charge_rate": rules.get("back_charge_rate"),
        }
        number_fields = ("back_charge_rate",)
        for name, value in single.items():
            if value is not None:
                values[name] = float(value) if name in number_fields else value
        return values

    @api.model
    def _prepare_pack_late_fee(self, rule):
        values = {
            "late_fee_basis": "yearly" if rule["per"] == "year" else "daily",
            "late_fee_rate": float(rule["rate"]),
        }
        for name, key in LATE_FEE_TERMS.items():
            if key in rule:
                values[name] = float(rule[key]) if key == "cap" else rule[key]
        if "frozen" in rule:
            for reason in ("disputed", "cut_off", "outage"):
                values[f"late_fee_frozen_{reason}"] = reason in rule["frozen"]
        return values

    @api.model
    def _prepare_pack_lists(self, pack):
        """Prices, shares, payers, windows and steps of a pack."""
        rules = pack.rules
        categories = self._get_pack_categories(pack)
        kinds = self.env["heating.payer.kind"].search([("active", "in", [True, False])])
        payer_of = {kind.code: kind.id for kind in kinds}
        metered = self._prepare_pack_metered(rules)
        prices = [
            {
                "category_id": categories[price["category"]].id,
                "basis": price["basis"],
                "price": float(price["price"]),
                "per": price["per"],
                "energy_price": float(price.get("energy_price", 0)),
                **metered.get(price["category"], {}),
            }
            for price in rules["prices"]
        ]
        payers = []
        for category, parts in rules.get("payers", {}).items():
            for payer, part in parts.items():
                if payer not in payer_of:
                    raise UserError(
                        self.env._(
                            "The rule pack names the payer “%(payer)s”, which is "
                            "unknown: add it to the kinds of payers first.",
                            payer=payer,
                        )
                    )
                payers.append(
                    {
                        "category_id": categories[category].id,
                        "payer_id": payer_of[payer],
                        "part": float(part),
                    }
                )
        lists = {
            "price_ids": prices,
            "payer_ids": payers,
            "share_ids": [
                {"supply_state": state, "share": float(share)}
                for state, share in rules.get("shares", {}).items()
            ],
            "discount_ids": [
                {
                    "date_from": window["from"],
                    "date_to": window["to"],
                    "rate": float(window["rate"]),
                }
                for window in rules.get("discount_windows", ())
            ],
            "ladder_ids": [
                {"below": float(step["below"]), "share": float(step["share"])}
                for step in rules.get("temperature", {}).get("ladder", ())
            ],
        }
        return {
            name: [
                Command.create({**values, **self._number(name, index)})
                for index, values in enumerate(values_list, 1)
            ]
            for name, values_list in lists.items()
        }

    @api.model
    def _number(self, name, index):
        return {"sequence": index} if name in ("price_ids", "payer_ids") else {}

    @api.model
    def _get_pack_categories(self, pack):
        """The price categories of a pack by code; those it brings are made.

        :raise UserError: one is unknown and the pack does not name it
        """
        model = self.env["heating.category"]
        known = {
            category.code: category
            for category in model.search([("active", "in", [True, False])])
        }
        rules = pack.rules
        needed = {price["category"] for price in rules["prices"]}
        for code in sorted(needed - set(known)):
            names = pack.categories.get(code)
            if not names:
                raise UserError(
                    self.env._(
                        "The rule pack prices the category “%(category)s”, which is "
                        "unknown: add it to the price categories first.",
                        category=code,
                    )
                )
            known[code] = model.with_context(lang="en_US").create(
                {"name": names["en_US"], "code": code}
            )
            for language, name in names.items():
                if self.env["res.lang"]._get_data(code=language):
                    known[code].with_context(lang=language).name = name
        return known

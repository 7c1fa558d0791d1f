from odoo import models

from .heating_tariff import exact

FROZEN = ("disputed", "cut_off", "outage")


def plain(number):
    """A stored number as a decimal string without needless noughts: “0.19”, “20”."""
    text = f"{exact(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class HeatingTariff(models.Model):
    """The tariff in the words of rule packs and worked examples: plain JSON values."""

    _inherit = "heating.tariff"

    def _get_rules(self):
        """All rules by which worked examples are computed.

        :return: what a rule pack has under “rules”, see rule_packs/README.md
        :rtype: dict
        """
        self.ensure_one()
        rules = {
            "prices": [self._get_price_rule(price) for price in self.price_ids],
            "shares": self._get_share_rules(),
            "rounding": {"total": self.rounding, "cash": self.cash_rounding},
            "silent_household": self.silent_household,
            "minimum_days": self._get_minimum_days(),
            "temperature": {
                "ladder": [
                    {"below": plain(step.below), "share": plain(step.share)}
                    for step in self.ladder_ids
                ],
                "of": self.refund_of,
                "after_hours": self.refund_after_hours,
            },
        }
        if self.inner_fallback:
            rules["inner_fallback"] = plain(self.inner_fallback)
        if self.over_height_rule != "none":
            rules["over_height"] = self._get_over_height_rule()
        if self.payer_ids:
            rules["payers"] = {
                category.code: {
                    payer.payer_id.code: plain(payer.part) for payer in payers
                }
                for category, payers in self.payer_ids.grouped("category_id").items()
            }
        if self.late_fee_basis != "none":
            rules["late_fee"] = self._get_late_fee_terms()
        if self.back_charge_rate:
            rules["back_charge_rate"] = plain(self.back_charge_rate)
        if self.discount_ids:
            rules["discount_windows"] = [
                {
                    "from": window.date_from.isoformat(),
                    "to": window.date_to.isoformat(),
                    "rate": plain(window.rate),
                }
                for window in self.discount_ids
            ]
        if self._is_metered():
            rules["metered"] = self._get_metered_terms()
        if self.outage_hours:
            rules["outage"] = {"more_than_hours": self.outage_hours}
        return rules

    def _get_price_rule(self, price):
        rule = {
            "category": price.category_id.code,
            "basis": price.basis,
            "price": plain(price.price),
            "per": price.per,
        }
        if price.energy_price:
            rule["energy_price"] = plain(price.energy_price)
        return rule

    def _get_share_rules(self):
        """By supply state, as the engine is told: none before joining."""
        return {
            state: plain(share) for state, share in self._get_facts().shares.items()
        }

    def _get_over_height_rule(self):
        rule = {"threshold": plain(self.over_height_threshold)}
        if self.over_height_rule == "step":
            rule["step"] = plain(self.over_height_step)
            rule["rate_per_step"] = plain(self.over_height_rate)
        else:
            rule["proportional"] = True
        if self.over_height_limit:
            rule["negotiate_above"] = plain(self.over_height_limit)
        return rule

    def _get_late_fee_terms(self):
        rule = {
            "rate": plain(self.late_fee_rate),
            "per": "year" if self.late_fee_basis == "yearly" else "day",
            "start_days": self.late_fee_start_days,
            "frozen": [name for name in FROZEN if self._is_late_fee_frozen(name)],
            "first": self.late_fee_first,
            "asked_on": self.late_fee_scope,
        }
        if self.late_fee_cap:
            rule["cap"] = plain(self.late_fee_cap)
        return rule

    def _get_season_days(self):
        """The season as worked examples have it."""
        self.ensure_one()
        return {
            "start": self.season_id.date_start.isoformat(),
            "end": self.season_id.date_end.isoformat(),
        }

    def _get_rule_paths(self, prefix=""):
        """Names of all fields that rules are read from, for computed fields.

        :param str prefix: put before each
        :rtype: tuple[str]
        """
        own = (
            "season_id.date_start",
            "season_id.date_end",
            "inner_fallback",
            "over_height_rule",
            "over_height_threshold",
            "over_height_step",
            "over_height_rate",
            "over_height_limit",
            *self._get_term_names(),
        )
        lists = {
            "price_ids": (
                "category_id.code",
                "basis",
                "price",
                "per",
                "energy_price",
                "area_price",
                "area_per",
                "advance_price",
            ),
            "share_ids": ("supply_state", "share"),
            "payer_ids": ("category_id.code", "payer_id.code", "part"),
            "discount_ids": ("date_from", "date_to", "rate"),
            "ladder_ids": ("below", "share"),
        }
        return tuple(
            prefix + path
            for path in (
                *own,
                *(f"{name}.{part}" for name, parts in lists.items() for part in parts),
            )
        )

from odoo import models

from .heating_tariff_rules import plain


def percent(share):
    """A share as people say it: 0.3 is 30%, 0.0015 is 0.15%."""
    return f"{plain(round(share * 100, 8))}%"


class HeatingTariff(models.Model):
    """The rules of a tariff in words, to be read side by side with another's."""

    _inherit = "heating.tariff"

    def _get_rules_in_words(self):
        """Each rule of the tariff in words.

        :return: dict of what a rule is about → what it says
        :rtype: dict[str, str]
        """
        self.ensure_one()
        label = {
            name: field["string"]
            for name, field in self.fields_get(attributes=["string"]).items()
        }
        words = {
            label["season_id"]: self.season_id.name,
            label["branch_ids"]: ", ".join(self.branch_ids.mapped("name"))
            or self.env._("all branches"),
            **self._get_prices_in_words(),
            **self._get_lists_in_words(),
            **self._get_heights_in_words(),
        }
        for name in ("inner_fallback", "late_fee_cap"):
            words[label[name]] = percent(self[name]) if self[name] else "–"
        for name in ("late_fee_rate", "back_charge_rate"):
            words[label[name]] = percent(self[name]) if self[name] else "–"
        for name in self._get_term_names():
            if label[name] not in words:
                words[label[name]] = self._say(name)
        words[label["refund_until"]] = str(self.refund_until or "–")
        words[label["clause"]] = self.clause or "–"
        return words

    def _say(self, name):
        """The value of a field in words."""
        field = self._fields[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(self[name], "–")
        if field.type == "boolean":
            return self.env._("yes") if self[name] else self.env._("no")
        return str(self[name]) if self[name] else "–"

    def _get_prices_in_words(self):
        words = {}
        for price in self.price_ids:
            said = self.env._(
                "%(price)s yuan a m² of %(basis)s, by %(per)s",
                price=plain(price.price),
                basis=price._say_selection("basis"),
                per=price._say_selection("per"),
            )
            if price.energy_price:
                said = self.env._(
                    "%(price)s, and %(energy)s yuan a unit of metered heat",
                    price=said,
                    energy=plain(price.energy_price),
                )
            said = price._say_metered(said)
            said += " · " + price.tax_id.name if price.tax_id else ""
            what = self.env._("Price: %(what)s", what=price.category_id.name)
            words[what] = said
        for category, payers in self.payer_ids.grouped("category_id").items():
            what = self.env._("Payers: %(what)s", what=category.name)
            words[what] = " + ".join(
                f"{payer.payer_id.name} {plain(payer.part)}" for payer in payers
            )
        return words

    def _get_lists_in_words(self):
        words = {}
        states = dict(
            self.share_ids._fields["supply_state"]._description_selection(self.env)
        )
        for share in self.share_ids:
            what = self.env._("Due while %(what)s", what=states[share.supply_state])
            words[what] = percent(share.share)
        for window in self.discount_ids:
            what = self.env._(
                "Discount from %(start)s to %(end)s",
                start=window.date_from,
                end=window.date_to,
            )
            words[what] = percent(window.rate)
        for step in self.ladder_ids:
            what = self.env._(
                "Given back below %(degrees)s °C", degrees=plain(step.below)
            )
            words[what] = percent(step.share)
        return words

    def _get_heights_in_words(self):
        if self.over_height_rule == "none":
            said = self._say("over_height_rule")
        elif self.over_height_rule == "step":
            said = self.env._(
                "%(rate)s for each started %(step)s m above %(height)s m",
                rate=percent(self.over_height_rate),
                step=plain(self.over_height_step),
                height=plain(self.over_height_threshold),
            )
        else:
            said = self.env._(
                "in proportion above %(height)s m",
                height=plain(self.over_height_threshold),
            )
        if self.over_height_rule != "none" and self.over_height_limit:
            said = self.env._(
                "%(rule)s; negotiated above %(limit)s m",
                rule=said,
                limit=plain(self.over_height_limit),
            )
        return {self.env._("High ceilings"): said}

    def _compare(self, other):
        """What this tariff says otherwise than another.

        :param other: the tariff to be compared with
        :return: list of (what, the other's words, this one's words), only where they
            differ; “–” where a tariff says nothing
        """
        new, old = self._get_rules_in_words(), other._get_rules_in_words()
        return [
            (what, old.get(what, "–"), new.get(what, "–"))
            for what in {**new, **old}
            if old.get(what, "–") != new.get(what, "–")
        ]

    def action_compare(self):
        """Show this tariff beside the one before it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare Tariffs"),
            "res_model": "heating.tariff.compare",
            "view_mode": "form",
            "target": "new",
            "context": {"default_tariff_id": self.id},
        }

from odoo import api, models

from ..assessment import MeteredRules
from .heating_tariff import exact
from .heating_tariff_rules import plain


class HeatingTariff(models.Model):
    """Two-part prices: what is charged before the readings, and after them."""

    _inherit = "heating.tariff"

    def _is_metered(self):
        """Whether any category has a price for metered heat."""
        self.ensure_one()
        return any(price.energy_price for price in self.price_ids)

    def _get_metered_rules(self):
        """What the engine needs beside the prices.

        :rtype: assessment.MeteredRules
        """
        self.ensure_one()
        return MeteredRules(
            unit=self.metered_unit,
            before=self.metered_before,
            area={
                price.category_id.id: (exact(price.area_price), price.area_per)
                for price in self.price_ids
                if price.area_price
            },
            advance={
                price.category_id.id: exact(price.advance_price)
                for price in self.price_ids
                if price.advance_price
            },
            capped=self.metered_capped,
            refunded=self.metered_refunded,
        )

    def _get_metered_terms(self):
        """The same as a rule pack has it under “metered”.

        :rtype: dict
        """
        self.ensure_one()
        terms = {
            "unit": self.metered_unit,
            "before": self.metered_before,
            "capped": self.metered_capped,
            "refunded": self.metered_refunded,
        }
        area = [
            {
                "category": price.category_id.code,
                "price": plain(price.area_price),
                "per": price.area_per,
            }
            for price in self.price_ids
            if price.area_price
        ]
        advance = [
            {"category": price.category_id.code, "price": plain(price.advance_price)}
            for price in self.price_ids
            if price.advance_price
        ]
        return (
            terms
            | ({"area": area} if area else {})
            | ({"advance": advance} if advance else {})
        )

    @api.model
    def _prepare_pack_terms(self, rules):
        """Override to add how a pack charges metered heat."""
        values = super()._prepare_pack_terms(rules)
        metered = rules.get("metered", {})
        for key in ("unit", "before", "capped", "refunded"):
            if key in metered:
                values[f"metered_{key}"] = metered[key]
        return values

    @api.model
    def _prepare_pack_metered(self, rules):
        """By category code, what a pack says beside its prices of metered heat.

        :rtype: dict[str, dict]
        """
        metered = rules.get("metered", {})
        values = {}
        for price in metered.get("area", ()):
            values[price["category"]] = {
                "area_price": float(price["price"]),
                "area_per": price["per"],
            }
        for price in metered.get("advance", ()):
            values.setdefault(price["category"], {})["advance_price"] = float(
                price["price"]
            )
        return values


class HeatingTariffPrice(models.Model):
    _inherit = "heating.tariff.price"

    def _say_metered(self, said):
        """The price in words, with what is charged where no meter decides.

        :param str said: what has been said so far
        :rtype: str
        """
        self.ensure_one()
        if self.area_price:
            said = self.env._(
                "%(price)s; by area %(area)s yuan a m², by %(per)s",
                price=said,
                area=plain(self.area_price),
                per=self._say_selection("area_per"),
            )
        if self.advance_price:
            said = self.env._(
                "%(price)s; an advance of %(advance)s yuan a m²",
                price=said,
                advance=plain(self.advance_price),
            )
        return said

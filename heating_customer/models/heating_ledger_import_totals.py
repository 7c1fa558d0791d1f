from decimal import Decimal

from markupsafe import Markup

from odoo import api, fields, models


class HeatingLedgerImport(models.Model):
    """What a ledger adds up to, so that it can be checked before it is imported."""

    _inherit = "heating.ledger.import"

    totals = fields.Json(
        readonly=True,
        copy=False,
        help="Households and area by branch, category and supply state.",
    )
    summary = fields.Html(compute="_compute_summary", sanitize=False)

    def _get_protected_fields(self):
        return super()._get_protected_fields() | {"totals"}

    @api.model
    def _get_totals(self, rows):
        """Households and m² by what they are checked by.

        :return: dict of field → list of [value, households, m²], in order of the sheet
        """
        totals = {}
        for name in ("branch", "category", "supply_state"):
            counts = {}
            for row in rows:
                count, area = counts.get(getattr(row, name), (0, Decimal(0)))
                counts[getattr(row, name)] = count + 1, area + row.built_area
            totals[name] = [
                [value, count, str(area)] for value, (count, area) in counts.items()
            ]
        return totals

    @api.depends("totals")
    @api.depends_context("lang")
    def _compute_summary(self):
        titles = {
            "branch": self.env._("Branch"),
            "category": self.env._("Price Category"),
            "supply_state": self.env._("Supply State"),
        }
        states = dict(
            self.env["heating.supply"]._fields["state"]._description_selection(self.env)
        )
        for ledger in self:
            totals = ledger.totals or {}
            categories = self.env["heating.category"].browse(
                value for value, _count, _area in totals.get("category", ())
            )
            names = {
                "category": {each.id: each.name for each in categories.exists()},
                "supply_state": states,
            }
            ledger.summary = Markup().join(
                _as_table(titles[name], rows, names.get(name, {}))
                for name, rows in totals.items()
            )


def _as_table(title, rows, names):
    """Counts and areas as a small table."""
    body = Markup().join(
        Markup(
            "<tr><td>%s</td><td class='text-end'>%s</td><td class='text-end'>%s</td>"
            "</tr>"
        )
        % (names.get(value, value), f"{count:,}", f"{Decimal(area):,.2f} m²")
        for value, count, area in rows
    )
    return Markup(
        "<table class='table table-sm' style='table-layout: fixed'>"
        "<thead><tr><th>%s</th><th/><th/></tr></thead><tbody>%s</tbody></table>"
    ) % (title, body)

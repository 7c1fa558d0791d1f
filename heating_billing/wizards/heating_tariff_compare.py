from markupsafe import Markup

from odoo import api, fields, models

TABLE = Markup(
    '<table class="table table-sm o_heating_compare"><thead><tr><th>%s</th><th>%s</th>'
    "<th>%s</th></tr></thead><tbody>%s</tbody></table>"
)
ROW = Markup('<tr><td>%s</td><td class="text-muted">%s</td><td><b>%s</b></td></tr>')


class HeatingTariffCompare(models.TransientModel):
    """Two tariffs side by side, with only what differs, each rule in words."""

    _name = "heating.tariff.compare"
    _description = "Compare Tariffs"

    tariff_id = fields.Many2one("heating.tariff", string="New", required=True)
    company_id = fields.Many2one(related="tariff_id.company_id")
    other_id = fields.Many2one(
        "heating.tariff",
        string="Old",
        compute="_compute_other_id",
        store=True,
        readonly=False,
        domain="[('id', '!=', tariff_id), ('company_id', '=', company_id)]",
    )
    difference_count = fields.Integer(
        string="Number of Differences", compute="_compute_differences"
    )
    differences = fields.Html(compute="_compute_differences", sanitize=False)

    @api.depends("tariff_id")
    def _compute_other_id(self):
        """What the tariff was copied from, or the latest approved one before it."""
        for dialog in self:
            tariff = dialog.tariff_id
            dialog.other_id = tariff.copied_from_id or self.env[
                "heating.tariff"
            ].search(
                [
                    ("company_id", "=", tariff.company_id.id),
                    ("season_id.date_end", "<", tariff.season_id.date_start),
                    ("state", "=", "approved"),
                ],
                # seasons come newest first by themselves
                order="season_id, id DESC",
                limit=1,
            )

    @api.depends("tariff_id", "other_id")
    @api.depends_context("lang")
    def _compute_differences(self):
        for dialog in self:
            rows = []
            if dialog.tariff_id and dialog.other_id:
                rows = dialog.tariff_id._compare(dialog.other_id)
            dialog.difference_count = len(rows)
            dialog.differences = rows and TABLE % (
                self.env._("Rule"),
                dialog.other_id.display_name,
                dialog.tariff_id.display_name,
                Markup("").join(ROW % row for row in rows),
            )

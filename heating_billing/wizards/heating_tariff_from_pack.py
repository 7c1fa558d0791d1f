from odoo import api, fields, models

from ..assessment.strict import Malformed
from ..models.heating_tariff_pack import read_file


class HeatingTariffFromPack(models.TransientModel):
    """The dialog that drafts a tariff from a city's rule pack."""

    _name = "heating.tariff.from.pack"
    _description = "New Tariff from a Rule Pack"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    season_id = fields.Many2one(
        "heating.season",
        required=True,
        check_company=True,
        default=lambda self: self._get_default_season(),
    )
    pack = fields.Selection(selection="_get_packs", string="Rule Pack", required=True)
    branch_ids = fields.Many2many(
        "heating.branch",
        string="Branches",
        check_company=True,
        help="Empty: all branches that have no tariff of their own.",
    )
    legal_basis = fields.Text(compute="_compute_pack_text")
    notes = fields.Text(string="Still to Do", compute="_compute_pack_text")
    example_count = fields.Integer(
        string="Worked Examples", compute="_compute_pack_text"
    )

    @api.model
    def _get_default_season(self):
        return self.env["heating.season"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        )

    @api.model
    def _get_packs(self):
        """The packs by their names in the user's language."""
        tariff = self.env["heating.tariff"]
        language = tariff._get_pack_language()
        packs = []
        for code, path in tariff._get_pack_files().items():
            try:
                packs.append((code, read_file(path).name[language]))
            except (Malformed, OSError, UnicodeError):
                # choosing it says what is wrong with it
                packs.append((code, code))
        return packs

    @api.depends("pack")
    @api.depends_context("lang")
    def _compute_pack_text(self):
        for dialog in self:
            pack = None
            if dialog.pack:
                pack = self.env["heating.tariff"]._read_pack(dialog.pack)
            language = self.env["heating.tariff"]._get_pack_language()
            dialog.legal_basis = pack and pack.legal_basis[language]
            dialog.notes = pack and pack.notes[language]
            dialog.example_count = len(pack.examples) if pack else 0

    def action_create(self):
        """Draft the tariff and show it.

        :return: the action that shows the draft
        """
        self.ensure_one()
        tariff = self.env["heating.tariff"]._create_from_pack(
            self.pack, self.season_id, self.branch_ids
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "heating.tariff",
            "res_id": tariff.id,
            "view_mode": "form",
        }

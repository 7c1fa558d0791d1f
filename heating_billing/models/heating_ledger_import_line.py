from odoo import api, fields, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

SENTENCES = {
    "household_refused": _lt(
        "Household %(number)s is refused: %(value)s yuan of season %(season)s stay out"
    ),
    "household_unknown": _lt(
        "Neither the ledger nor the archive has a household %(number)s: %(value)s yuan "
        "of season %(season)s stay out"
    ),
    "household_missing": _lt("Household %(number)s has not come in"),
}


class HeatingLedgerImportLine(models.Model):
    _inherit = "heating.ledger.import.line"

    kind = fields.Selection(
        selection_add=[("unknown", "Unknown Household")],
        ondelete={"unknown": "cascade"},
    )
    code = fields.Selection(
        selection_add=[
            ("household_refused", "Household Refused"),
            ("household_unknown", "Household Unknown"),
            ("household_missing", "Household Not Imported"),
        ],
        ondelete={
            "household_refused": "cascade",
            "household_unknown": "cascade",
            "household_missing": "cascade",
        },
    )

    @api.model
    def _get_sentences(self):
        return super()._get_sentences() | SENTENCES

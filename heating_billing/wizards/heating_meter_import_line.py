from odoo import fields, models


class HeatingMeterImportLine(models.TransientModel):
    """What became of one row of a file of readings."""

    _name = "heating.meter.import.line"
    _description = "Row of Meter Readings"
    _order = "result DESC, row"

    import_id = fields.Many2one("heating.meter.import", ondelete="cascade")
    row = fields.Integer()
    number = fields.Char(string="Meter Number")
    reading_id = fields.Many2one("heating.meter.reading")
    result = fields.Selection(
        [
            ("accepted", "Accepted"),
            ("held", "Held"),
            ("known", "Known Before"),
            ("refused", "Row Refused"),
        ],
        required=True,
    )
    reason = fields.Char()

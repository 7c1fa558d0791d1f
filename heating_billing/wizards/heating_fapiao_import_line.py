from odoo import fields, models


class HeatingFapiaoImportLine(models.TransientModel):
    """What became of one row of a tax portal's results."""

    _name = "heating.fapiao.import.line"
    _description = "Row of Fapiao Results"
    _order = "result DESC, row"

    import_id = fields.Many2one("heating.fapiao.import", ondelete="cascade")
    row = fields.Integer()
    request = fields.Char()
    number = fields.Char(string="Fapiao Number")
    fapiao_id = fields.Many2one("heating.fapiao")
    result = fields.Selection(
        [
            ("issued", "Issued"),
            ("known", "Known Before"),
            ("portal", "Refused by the Portal"),
            ("refused", "Row Refused"),
        ],
        required=True,
    )
    reason = fields.Char()

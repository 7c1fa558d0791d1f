import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.heating_customer.ledger import LedgerError
from odoo.addons.heating_customer.models.heating_ledger_import_reasons import (
    FILE_SENTENCES,
    ROW_SENTENCES,
    render,
)

MAX_FILE_MIB = 10


class HeatingFapiaoImport(models.TransientModel):
    """Takes the tax portal's results: each row as a whole, or not and why not.

    A file may come twice: what is known already is passed over.
    """

    _name = "heating.fapiao.import"
    _description = "Import of Fapiao Results"

    provider_id = fields.Many2one(
        "heating.fapiao.provider",
        string="Layout",
        required=True,
        domain=[("code", "=", "file")],
        default=lambda self: self.env["heating.fapiao.export"]._default_provider(),
    )
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    state = fields.Selection(
        [("draft", "File"), ("done", "Result")], default="draft", readonly=True
    )
    line_ids = fields.One2many("heating.fapiao.import.line", "import_id", readonly=True)
    issued_count = fields.Integer(string="Issued", compute="_compute_counts")
    known_count = fields.Integer(string="Known Before", compute="_compute_counts")
    refused_count = fields.Integer(string="Refused Rows", compute="_compute_counts")

    @api.depends("line_ids.result")
    def _compute_counts(self):
        for each in self:
            results = each.line_ids.mapped("result")
            each.issued_count = results.count("issued")
            each.known_count = results.count("known")
            each.refused_count = len(results) - each.issued_count - each.known_count

    def action_import(self):
        """Take the results.

        :raise AccessError: the caller is no accountant
        :raise UserError: the file cannot be read at all
        """
        self.ensure_one()
        self.env["heating.fapiao"]._check_may_issue()
        results = self._read_file()
        fapiao = self.env["heating.fapiao"].search(
            [
                ("name", "in", [result.request for result in results]),
                ("company_id", "=", self.env.company.id),
            ]
        )
        known = {each.name: each for each in fapiao}
        self.line_ids.unlink()
        self.env["heating.fapiao.import.line"].create(
            [
                {
                    "import_id": self.id,
                    "row": result.row,
                    "request": result.request,
                    "number": result.number,
                    **self._take(result, known.get(result.request)),
                }
                for result in results
            ]
        )
        self.write({"state": "done", "file": False})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import of Fapiao Results"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _read_file(self):
        if not self.file:
            raise UserError(self.env._("Choose the file of the tax portal."))
        content = base64.b64decode(self.file)
        if len(content) > MAX_FILE_MIB * 2**20:
            raise UserError(
                self.env._("The file is larger than %(limit)s MiB.", limit=MAX_FILE_MIB)
            )
        try:
            return self.provider_id._read_results(content)
        except LedgerError as error:
            sentence = FILE_SENTENCES[error.code]
            raise UserError(render(self.env, sentence, error.facts)) from error

    def _take(self, result, fapiao):
        """Take one row.

        :return: what became of it, as values of its line
        :rtype: dict
        """
        if result.faults:
            reasons = (
                render(
                    self.env,
                    ROW_SENTENCES[fault.code],
                    {"heading": fault.heading, "value": fault.value, **fault.facts},
                )
                for fault in result.faults
            )
            return {"result": "refused", "reason": "; ".join(reasons)}
        if not fapiao:
            reason = self.env._("There is no request of this number.")
            return {"result": "refused", "reason": reason}
        values = {"fapiao_id": fapiao.id}
        if fapiao.number and fapiao.number == result.number:
            return {**values, "result": "known"}
        if not result.number and result.problem and fapiao.state == "requested":
            # it can be corrected and sent once more, or cancelled
            fapiao._posting().write({"refusal": result.problem})
            return {**values, "result": "portal", "reason": result.problem}
        try:
            with self.env.cr.savepoint():
                fapiao._issue(result.number, result.date)
        except UserError as error:
            return {**values, "result": "refused", "reason": str(error)}
        return {**values, "result": "issued"}

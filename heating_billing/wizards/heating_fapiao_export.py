import base64

from odoo import api, fields, models
from odoo.exceptions import UserError


class HeatingFapiaoExport(models.TransientModel):
    """Makes the file that takes requested fapiao to the tax portal."""

    _name = "heating.fapiao.export"
    _description = "Export of Requested Fapiao"

    provider_id = fields.Many2one(
        "heating.fapiao.provider",
        string="Layout",
        required=True,
        domain=[("code", "=", "file")],
        default=lambda self: self._default_provider(),
    )
    again = fields.Boolean(
        string="Those Exported Before as Well",
        help="Otherwise only what no file has been made of yet.",
    )
    fapiao_count = fields.Integer(compute="_compute_fapiao_count")
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.model
    def _default_provider(self):
        return self.env["heating.fapiao.provider"].search(
            [
                *self.env["heating.fapiao.provider"]._check_company_domain(
                    self.env.company
                ),
                ("code", "=", "file"),
            ],
            limit=1,
        )

    @api.depends("provider_id", "again")
    def _compute_fapiao_count(self):
        for export in self:
            export.fapiao_count = self.env["heating.fapiao"].search_count(
                export._get_domain()
            )

    def _get_domain(self):
        """Which fapiao go into the file: those chosen in the list, else all."""
        domain = [
            ("provider_id", "=", self.provider_id.id),
            ("company_id", "=", self.env.company.id),
            ("state", "=", "requested"),
        ]
        if not self.again:
            domain.append(("exported_on", "=", False))
        if self.env.context.get("active_model") == "heating.fapiao":
            domain.append(("id", "in", self.env.context.get("active_ids", [])))
        return domain

    def action_export(self):
        """Make the file; the requests are on their way from now on.

        :raise AccessError: the caller is no accountant
        :raise UserError: nothing is waiting for it
        """
        self.ensure_one()
        fapiao = self.env["heating.fapiao"]
        fapiao._check_may_issue()
        fapiao = fapiao.search(self._get_domain(), order="id")
        if not fapiao:
            raise UserError(self.env._("No request is waiting for a file."))
        locked = fapiao._lock("requested")
        content = self.provider_id._make_request_file(locked)
        now = fields.Datetime.now()
        locked.write({"exported_on": now, "refusal": False})
        day = fields.Datetime.context_timestamp(self, now)
        self.write(
            {
                "file": base64.b64encode(content),
                "file_name": f"fapiao-{day:%Y%m%d-%H%M%S}.xlsx",
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Export of Requested Fapiao"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

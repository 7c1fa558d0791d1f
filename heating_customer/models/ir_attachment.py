from odoo import api, fields, models


class IrAttachment(models.Model):
    """Files of the archive: each has a kind and leads to its household."""

    _inherit = "ir.attachment"

    heating_paper_kind_id = fields.Many2one(
        "heating.paper.kind",
        string="Kind of Paper",
        compute="_compute_heating_paper_kind_id",
        store=True,
        readonly=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    heating_household_id = fields.Many2one(
        "heating.household",
        string="Household",
        compute="_compute_heating_household_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
    )

    heating_document = fields.Char(
        string="Attached to", compute="_compute_heating_document"
    )

    @api.depends("res_model", "res_field")
    def _compute_heating_paper_kind_id(self):
        """A file that somebody hangs on a record of the archive is a paper."""
        other = self.env.ref("heating_customer.paper_kind_other", False)
        for attachment in self:
            attachment.heating_paper_kind_id = (
                attachment.heating_paper_kind_id or other
                if attachment._is_heating_paper()
                else False
            )

    @api.depends("res_model", "res_id", "res_field")
    def _compute_heating_household_id(self):
        papers = self.filtered(lambda each: each._is_heating_paper() and each.res_id)
        (self - papers).heating_household_id = False
        for model, attachments in papers.grouped("res_model").items():
            records = self.env[model].browse(attachments.mapped("res_id")).exists()
            household_of = {
                record.id: record
                if model == "heating.household"
                else record.household_id
                for record in records
            }
            for attachment in attachments:
                attachment.heating_household_id = household_of.get(attachment.res_id)

    @api.depends("res_model", "res_id")
    def _compute_heating_document(self):
        """The record that the file hangs on; read in one go for each model."""
        self.heating_document = False
        papers = self.filtered(lambda each: each.res_model in self.env and each.res_id)
        for model, attachments in papers.grouped("res_model").items():
            label = self.env["ir.model"]._get(model).name
            records = self.env[model].browse(attachments.mapped("res_id")).exists()
            names = dict(zip(records.ids, records.mapped("display_name"), strict=True))
            for attachment in attachments:
                attachment.heating_document = (
                    f"{label} {names.get(attachment.res_id, '')}".strip()
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # it follows the document: a file is not pushed under another household
            vals.pop("heating_household_id", None)
        return super().create(vals_list)

    def write(self, vals):
        if "heating_household_id" in vals and not self.env.su:
            vals = {k: v for k, v in vals.items() if k != "heating_household_id"}
        return super().write(vals)

    def _is_heating_paper(self):
        """Whether somebody attached the file to a record about a household.

        Files that fields keep are none, nor are those of other documents.
        """
        self.ensure_one()
        if self.res_field or not self.res_model:
            return False
        if self.res_model == "heating.household":
            return True
        model = self.env.get(self.res_model)
        link = model is not None and model._fields.get("household_id")
        return bool(link) and link.comodel_name == "heating.household"

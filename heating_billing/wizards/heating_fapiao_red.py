from odoo import api, fields, models
from odoo.exceptions import UserError

from .heating_fapiao_request_title import BUYER


class HeatingFapiaoRed(models.TransientModel):
    """Asks what a red fapiao takes back, and why; a new title follows in one step."""

    _name = "heating.fapiao.red"
    _inherit = "heating.fapiao.request.title"
    _description = "Red Fapiao to Ask for"

    request_id = fields.Many2one(store=False)
    fapiao_id = fields.Many2one("heating.fapiao", required=True, readonly=True)
    currency_id = fields.Many2one(related="fapiao_id.currency_id")
    duty_id = fields.Many2one("heating.fapiao.duty", readonly=True)
    mode = fields.Selection(
        [
            ("whole", "All That Is Left of It"),
            ("part", "A Part of It"),
            ("title", "All of It, for Another Title"),
        ],
        string="What",
        required=True,
        default="whole",
    )
    reason = fields.Char(
        required=True,
        compute="_compute_reason",
        store=True,
        readonly=False,
        precompute=True,
    )
    line_ids = fields.One2many(
        "heating.fapiao.red.line",
        "red_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    buyer_title = fields.Char(required=False)
    number = fields.Char(
        string="Fapiao Number",
        size=20,
        help="Of the red fapiao, if it is issued already; else it is asked for.",
    )
    date = fields.Date(string="Issued On")

    @api.model
    def default_get(self, fields_list):
        """A new title begins as the old one, of which often one word is wrong."""
        values = super().default_get(fields_list)
        fapiao = self.env["heating.fapiao"].browse(values.get("fapiao_id"))
        if fapiao:
            for name in set(BUYER).intersection(fields_list):
                values[name] = fapiao[name]
        return values

    @api.depends("duty_id")
    def _compute_reason(self):
        for red in self:
            red.reason = red.reason or red.duty_id.reason

    @api.depends("fapiao_id", "duty_id")
    def _compute_line_ids(self):
        """The lines of which something is left; with a duty, what it asks for."""
        for red in self:
            duty = red.duty_id
            wanted = duty._get_reversal(red.fapiao_id) if duty else {}
            commands = [fields.Command.clear()]
            for line in red.fapiao_id.line_ids:
                left = line.amount - line.amount_reversed
                if line.currency_id.is_zero(left):
                    continue
                commands.append(
                    fields.Command.create(
                        {"line_id": line.id, "amount": wanted.get(line, 0.0)}
                    )
                )
            red.line_ids = commands

    def action_red(self):
        """Ask for the red fapiao, and the new one; with a number it is issued.

        :raise AccessError: the caller is no accountant
        :raise UserError: more would be taken back than is left
        """
        self.ensure_one()
        blue = self.fapiao_id
        blue._check_may_issue()
        if self.mode == "title":
            red, shown = blue._correct(self._get_buyer(), self.reason)
        else:
            if self.mode == "part":
                amounts = {line.line_id: line.amount for line in self.line_ids}
            else:
                amounts = {
                    line: line.amount - line.amount_reversed for line in blue.line_ids
                }
            red = shown = blue._create_red(amounts, self.reason)
        if self.number:
            if not self.date:
                raise UserError(
                    self.env._("The day on which it was issued is missing.")
                )
            red._issue("".join(self.number.split()), self.date)
        return {
            "type": "ir.actions.act_window",
            "res_model": "heating.fapiao",
            "res_id": shown.id,
            "view_mode": "form",
        }

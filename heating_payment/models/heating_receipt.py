import re
import secrets

import cn2an

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.heating_billing.models.posting import HEATING_POSTING, may_post
from odoo.addons.heating_billing.models.qr_code import get_qr_image

# So many lines, the total and the seal fit on a slip of 140 mm.
LINES_A_SLIP = 8
TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


class HeatingReceipt(models.Model):
    """A receipt (收据): one act of paying, for debts of one or many households.

    Made by taking money and by nothing else. It never changes; a mistake is voided by
    somebody else, and both entries stay in the books.
    """

    _name = "heating.receipt"
    _description = "Receipt"
    _inherit = ["mail.thread"]
    _order = "id DESC"
    _rec_name = "number"
    _check_company_auto = True

    number = fields.Char(required=True, readonly=True, copy=False)
    key = fields.Char(
        string="Key of the Act",
        required=True,
        readonly=True,
        copy=False,
        help="Sent by the counter; the same key never takes money twice.",
    )
    token = fields.Char(
        readonly=True,
        copy=False,
        default=lambda self: secrets.token_urlsafe(16),
        groups="base.group_system",
    )
    state = fields.Selection(
        [("posted", "Paid"), ("voided", "Voided")],
        default="posted",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    source = fields.Selection(
        [
            ("counter", "Counter"),
            ("platform", "Paid by Phone or Computer"),
        ],
        string="Taken By",
        required=True,
        readonly=True,
        default="counter",
        index=True,
    )
    desk_id = fields.Many2one(
        "heating.desk", readonly=True, ondelete="restrict", index=True
    )
    shift_id = fields.Many2one(
        "heating.shift", readonly=True, ondelete="restrict", index=True
    )
    cashier_id = fields.Many2one("res.users", readonly=True, index=True)
    date = fields.Date(required=True, readonly=True, index=True)
    taken_at = fields.Datetime(required=True, readonly=True)
    line_ids = fields.One2many("heating.receipt.line", "receipt_id", readonly=True)
    tender_ids = fields.One2many("heating.tender", "receipt_id", readonly=True)
    household_ids = fields.Many2many(
        "heating.household", compute="_compute_households", string="Households"
    )
    payer_name = fields.Char(readonly=True, help="Who the receipt is made out to.")
    amount_total = fields.Monetary(required=True, readonly=True)
    amount_standing = fields.Monetary(
        string="Stays",
        compute="_compute_amount_standing",
        store=True,
        help="What was taken and was not voided since: what sums add up.",
    )
    cash_given = fields.Monetary(readonly=True)
    cash_change = fields.Monetary(readonly=True)
    amount_capitals = fields.Char(compute="_compute_amount_capitals")
    print_count = fields.Integer(readonly=True, copy=False)
    voided_by_id = fields.Many2one("res.users", readonly=True)
    voided_at = fields.Datetime(readonly=True)
    void_reason = fields.Char(readonly=True)

    _key_unique = models.UniqueIndex(
        "(company_id, key)", "This payment has been taken already."
    )
    _number_unique = models.UniqueIndex(
        "(company_id, number)", "A receipt has this number already."
    )
    _token_unique = models.UniqueIndex("(token)")
    _counter_has_a_shift = models.Constraint(
        "CHECK (source <> 'counter' OR (desk_id IS NOT NULL AND shift_id IS NOT NULL"
        " AND cashier_id IS NOT NULL))",
        "Money at the counter is taken in somebody's shift.",
    )

    # === COMPUTE METHODS === #

    @api.depends("line_ids.household_id")
    def _compute_households(self):
        for receipt in self:
            receipt.household_ids = receipt.line_ids.household_id

    @api.depends("amount_total", "state")
    def _compute_amount_standing(self):
        for receipt in self:
            receipt.amount_standing = (
                receipt.amount_total if receipt.state == "posted" else 0.0
            )

    @api.depends("amount_total")
    def _compute_amount_capitals(self):
        """The amount in Chinese capitals, which nobody can alter with a pen."""
        for receipt in self:
            receipt.amount_capitals = cn2an.an2cn(f"{receipt.amount_total:.2f}", "rmb")

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not may_post(self.env):
            raise UserError(self.env._("A receipt is made by taking money."))
        return super().create(vals_list)

    def write(self, vals):
        if not may_post(self.env) and set(vals) - {
            "message_follower_ids",
            "message_ids",
            "message_main_attachment_id",
        }:
            raise UserError(self.env._("A receipt never changes; void it instead."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A receipt is never deleted; void it instead."))

    # === PRINTING === #

    def action_print(self):
        """Print the receipt; every print after the first is marked as a copy."""
        return self.env.ref("heating_payment.heating_receipt_report").report_action(
            self
        )

    def _get_print_name(self):
        """The name of the document's file, and what the browser calls it."""
        if len(self) != 1:
            return self.env._("Receipts")
        return self.env._("Receipt %(number)s", number=self.number)

    def _get_still_open(self):
        """What a part payment left open of the debts that it was for, in yuan."""
        self.ensure_one()
        return self.currency_id.round(sum(self.line_ids.mapped("open_after")))

    def _count_print(self):
        """Note one more print of each; to be called with sudo."""
        for receipt in self.with_context(heating_posting=HEATING_POSTING):
            receipt.print_count += 1
        # two prints at once: the later one is told now, not after it was rendered
        self.flush_recordset(["print_count"])

    def _get_print_pages(self):
        """The lines slip by slip: each slip bears the receipt's number.

        :rtype: list of heating.receipt.line
        """
        self.ensure_one()
        lines = self.line_ids
        return [
            lines[start : start + LINES_A_SLIP]
            for start in range(0, len(lines), LINES_A_SLIP)
        ]

    def _get_check_url(self):
        """The page on which anybody can see that the receipt is genuine."""
        self.ensure_one()
        return f"{self.get_base_url()}/heating/receipt/{self.sudo().token}"

    def _get_qr_image(self):
        """The check page's address as a QR code, as a PNG data URI.

        :rtype: str
        """
        return get_qr_image(self._get_check_url())

    @api.model
    def _find_by_token(self, token):
        """The receipt that a printed QR code leads to, or an empty record."""
        if not TOKEN.fullmatch(token or ""):
            return self.browse()
        return self.search([("token", "=", token)], limit=1)

    def _get_masked_payer(self):
        """The payer's name with all but its first character hidden."""
        self.ensure_one()
        name = self.payer_name or ""
        return name[:1] + "*" * (len(name) - 1)

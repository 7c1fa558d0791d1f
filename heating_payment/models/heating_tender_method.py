from odoo import api, fields, models
from odoo.exceptions import UserError

from .changes import find_changes

# money that nobody takes at a desk: receipts of these have numbers of their own
NUMBERED_KINDS = ("alipay", "wechat")
# what the tenders and payments made with it already say
FIXED_FIELDS = ("kind", "journal_id", "company_id")


class HeatingTenderMethod(models.Model):
    """A means of payment (收款方式) and the journal its money goes to."""

    _name = "heating.tender.method"
    _description = "Means of Payment"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("cash", "Cash"),
            ("card", "Card"),
            ("transfer", "Bank Transfer"),
            ("alipay", "Alipay"),
            ("wechat", "WeChat Pay"),
            ("bank", "Collected by Bank"),
        ],
        required=True,
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    at_counter = fields.Boolean(
        string="At the Counter", default=True, help="Offered to cashiers."
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    journal_id = fields.Many2one(
        "account.journal",
        check_company=True,
        domain="[('type', 'in', ('bank', 'cash'))]",
        help="Cash goes to the journal of the desk instead.",
    )

    sequence_id = fields.Many2one(
        "ir.sequence", string="Receipt Numbers", readonly=True, copy=False
    )

    _journal_needed = models.Constraint(
        "CHECK (kind = 'cash' OR journal_id IS NOT NULL)",
        "Choose the journal that the money goes to.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base` to number the receipts of platforms."""
        methods = super().create(vals_list)
        methods._create_sequences()
        return methods

    def _create_sequences(self):
        """Numbers without gaps for receipts that no desk makes, begun anew each year.

        They begin with the code of the journal, which no other journal has.
        """
        for method in self.sudo():
            if method.kind in NUMBERED_KINDS and not method.sequence_id:
                method.sequence_id = (
                    self.env["ir.sequence"]
                    .sudo()
                    .create(
                        {
                            "name": self.env._(
                                "Receipts by %(means)s", means=method.name
                            ),
                            "code": "heating.receipt",
                            "implementation": "no_gap",
                            "prefix": f"{method.journal_id.code}-%(range_year)s-",
                            "use_date_range": True,
                            "padding": 6,
                            "company_id": method.company_id.id,
                        }
                    )
                )

    def write(self, vals):
        """Override of `base` to keep what money was booked by already.

        :raise UserError: money was taken by it, or a client names its numbers
        """
        if "sequence_id" in vals and not self.env.su:
            raise UserError(
                self.env._("The receipt numbers of a means of payment are its own.")
            )
        changed = self.filtered(
            lambda method: find_changes(method, vals, FIXED_FIELDS)
        )._filter_used()
        if changed:
            raise UserError(
                self.env._(
                    "Money was taken by “%(method)s” already, so its kind, journal and "
                    "company stay: archive it and make a new one.",
                    method=changed[0].name,
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self._filter_used()
        if used:
            raise UserError(
                self.env._(
                    "Money was taken by “%(method)s” already: archive it instead.",
                    method=used[0].name,
                )
            )

    def _filter_used(self):
        """Those by which money was taken.

        :rtype: heating.tender.method
        """
        if not self:
            return self
        groups = (
            self.env["heating.tender"]
            .sudo()
            ._read_group([("method_id", "in", self.ids)], ["method_id"])
        )
        used_ids = {method.id for (method,) in groups}
        return self.filtered(lambda method: method.id in used_ids)

    def _get_journal(self, desk):
        """The journal for money of this kind taken at *desk*.

        :raise UserError: the desk has no cash journal
        """
        self.ensure_one()
        journal = desk.cash_journal_id if self.kind == "cash" else self.journal_id
        if not journal:
            raise UserError(
                self.env._("Desk %(desk)s has no cash journal.", desk=desk.name)
            )
        return journal

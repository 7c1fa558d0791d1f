from odoo import fields, models
from odoo.exceptions import UserError


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

    _journal_needed = models.Constraint(
        "CHECK (kind = 'cash' OR journal_id IS NOT NULL)",
        "Choose the journal that the money goes to.",
    )

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

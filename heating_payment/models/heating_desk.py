import re
import unicodedata

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .changes import find_changes

# it begins numbers like “01-2026-000001”, which are taken apart at their hyphens
CODE = re.compile(r"[0-9A-Z\u4e00-\u9fff]{1,8}")


class HeatingDesk(models.Model):
    """A desk (收费窗口) in a hall: its cash, and receipt numbers of its own.

    No two desks share a sequence or a journal, so cashiers never wait for each other.
    """

    _name = "heating.desk"
    _description = "Counter Desk"
    _inherit = ["heating.company.mixin"]
    _order = "hall_id, code"
    _check_company_auto = True
    _company_from = "hall_id"

    name = fields.Char(required=True)
    code = fields.Char(
        required=True,
        help="Begins this desk's receipt numbers, e.g. “01”: at most 8 letters and "
        "digits.",
    )
    hall_id = fields.Many2one(
        "heating.hall", required=True, index=True, check_company=True
    )
    branch_id = fields.Many2one(related="hall_id.branch_id", store=True, index=True)
    active = fields.Boolean(default=True)
    cash_journal_id = fields.Many2one(
        "account.journal",
        readonly=True,
        copy=False,
        check_company=True,
        groups="account.group_account_readonly,account.group_account_invoice",
    )
    sequence_id = fields.Many2one("ir.sequence", readonly=True, copy=False)

    _code_unique = models.UniqueIndex(
        "(company_id, code)", "Another desk has this code already."
    )

    @api.constrains("code")
    def _check_code(self):
        for desk in self:
            if not CODE.fullmatch(desk.code):
                raise ValidationError(
                    self.env._(
                        "“%(code)s” cannot begin receipt numbers: a desk's code has 1 "
                        "to 8 letters or digits, and nothing else.",
                        code=desk.code,
                    )
                )

    @api.constrains("code")
    def _check_code_of_no_platform(self):
        """No receipt of a desk has the number of one that a platform's money made."""
        for desk in self.sudo():
            method = (
                self.env["heating.tender.method"]
                .sudo()
                .search(
                    [
                        ("company_id", "=", desk.company_id.id),
                        ("sequence_id", "!=", False),
                        ("sequence_id.prefix", "=like", f"{desk.code}-%"),
                    ],
                    limit=1,
                )
            )
            if method:
                raise ValidationError(
                    self.env._(
                        "Receipts by %(means)s begin with “%(code)s” already: give the "
                        "desk another code.",
                        means=method.name,
                        code=desk.code,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        desks = super().create([self._normalise_code(vals) for vals in vals_list])
        for desk in desks:
            desk_sudo = desk.sudo().with_company(desk.company_id)
            desk_sudo.write(
                {
                    "cash_journal_id": desk_sudo.cash_journal_id.id
                    or desk_sudo._create_cash_journal().id,
                    "sequence_id": desk_sudo._create_sequence().id,
                }
            )
        return desks

    def write(self, vals):
        """Override of `base` to keep what shifts and receipts say of a desk.

        :raise UserError: the desk was used, or a client names its journal or numbers
        """
        vals = self._normalise_code(vals)
        if not self.env.su and {"cash_journal_id", "sequence_id"} & set(vals):
            raise UserError(
                self.env._("A desk's cash journal and receipt numbers are its own.")
            )
        self._check_not_used(vals)
        result = super().write(vals)
        if "code" in vals:
            for desk_sudo in self.sudo():
                desk_sudo.sequence_id.prefix = desk_sudo._get_number_prefix()
        return result

    @api.model
    def _normalise_code(self, vals):
        """A code in half-width capitals, as a Chinese keyboard may not type it."""
        if not isinstance(vals.get("code"), str):
            return vals
        code = unicodedata.normalize("NFKC", vals["code"]).strip().upper()
        return {**vals, "code": code}

    def _check_not_used(self, vals):
        """Refuse another code, or a hall of another branch, once a desk was used.

        :raise UserError: the desk has had a shift
        """
        names = ("code", "hall_id", "cash_journal_id", "sequence_id")
        for desk_sudo in self.sudo():
            changes = find_changes(desk_sudo, vals, names)
            if "hall_id" in changes:
                hall = self.env["heating.hall"].sudo().browse(vals["hall_id"])
                if hall.branch_id == desk_sudo.branch_id:
                    changes.remove("hall_id")
            if changes and desk_sudo._is_used():
                raise UserError(
                    self.env._(
                        "Desk %(desk)s has had shifts, so its code, branch and company "
                        "stay as they are on its receipts: archive it and make a new "
                        "one.",
                        desk=desk_sudo.name,
                    )
                )

    def _is_used(self):
        """Whether one of these desks has had a shift, open ones included."""
        return bool(
            self.env["heating.shift"]
            .sudo()
            .search_count([("desk_id", "in", self.ids)], limit=1)
        )

    def _get_number_prefix(self):
        """What receipt numbers begin with: desk and year of the day on the receipt."""
        self.ensure_one()
        return f"{self.code}-%(range_year)s-"

    def _create_cash_journal(self):
        self.ensure_one()
        journal = self.env["account.journal"].create(
            {
                "name": self.env._("Cash %(desk)s", desk=self.name),
                "type": "cash",
                "company_id": self.company_id.id,
                "show_on_dashboard": False,
            }
        )
        journal._heating_set_money_account()
        return journal

    def _create_sequence(self):
        """Receipt numbers without gaps: a number is given back when a payment fails.

        Each year begins at 1, by the day on the receipt.
        """
        self.ensure_one()
        return self.env["ir.sequence"].create(
            {
                "name": self.env._("Receipts of desk %(desk)s", desk=self.name),
                "code": "heating.receipt",
                "implementation": "no_gap",
                "prefix": self._get_number_prefix(),
                "use_date_range": True,
                "padding": 6,
                "company_id": self.company_id.id,
            }
        )

    def _get_counter_data(self):
        """What the counter shows of each desk, and who has a shift open there.

        :rtype: list[dict]
        """
        shifts_sudo = (
            self.env["heating.shift"]
            .sudo()
            .search([("desk_id", "in", self.ids), ("state", "=", "open")])
        )
        taken_by = {shift.desk_id.id: shift.user_id.name for shift in shifts_sudo}
        return [
            {
                "id": desk.id,
                "name": desk.name,
                "code": desk.code,
                "hall": desk.hall_id.name,
                "taken_by": taken_by.get(desk.id, ""),
            }
            for desk in self
        ]

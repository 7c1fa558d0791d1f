from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .heating_fapiao_rights import BUYER_FIELDS


class HeatingFapiao(models.Model):
    """Red fapiao (红字发票): they take a blue one back, in part or as a whole."""

    _inherit = "heating.fapiao"

    origin_id = fields.Many2one(
        "heating.fapiao",
        string="Reverses",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    red_ids = fields.One2many("heating.fapiao", "origin_id", string="Red Fapiao")
    reason = fields.Char(
        readonly=True, copy=False, help="Why it reverses another one, in words."
    )
    amount_red = fields.Monetary(
        string="Reversed Amount",
        readonly=True,
        copy=False,
        help="What issued red fapiao have taken back.",
    )
    amount_net = fields.Monetary(
        string="Left", compute="_compute_amount_net", help="Total less reversed."
    )
    waits_for_id = fields.Many2one(
        "heating.fapiao",
        string="Once This Is Issued",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="The red fapiao that makes room for this corrected one.",
    )

    _red_has_origin = models.Constraint(
        "CHECK ((color = 'red') = (origin_id IS NOT NULL))",
        "A red fapiao reverses a blue one.",
    )

    @api.depends("amount_total", "amount_red")
    def _compute_amount_net(self):
        for fapiao in self:
            fapiao.amount_net = fapiao.amount_total - fapiao.amount_red

    def action_red(self):
        """Open the dialog that asks what is taken back, and why."""
        self.ensure_one()
        self._check_may_issue()
        self.check_access("read")
        return self._get_red_action()

    def _get_red_action(self, duty=None):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Red Fapiao"),
            "res_model": "heating.fapiao.red",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_fapiao_id": self.id,
                "default_duty_id": duty.id if duty else False,
                "default_mode": "part" if duty else "whole",
            },
        }

    def _create_red(self, amounts, reason):
        """Ask for a red fapiao.

        :param dict amounts: yuan to take back by line of this fapiao
        :param str reason: why
        :return: the red fapiao, requested
        :raise UserError: this one is not issued, or a line has less left
        """
        self.ensure_one()
        self._check_may_issue()
        self.check_access("write")
        blue = self._lock("issued")
        currency = blue.currency_id
        amounts = {
            line.sudo(): currency.round(amount)
            for line, amount in amounts.items()
            if not currency.is_zero(amount)
        }
        if not amounts:
            raise UserError(self.env._("A red fapiao takes something back."))
        blue.line_ids.invalidate_recordset(["amount_reversed"])
        for line, amount in amounts.items():
            left = currency.round(line.amount - line.amount_reversed)
            if (
                line.fapiao_id != blue
                or amount < 0
                or currency.compare_amounts(amount, left) > 0
            ):
                raise UserError(
                    self.env._(
                        "%(line)s: %(left)s are left that a red fapiao can take back.",
                        line=line.name,
                        left=currency.format(left),
                    )
                )
        taxes_back = blue.line_ids._get_taxes_back()
        red = blue.create(
            {
                **{
                    name: blue[name].id if name == "provider_id" else blue[name]
                    for name in BUYER_FIELDS
                },
                "color": "red",
                "origin_id": blue.id,
                "reason": reason,
                "company_id": blue.company_id.id,
                "partner_id": blue.partner_id.id,
                "household_id": blue.household_id.id,
                "requested_by_id": self.env.uid,
                "requested_on": fields.Datetime.now(),
                "state": "requested",
                "line_ids": [
                    fields.Command.create(
                        line._prepare_red_vals(amount, taxes_back.get(line.id, 0.0))
                    )
                    for line, amount in amounts.items()
                ],
            }
        )
        blue._change_reversed(amounts)
        red.provider_id._fapiao_requested(red)
        return red.with_env(self.env)

    def _change_reversed(self, amounts):
        """Note that more, or less, of lines is being taken back.

        :param dict amounts: yuan by line; not more than it has, PostgreSQL holds that
        """
        if not amounts:
            return
        lines = self.env["heating.fapiao.line"].browse(line.id for line in amounts)
        self.env["heating.fapiao.line"].flush_model(["amount_reversed"])
        self.env.execute_query(
            SQL(
                """
                UPDATE heating_fapiao_line line
                   SET amount_reversed = ROUND(line.amount_reversed + change.amount, 2)
                  FROM UNNEST(%s::int[], %s::numeric[]) AS change(id, amount)
                 WHERE line.id = change.id
             RETURNING line.id
                """,
                lines.ids,
                [str(amount) for amount in amounts.values()],
            )
        )
        lines.invalidate_recordset(["amount_reversed"])

    def _release_reds(self):
        """Red fapiao that are not issued after all take nothing back."""
        self._change_reversed(
            {line.origin_line_id: line.amount for line in self.line_ids}
        )

    def _red_issued(self):
        """A red fapiao has its number: its invoices are free of what it takes back."""
        self.ensure_one()
        blue = self.origin_id
        blue.lock_for_update(allow_referencing=True)
        self.env["account.move"].sudo()._cover(self._get_changes())
        issued = blue.red_ids.filtered(lambda red: red.state == "issued")
        blue.amount_red = -sum(issued.mapped("amount_total"))
        if blue.currency_id.is_zero(blue.amount_net):
            blue.state = "red"
        self._request_waiting()
        moves = self.line_ids.move_id
        for debts in (moves.heating_bill_id, moves.heating_charge_id):
            if debts:
                debts._finish_waiting_applications()

    def _request_waiting(self):
        """Ask for what was to follow this red fapiao.

        What is issued is issued: where the new one cannot be asked for any more, say
        because the bill has become less, it stays a draft and says why.
        """
        waiting = self.search([("waits_for_id", "=", self.id), ("state", "=", "draft")])
        for fapiao in waiting:
            try:
                with self.env.cr.savepoint():
                    fapiao._request()
            except UserError as error:
                fapiao.waits_for_id = False
                fapiao.message_post(body=str(error))

    def _correct(self, buyer, reason):
        """Take this fapiao back and ask for one of another title, in one step.

        The new one waits as a draft until the red one is issued.

        :param dict buyer: values of `BUYER_FIELDS`
        :param str reason: why
        :return: pair of the red one and the new one
        :raise UserError: as `_create_red`
        """
        self.ensure_one()
        lines = self.sudo().line_ids
        left = {line: line.amount - line.amount_reversed for line in lines}
        red = self._create_red(left, reason)
        new = self._create_corrected(buyer, left)
        new._posting().waits_for_id = red
        return red, new

    def _create_corrected(self, buyer, left):
        """A draft with what is left of this one's lines and another buyer."""
        blue = self._posting()
        line_model = self.env["heating.fapiao.line"]
        return blue.create(
            {
                **buyer,
                "company_id": blue.company_id.id,
                "provider_id": blue.provider_id.id,
                "partner_id": blue.partner_id.id,
                "household_id": blue.household_id.id,
                "requested_by_id": self.env.uid,
                "line_ids": [
                    fields.Command.create(
                        {
                            "move_id": line.move_id.id,
                            "name": line.name,
                            "amount": amount,
                            "tax_rate": line.tax_rate,
                            "amount_tax": line_model._get_tax(
                                amount, line.tax_rate, line.currency_id
                            ),
                        }
                    )
                    for line, amount in left.items()
                    if not line.currency_id.is_zero(amount)
                ],
            }
        ).with_env(self.env)


class HeatingFapiaoLine(models.Model):
    _inherit = "heating.fapiao.line"

    def _prepare_red_vals(self, amount, tax_back):
        """Values of the line that takes *amount* yuan of this one back.

        The last one takes what is left of the tax, so that the whole comes to nothing.

        :param float tax_back: the tax that other red lines take back, yuan
        """
        self.ensure_one()
        tax = self._get_tax(amount, self.tax_rate, self.currency_id)
        if self.currency_id.is_zero(self.amount - self.amount_reversed - amount):
            tax = self.currency_id.round(self.amount_tax - tax_back)
        return {
            "origin_line_id": self.id,
            "move_id": self.move_id.id,
            "name": self.name,
            "amount": -amount,
            "tax_rate": self.tax_rate,
            "amount_tax": -tax,
        }

    def _get_taxes_back(self):
        """The tax that red fapiao take back of these lines.

        :return: dict of line id → yuan, not negative
        """
        groups = self.sudo()._read_group(
            [
                ("origin_line_id", "in", self.ids),
                ("fapiao_id.state", "in", ("requested", "issued")),
            ],
            ["origin_line_id"],
            ["amount_tax:sum"],
        )
        return {line.id: -tax for line, tax in groups}

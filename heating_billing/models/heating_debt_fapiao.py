from odoo import api, fields, models
from odoo.tools import SQL

from .posting import QUIET_POSTING


class HeatingDebtMixin(models.AbstractModel):
    """Which part of a debt fapiao cover, and whether that is too much by now."""

    _inherit = "heating.debt.mixin"

    fapiao_covered = fields.Monetary(
        string="Covered by Fapiao",
        readonly=True,
        copy=False,
        help="Of the invoices of this debt, what fapiao stand for.",
    )

    def _get_fapiao_room(self, partner=None):
        """What fapiao may still cover.

        Neither more of an invoice than it is, nor more of a customer's invoices than
        their credit notes have left, nor more of the debt than it has become.

        :param partner: take the invoices of this customer only
        :return: dict of invoice (sudo) → yuan, oldest first; without those that are
            covered
        """
        rooms = {}
        for debt in self.sudo():
            currency = debt.currency_id
            posted = debt.move_ids.filtered(lambda move: move.state == "posted")
            of_debt = sum(posted.mapped("amount_total_signed")) - sum(
                posted.mapped("heating_covered")
            )
            groups = posted.grouped(self._get_fapiao_group)
            for (customer, _kind), moves in groups.items():
                if partner and customer != partner.commercial_partner_id:
                    continue
                net = max(sum(moves.mapped("amount_total_signed")), 0.0)
                left = min(of_debt, net - sum(moves.mapped("heating_covered")))
                for move in moves.sorted("id"):
                    if move.move_type != "out_invoice":
                        continue
                    part = currency.round(
                        min(left, move.amount_total - move.heating_covered)
                    )
                    if currency.compare_amounts(part, 0) > 0:
                        rooms[move] = part
                        left -= part
                        of_debt -= part
        return rooms

    @api.model
    def _get_fapiao_group(self, move):
        """Which documents of a debt lessen each other: one payer's of one part."""
        return move.commercial_partner_id, move.heating_payer_kind_id

    def _get_fapiao_excess(self):
        """How much more fapiao cover than the debt has become.

        :return: dict of debt → yuan, 0 where all is well
        """
        excesses = {}
        for debt in self.sudo():
            posted = debt.move_ids.filtered(lambda move: move.state == "posted")
            covered = sum(posted.mapped("heating_covered"))
            excess = covered - sum(posted.mapped("amount_total_signed"))
            of_customers = 0.0
            for moves in posted.grouped(self._get_fapiao_group).values():
                net = max(sum(moves.mapped("amount_total_signed")), 0.0)
                of_customers += max(sum(moves.mapped("heating_covered")) - net, 0.0)
            # nothing is too much of what is not covered
            excess = min(max(excess, of_customers, 0.0), covered)
            excesses[debt] = debt.currency_id.round(excess)
        return excesses

    def _update_fapiao_coverage(self):
        """Note what is covered, and open or close duties to issue a red fapiao."""
        debts = self.sudo().with_context(**QUIET_POSTING)
        for debt in debts:
            debt.fapiao_covered = debt.currency_id.round(
                sum(debt.move_ids.mapped("heating_covered"))
            )
        self.env["heating.fapiao.duty"]._update_duties(debts)

    def _before_correction(self):
        """Override: nobody covers the invoices while they are corrected."""
        result = super()._before_correction()
        self.sudo().move_ids._lock_for_fapiao()
        return result

    def _after_correction(self, reason):
        """Override to see whether fapiao cover more now than there is left."""
        result = super()._after_correction(reason)
        # A fapiao that covers this debt at the same moment has to find its row
        # changed, and not only locked.
        self._touch()
        self.env["heating.fapiao.duty"]._update_duties(self.sudo(), reason)
        return result

    def _touch(self):
        """Change the debts' rows, so that whoever waits for one of them starts anew."""
        self.env.execute_query(
            SQL(
                "UPDATE %s SET fapiao_covered = fapiao_covered WHERE id = ANY(%s) "
                "RETURNING id",
                SQL.identifier(self._table),
                self.ids,
            )
        )

    def _get_live_fapiao(self):
        """The fapiao that cover these debts, newest first, as sudo."""
        link = "bill_id" if self._name == "heating.bill" else "charge_id"
        return (
            self.env["heating.fapiao"]
            .sudo()
            .search(
                [
                    ("color", "=", "blue"),
                    ("state", "in", ("requested", "issued")),
                    ("line_ids", "any", [(link, "in", self.ids)]),
                ],
                order="id DESC",
            )
        )

    def action_request_fapiao(self):
        """Open the dialog that asks for fapiao over these bills or charges."""
        self.env["heating.fapiao"]._check_may_request()
        self.check_access("read")
        name = "bill_ids" if self._name == "heating.bill" else "charge_ids"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for a Fapiao"),
            "res_model": "heating.fapiao.request",
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": [fields.Command.set(self.ids)]},
        }

    def action_view_fapiao(self):
        """Open the fapiao of this bill or charge."""
        self.check_access("read")
        link = "bill_id" if self._name == "heating.bill" else "charge_id"
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_billing.heating_fapiao_action"
        )
        action["domain"] = [("line_ids", "any", [(link, "in", self.ids)])]
        action["context"] = {}
        return action

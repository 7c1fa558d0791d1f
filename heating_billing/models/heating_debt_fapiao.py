from collections import defaultdict

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
        """What fapiao may still cover, see ``_get_fapiao_room_by_rate``.

        :param partner: of the invoices of this customer only
        :return: dict of invoice (sudo) → yuan, oldest first; without those that are
            covered
        """
        rooms = {}
        for move, by_rate in self._get_fapiao_room_by_rate().items():
            if partner and move.commercial_partner_id != partner.commercial_partner_id:
                continue
            rooms[move] = move.currency_id.round(sum(by_rate.values()))
        return rooms

    def _get_fapiao_room_by_rate(self):
        """What fapiao may still cover at each tax rate.

        Neither more of an invoice than it is, nor more of a customer's invoices than
        their credit notes have left, nor more of the debt than it has become: at each
        rate, and of all rates together.

        :return: dict of invoice (sudo) → dict of percent → yuan, oldest first; without
            what is covered
        """
        rooms = {}
        for debt, (totals, covered) in self.sudo()._get_fapiao_state().items():
            currency = debt.currency_id
            limits = self._get_fapiao_limits(totals, covered)
            for group, moves in self._get_fapiao_groups(totals).items():
                for move in moves:
                    if move.move_type != "out_invoice":
                        continue
                    left = move.amount_total - move.heating_covered
                    for rate, total in totals[move].items():
                        scopes = self._get_fapiao_scopes(group, rate)
                        part = currency.round(
                            min(
                                left,
                                total - covered[move].get(rate, 0.0),
                                *(limits[scope] for scope in scopes),
                            )
                        )
                        if currency.compare_amounts(part, 0) <= 0:
                            continue
                        rooms.setdefault(move, {})[rate] = part
                        left -= part
                        for scope in scopes:
                            limits[scope] -= part
        return rooms

    def _get_fapiao_state(self):
        """What the documents of these debts come to by tax rate, and what is covered.

        :return: dict of debt → pair of dicts of posted document → dict of percent →
            yuan
        """
        posted = {
            debt: debt.move_ids.filtered(lambda move: move.state == "posted")
            for debt in self
        }
        moves = self.env["account.move"].union(*posted.values())
        totals, covered = moves._get_totals_by_rate(), moves._get_covered_by_rate()
        return {
            debt: (
                {move: totals[move] for move in of_debt.sorted("id")},
                {move: covered[move] for move in of_debt},
            )
            for debt, of_debt in posted.items()
        }

    @api.model
    def _get_fapiao_group(self, move):
        """Which documents of a debt lessen each other: one payer's of one part."""
        return move.commercial_partner_id, move.heating_payer_kind_id

    @api.model
    def _get_fapiao_groups(self, moves):
        """Documents of one debt by whom they lessen each other for."""
        groups = {}
        for move in moves:
            groups.setdefault(self._get_fapiao_group(move), []).append(move)
        return groups

    @api.model
    def _get_fapiao_scopes(self, group, rate):
        """What an amount counts in: one payer's or all, of one tax rate or of all."""
        return (group, rate), (group, None), (None, rate), (None, None)

    @api.model
    def _get_fapiao_sums(self, totals, covered):
        """What documents of one debt come to, and what of them is covered.

        :param dict totals: document → percent → yuan, as ``covered``
        :return: dict of (group, percent) → pair of yuan
        """
        sums = {}
        for group, moves in self._get_fapiao_groups(totals).items():
            for move in moves:
                for rate in {**totals[move], **covered[move]}:
                    net, taken = sums.get((group, rate), (0.0, 0.0))
                    sums[group, rate] = (
                        move.currency_id.round(net + totals[move].get(rate, 0.0)),
                        move.currency_id.round(taken + covered[move].get(rate, 0.0)),
                    )
        return sums

    @api.model
    def _get_fapiao_limits(self, totals, covered):
        """How much more may be covered in each scope, in yuan.

        What is covered too much at one rate takes nothing from another: it is to be
        reversed. So of all rates together counts what is covered rightly.
        """
        limits = defaultdict(float)
        net_of_rate, taken_of_rate = defaultdict(float), defaultdict(float)
        for (group, rate), (net, taken) in self._get_fapiao_sums(
            totals, covered
        ).items():
            limits[group, rate] = max(net, 0.0) - taken
            limits[None, rate] += net - taken
            limits[group, None] += net - min(taken, max(net, 0.0))
            net_of_rate[rate] += net
            taken_of_rate[rate] += taken
        for rate, net in net_of_rate.items():
            limits[None, None] += net - min(taken_of_rate[rate], max(net, 0.0))
        return limits

    def _get_fapiao_excess(self):
        """How much more fapiao cover than the debt has become.

        :return: dict of debt → yuan, 0 where all is well
        """
        return {
            debt: debt.currency_id.round(sum(excess.values()))
            for debt, excess in self._get_fapiao_excess_by_scope().items()
        }

    def _get_fapiao_excess_by_scope(self):
        """How much more fapiao cover than the debt has become, and of what.

        What is too much of one payer's at one tax rate; and what beyond that is too
        much of a payer's at all rates, of all payers' at a rate, or of the whole: as
        where a part has come to less than nothing, say by the discount of what is of
        another category by now.

        :return: dict of debt → dict of scope, see ``_get_fapiao_scopes``, → yuan
        """
        debts = self.sudo()
        # nothing is too much of what is not covered, as most is while many are billed
        some = debts.filtered(lambda debt: any(debt.move_ids.mapped("heating_covered")))
        excesses = {debt: {} for debt in debts}
        for debt, (totals, covered) in some._get_fapiao_state().items():
            of_group, of_rate, excess = {}, {}, {}
            for (group, rate), pair in self._get_fapiao_sums(totals, covered).items():
                excess[group, rate] = debt._get_too_much([pair])
                of_rate.setdefault(rate, []).append(pair)
                of_group.setdefault(group, []).append(pair)
            told = 0.0
            for rate, pairs in of_rate.items():
                too_much = debt._get_too_much(pairs)
                of_payers = sum(excess.get((group, rate), 0.0) for group in of_group)
                excess[None, rate] = too_much - of_payers
                told += too_much
            of_group = {
                group: tuple(map(sum, zip(*pairs, strict=True)))
                for group, pairs in of_group.items()
            }
            rest = max(debt._get_too_much(of_group.values()) - told, 0.0)
            for group, pair in of_group.items():
                at_rates = sum(excess.get((group, rate), 0.0) for rate in of_rate)
                part = min(max(debt._get_too_much([pair]) - at_rates, 0.0), rest)
                excess[group, None] = part
                rest -= part
            excess[None, None] = rest
            excesses[debt] = excess
        return excesses

    def _get_too_much(self, pairs):
        """What is covered too much of what payers' documents come to together.

        :param pairs: for each payer what their documents come to, and what is covered
        :return: yuan, 0 where all is well
        """
        nets, taken = zip(*pairs, strict=True) if pairs else ((), ())
        of_payers = sum(max(t - max(n, 0.0), 0.0) for n, t in pairs)
        excess = max(sum(taken) - sum(nets), of_payers, 0.0)
        # nothing is too much of what is not covered
        return self.currency_id.round(min(excess, sum(taken)))

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

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..assessment import split_amount
from .posting import HEATING_POSTING


def exact(amount):
    """Yuan as the engine takes them."""
    return Decimal(str(amount))


class HeatingFapiao(models.Model):
    """Which amounts of which invoices a fapiao takes."""

    _inherit = "heating.fapiao"

    def _posting(self):
        """The same records with the right to write what the suite alone may."""
        return self.sudo().with_context(heating_posting=HEATING_POSTING)

    @api.model
    def _fill_up(self, rooms, amounts):
        """Divide amounts over invoices, oldest first.

        :param dict rooms: yuan that are free by invoice
        :param amounts: list of yuan, one for each fapiao
        :return: list of dicts of invoice → yuan, one for each amount
        :raise UserError: they come to more than is free
        """
        currency = self.env.company.currency_id
        left = dict(rooms)
        parts = []
        for amount in amounts:
            taken = {}
            for move, free in left.items():
                part = currency.round(min(amount, free))
                if currency.compare_amounts(part, 0) > 0:
                    taken[move] = part
                    left[move] = currency.round(free - part)
                    amount = currency.round(amount - part)
            if currency.compare_amounts(amount, 0) > 0:
                self._refuse_room(sum(rooms.values()))
            parts.append(taken)
        return parts

    @api.model
    def _create_drafts(self, buyers, parts):
        """Create fapiao over amounts of invoices.

        :param list buyers: for each fapiao the values of `BUYER_FIELDS`
        :param list parts: for each the dict of invoice → yuan
        :return: the drafts, with the caller's rights
        :raise UserError: one of them has no amount, or its buyer is not complete
        """
        vals_list = []
        every = self.env["account.move"].sudo()
        every = every.browse(move.id for amounts in parts for move in amounts)
        rooms = self._get_rooms_by_rate(every)
        for buyer, amounts in zip(buyers, parts, strict=True):
            moves = self.env["account.move"].sudo().browse(move.id for move in amounts)
            if not moves:
                raise UserError(self.env._("There is nothing left to cover by fapiao."))
            company = moves.company_id
            if len(company) > 1:
                raise UserError(self.env._("A fapiao is of one company only."))
            partner = moves.commercial_partner_id
            household = moves.heating_household_id
            vals_list.append(
                {
                    "company_id": company.id,
                    "provider_id": company._get_fapiao_provider().id,
                    "partner_id": moves.partner_id.id
                    if len(moves.partner_id) == 1
                    else partner.id
                    if len(partner) == 1
                    else False,
                    "household_id": household.id if len(household) == 1 else False,
                    "requested_by_id": self.env.uid,
                    **{name: value for name, value in buyer.items() if value},
                    "line_ids": [
                        fields.Command.create(vals)
                        for vals in self._prepare_lines(amounts, rooms)
                    ],
                }
            )
        return self._posting().create(vals_list).with_env(self.env)

    @api.model
    def _prepare_lines(self, amounts, rooms):
        """Values of lines: an invoice of several tax rates has one for each of them.

        An amount is divided over its invoice's rates as there is room at each.

        :param dict amounts: yuan by invoice
        :param dict rooms: invoice → percent → yuan that are free; becomes less by what
            the lines take
        :rtype: list[dict]
        :raise UserError: there is less room
        """
        line_model = self.env["heating.fapiao.line"]
        vals_list = []
        for move, amount in amounts.items():
            move = move.sudo()
            currency = move.currency_id
            free = rooms.get(move, {})
            if currency.compare_amounts(amount, sum(free.values())) > 0:
                self._refuse_room(sum(free.values()))
            parts = split_amount(
                exact(currency.round(amount)), [exact(each) for each in free.values()]
            )
            for rate, part in zip(list(free), parts, strict=True):
                if not part:
                    continue
                free[rate] = currency.round(free[rate] - float(part))
                vals_list.append(
                    {
                        "move_id": move.id,
                        "name": move._get_fapiao_words(),
                        "amount": float(part),
                        "tax_rate": rate,
                        "amount_tax": line_model._get_tax(float(part), rate, currency),
                    }
                )
        return vals_list

    @api.model
    def _refuse_room(self, free):
        raise UserError(
            self.env._(
                "Only %(free)s can still be covered by fapiao.",
                free=self.env.company.currency_id.format(free),
            )
        )

    @api.model
    def _get_rooms_by_rate(self, moves):
        """What is free of invoices and of all others of their debts.

        :return: dict of invoice → dict of percent → yuan
        """
        rooms = {}
        for debts in (moves.heating_bill_id, moves.heating_charge_id):
            debts.invalidate_recordset(["move_ids"])
            rooms.update(debts._get_fapiao_room_by_rate())
        return rooms

    def _check_room(self):
        """Refuse what would cover more than there is.

        :raise UserError: an invoice, its credit notes deducted, has less
        """
        moves = self.line_ids.move_id
        moves._lock_for_fapiao()
        rooms = self._get_rooms_by_rate(moves)
        for (move, rate), lines in self.line_ids.grouped(
            lambda line: (line.move_id, line.tax_rate)
        ).items():
            wanted = sum(lines.mapped("amount"))
            free = rooms.get(move, {}).get(rate, 0.0)
            if move.currency_id.compare_amounts(wanted, free) > 0:
                raise UserError(
                    self.env._(
                        "%(debt)s: %(wanted)s are asked for, but only %(free)s of it "
                        "are not covered by fapiao yet.",
                        debt=(move.heating_bill_id or move.heating_charge_id).number,
                        wanted=move.currency_id.format(wanted),
                        free=move.currency_id.format(free),
                    )
                )

    def _get_changes(self):
        """What the lines change of coverage: dict of invoice → yuan."""
        return {
            move: sum(lines.mapped("amount"))
            for move, lines in self.line_ids.grouped("move_id").items()
        }

    def _check_complete(self):
        """Refuse a request that the tax office would send back.

        :raise UserError: something about the buyer or the tax is missing or wrong
        """
        for fapiao in self:
            if fapiao.medium == "electronic" and not (fapiao.email or fapiao.phone):
                raise UserError(
                    self.env._(
                        "%(fapiao)s: an electronic fapiao needs an e-mail address or a "
                        "phone to be sent to.",
                        fapiao=fapiao.display_name,
                    )
                )
            exempt = fapiao.line_ids.filtered(lambda line: not line.tax_rate)
            if fapiao.kind == "special" and exempt:
                raise UserError(
                    self.env._(
                        "%(names)s: what is exempt from tax has no special fapiao.",
                        names=format_list(self.env, exempt.mapped("name")),
                    )
                )

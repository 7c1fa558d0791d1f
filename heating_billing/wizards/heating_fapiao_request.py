from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..assessment import split_amount
from ..models.heating_fapiao_cover import exact


class HeatingFapiaoRequest(models.TransientModel):
    """Asks for fapiao: many bills on one (多户开一票), one on several (一户开多票)."""

    _name = "heating.fapiao.request"
    _description = "Ask for a Fapiao"

    bill_ids = fields.Many2many(
        "heating.bill", string="Season Bills", domain=[("amount_total", ">", 0)]
    )
    charge_ids = fields.Many2many(
        "heating.charge", string="Charges", domain=[("state", "=", "posted")]
    )
    shared = fields.Boolean(compute="_compute_amount_free")
    payer_kind_id = fields.Many2one(
        "heating.payer.kind",
        string="Whose Part",
        domain=[("code", "!=", "household")],
        help="Empty: the households' own part. Else what others pay of these bills, "
        "such as their employer.",
    )
    company_id = fields.Many2one("res.company", compute="_compute_amount_free")
    currency_id = fields.Many2one("res.currency", compute="_compute_amount_free")
    amount_free = fields.Monetary(
        string="Not Covered Yet",
        compute="_compute_amount_free",
        help="What no fapiao stands for yet, credit notes deducted.",
    )
    household_count = fields.Integer(
        string="Households", compute="_compute_amount_free"
    )
    unpaid = fields.Monetary(
        string="Not Paid Yet",
        compute="_compute_amount_free",
        help="Such a fapiao is issued before its money and watched until it comes.",
    )
    split = fields.Selection(
        [
            ("one", "All on One Fapiao"),
            ("amount", "Several Titles, by Amount"),
            ("area", "Several Titles, by Area"),
        ],
        string="How Many",
        required=True,
        default="one",
    )
    area = fields.Float(
        string="Area Billed", digits=(12, 2), compute="_compute_amount_free"
    )
    title_ids = fields.One2many(
        "heating.fapiao.request.title",
        "request_id",
        string="Titles",
        compute="_compute_title_ids",
        store=True,
        readonly=False,
    )
    amount_left = fields.Monetary(
        string="Left to Divide", compute="_compute_amount_left"
    )
    area_left = fields.Float(digits=(12, 2), compute="_compute_amount_left")

    @api.depends("bill_ids", "charge_ids", "payer_kind_id")
    def _compute_amount_free(self):
        for request in self:
            rooms = request._get_rooms()
            debts = (*request.bill_ids, *request.charge_ids)
            request.amount_free = sum(rooms.values())
            request.company_id = debts[0].company_id if debts else self.env.company
            request.currency_id = request.company_id.currency_id
            request.household_count = len(request._get_households())
            request.area = sum(request.bill_ids.mapped("built_area"))
            request.shared = bool(request.bill_ids.part_ids)
            request.unpaid = request._get_unpaid()

    @api.depends("bill_ids", "charge_ids", "payer_kind_id")
    def _compute_title_ids(self):
        """One title to begin with: who is billed."""
        for request in self:
            if not (request.bill_ids or request.charge_ids):
                continue
            kind = request.payer_kind_id
            partners = request.bill_ids.partner_id | request.charge_ids.partner_id
            if kind:
                parts = request.bill_ids.part_ids
                partners = parts.filtered(lambda p, k=kind: p.kind_id == k).partner_id
            title = request.title_ids[:1]
            if title and (len(request.title_ids) > 1 or not kind):
                continue
            if title:
                title.update(title._prepare_title(partners[:1]))
                continue
            titles = self.env["heating.fapiao.request.title"]
            request.title_ids = [
                fields.Command.create(titles._prepare_title(partners[:1]))
            ]

    @api.depends("title_ids.amount", "title_ids.area", "amount_free", "area")
    def _compute_amount_left(self):
        for request in self:
            titles = request.title_ids
            request.amount_left = request.amount_free - sum(titles.mapped("amount"))
            request.area_left = request.area - sum(titles.mapped("area"))

    def _get_rooms(self):
        """What may still be covered of the chosen part: yuan by invoice."""
        kind = self.payer_kind_id
        rooms = {
            **self.bill_ids._origin._get_fapiao_room(),
            **self.charge_ids._origin._get_fapiao_room(),
        }
        return {
            move: room
            for move, room in rooms.items()
            if move.heating_payer_kind_id == kind
        }

    def _get_unpaid(self):
        """What of the chosen part is not paid yet, in yuan."""
        documents = self.bill_ids._origin.sudo().move_ids
        documents |= self.charge_ids._origin.sudo().move_ids
        kind = self.payer_kind_id
        of_part = documents.filtered(
            lambda move: move.state == "posted" and move.heating_payer_kind_id == kind
        )
        debts = of_part.grouped(
            lambda move: move.heating_bill_id or move.heating_charge_id
        )
        return sum(
            max(sum(moves.mapped("amount_residual_signed")), 0.0)
            for moves in debts.values()
        )

    def _get_households(self):
        return self.bill_ids.household_id | self.charge_ids.household_id

    # === ACTIONS === #

    def action_draft(self):
        """Keep the fapiao as drafts, which cover nothing yet."""
        return self._view(self._create_fapiao())

    def action_request(self):
        """Ask for the fapiao: from now on they cover their invoices."""
        fapiao = self._create_fapiao()
        fapiao._request()
        return self._view(fapiao)

    def _create_fapiao(self):
        self.ensure_one()
        fapiao = self.env["heating.fapiao"]
        fapiao._check_may_request()
        # what somebody may not read they do not ask a fapiao for
        for debts in (self.bill_ids, self.charge_ids):
            debts.check_access("read")
        rooms = self._get_rooms()
        if not rooms:
            raise UserError(
                self.env._("There is nothing that a fapiao could still cover.")
            )
        titles = self.title_ids
        if not titles:
            raise UserError(self.env._("Say who the fapiao is for."))
        buyers = [title._get_buyer() for title in titles]
        return fapiao._create_drafts(buyers, self._divide(rooms, titles))

    def _divide(self, rooms, titles):
        """Which amounts of which invoices each title gets.

        :param dict rooms: yuan that are free by invoice
        :raise UserError: the parts do not add up
        """
        total = self.currency_id.round(sum(rooms.values()))
        if self.split == "one":
            if len(titles) != 1:
                raise UserError(self.env._("One fapiao has one title."))
            return [rooms]
        if len(self._get_households()) != 1:
            raise UserError(
                self.env._("Only one household is divided among several titles.")
            )
        if self.split == "amount":
            amounts = titles.mapped("amount")
            if min(amounts) <= 0:
                raise UserError(self.env._("Each title needs an amount."))
            if self.currency_id.compare_amounts(sum(amounts), total):
                raise UserError(
                    self.env._(
                        "The parts come to %(parts)s, but %(total)s are to be divided.",
                        parts=self.currency_id.format(sum(amounts)),
                        total=self.currency_id.format(total),
                    )
                )
        else:
            amounts = self._divide_by_area(total, titles)
        return self.env["heating.fapiao"]._fill_up(rooms, amounts)

    def _divide_by_area(self, total, titles):
        if len(self.bill_ids) != 1 or self.charge_ids:
            raise UserError(self.env._("By area, one season bill is divided."))
        areas = [Decimal(f"{area:.2f}") for area in titles.mapped("area")]
        whole = Decimal(f"{self.area:.2f}")
        if min(areas) <= 0:
            raise UserError(self.env._("Each title needs an area."))
        if sum(areas) != whole:
            raise UserError(
                self.env._(
                    "The parts come to %(parts)s m², but %(area)s m² were billed.",
                    parts=sum(areas),
                    area=whole,
                )
            )
        return [float(part) for part in split_amount(exact(total), areas)]

    def _view(self, fapiao):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_billing.heating_fapiao_action"
        )
        action["context"] = {}
        if len(fapiao) == 1:
            action.update(res_id=fapiao.id, views=[(False, "form")])
        else:
            action["domain"] = [("id", "in", fapiao.ids)]
        return action

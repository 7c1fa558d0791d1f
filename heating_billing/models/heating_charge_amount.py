from decimal import ROUND_HALF_UP, Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .heating_tariff import exact
from .posting import QUIET_POSTING, may_post

# what an approval is about: written anew, it is approved anew
APPROVED_FIELDS = {
    "amount",
    "date",
    "household_id",
    "kind",
    "partner_id",
    "price_id",
    "quantity",
}


class HeatingCharge(models.Model):
    """What a charge comes to: by the price list, else by an accountant's reason.

    Above the company's limit another person approves it before it is confirmed.
    """

    _inherit = "heating.charge"

    price_id = fields.Many2one(
        "heating.charge.price",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        domain="[('kind', '=', kind), ('company_id', '=', company_id), "
        "('date_from', '<=', date), '|', ('date_to', '=', False), "
        "('date_to', '>=', date)]",
        help="From the price list. Empty: a free amount, for accountants, with a "
        "reason.",
    )
    quantity = fields.Float(digits=(16, 4), default=1.0)
    unit = fields.Selection(related="price_id.unit")
    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=False, precompute=True
    )
    amount_waived = fields.Monetary(
        string="Waived",
        readonly=True,
        copy=False,
        help="Credited by approved waivers, yuan.",
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    needs_approval = fields.Boolean(compute="_compute_needs_approval")

    _quantity_positive = models.Constraint(
        "CHECK (price_id IS NULL OR quantity > 0)",
        "A charge by the price list is for more than 0 units.",
    )
    _waived_within = models.Constraint(
        "CHECK (amount_waived IS NULL OR amount_waived BETWEEN 0 AND amount)",
        "No more is waived than the charge came to.",
    )

    # === COMPUTE METHODS === #

    @api.depends("price_id", "quantity")
    def _compute_amount(self):
        for charge in self:
            if charge.price_id:
                exactly = exact(charge.quantity) * exact(charge.price_id.price)
                charge.amount = float(
                    exactly.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
                )
            else:
                charge.amount = charge.amount or 0.0

    @api.depends("amount", "state", "approved_by_id", "company_id.heating_charge_limit")
    def _compute_needs_approval(self):
        for charge in self:
            limit = charge.company_id.sudo().heating_charge_limit
            charge.needs_approval = (
                charge.state == "draft"
                and limit > 0
                and charge.currency_id.compare_amounts(charge.amount, limit) > 0
                and not charge.approved_by_id
            )

    @api.constrains("price_id", "kind", "date", "company_id")
    def _check_price(self):
        for charge in self:
            price = charge.price_id
            if not price:
                continue
            if price.kind != charge.kind:
                raise ValidationError(
                    self.env._(
                        "“%(price)s” is the price of another kind of charge.",
                        price=price.name,
                    )
                )
            if charge.date < price.date_from or (
                price.date_to and charge.date > price.date_to
            ):
                raise ValidationError(
                    self.env._(
                        "“%(price)s” is not valid on %(date)s.",
                        price=price.name,
                        date=charge.date,
                    )
                )

    # === CRUD METHODS === #

    def write(self, vals):
        result = super().write(vals)
        if not may_post(self.env) and APPROVED_FIELDS.intersection(vals):
            self._follow_price_list()
            approved = self.filtered("approved_by_id")
            approved.sudo().with_context(**QUIET_POSTING).write(
                {"approved_by_id": False, "approved_on": False}
            )
        return result

    def _follow_price_list(self):
        """Put right what a client wrote: the price list rules where it has a price.

        :raise AccessError: a free amount by somebody else than an accountant
        :raise UserError: a free amount where the list has a price, without a reason
        """
        priced = self.filtered("price_id")
        self.env.add_to_compute(self._fields["amount"], priced)
        free = self - priced
        if not free or self.env.su:
            return
        if not self.env.user.has_group("heating_customer.group_accountant"):
            raise AccessError(
                self.env._(
                    "Choose a price from the list: only an accountant charges a free "
                    "amount."
                )
            )
        for (company, day, kind), charges in free.grouped(
            lambda charge: (charge.company_id, charge.date, charge.kind)
        ).items():
            if all((charge.name or "").strip() for charge in charges):
                continue
            prices = self.env["heating.charge.price"].sudo()
            if prices.search_count(
                [*prices._get_valid_domain(company, day), ("kind", "=", kind)], limit=1
            ):
                raise UserError(
                    self.env._(
                        "The price list has a price for this kind of charge: choose "
                        "it, or say in “Reason” why the amount is another."
                    )
                )

    # === ACTIONS === #

    def action_approve(self):
        """Approve drafts above the limit; by somebody other than who wrote them.

        :raise AccessError: the user is no approver
        :raise UserError: own charge, or one that needs no approval
        """
        if not self.env.user.has_group("heating_customer.group_approver"):
            raise AccessError(self.env._("Only an approver can approve a charge."))
        self.check_access("read")
        self.sudo().lock_for_update(allow_referencing=True)
        for charge in self:
            if not charge.needs_approval:
                raise UserError(
                    self.env._(
                        "%(charge)s does not wait for approval.",
                        charge=charge.display_name,
                    )
                )
            if self.env.user in charge.create_uid | charge.write_uid:
                raise UserError(
                    self.env._(
                        "You wrote on %(charge)s, so another approver approves it.",
                        charge=charge.display_name,
                    )
                )
        charges = self.sudo().with_context(**QUIET_POSTING)
        charges.write(
            {"approved_by_id": self.env.uid, "approved_on": fields.Datetime.now()}
        )
        for charge in charges:
            charge._message_log(
                body=self.env._(
                    "%(amount)s approved by %(user)s.",
                    amount=charge.currency_id.format(charge.amount),
                    user=self.env.user.name,
                )
            )

    def _check_may_confirm(self):
        """Raise where a draft is above the limit and nobody else has approved it."""
        for charge in self:
            if charge.needs_approval or charge.approved_by_id == self.env.user:
                raise UserError(
                    self.env._(
                        "%(charge)s is above %(limit)s: another person approves it "
                        "before it is confirmed.",
                        charge=charge.display_name,
                        limit=charge.currency_id.format(
                            charge.company_id.sudo().heating_charge_limit
                        ),
                    )
                )

import cn2an

from odoo import api, fields, models
from odoo.exceptions import UserError

# What needs an account to go to.
TO_AN_ACCOUNT = ("transfer", "bank")


class HeatingRefund(models.Model):
    """Money that is given back (退款): an advance goes out again.

    What a bill became less after it was paid is an advance already, so that every
    refund names advances. It is asked for by one person, approved by others above
    amounts that the tiers say, and paid out once, by somebody else again, by the way
    the money came unless the approval says otherwise; or the customer keeps it as a
    balance after all.
    """

    _name = "heating.refund"
    _description = "Refund"
    _inherit = "heating.debt.act"
    _number_prefix = "T"

    state = fields.Selection(
        # also those of the act, which would not be translated here otherwise
        selection_add=[
            ("draft", "Draft"),
            ("requested", "Waiting for Approval"),
            ("approved", "To Be Paid Out"),
            ("paid", "Paid Out"),
            ("kept", "Kept as Balance"),
            ("rejected", "Rejected"),
            ("cancelled", "Cancelled"),
        ],
        ondelete={"paid": "set default", "kept": "set default"},
    )
    kind = fields.Selection(
        [
            ("overpaid", "Paid Too Much"),
            ("stopped", "Heat Stopped"),
            ("cold", "Below the Temperature"),
            ("left", "Left the Network"),
            ("transferred", "Changed Hands"),
            ("prepaid", "Prepayment Not Wanted"),
        ],
        string="Ground",
        required=True,
        default="overpaid",
        tracking=True,
    )
    owner_ids = fields.Many2many(
        "res.partner",
        compute="_compute_owner_ids",
        compute_sudo=True,
        help="Whose money stands on the household.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Money Of",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        help="Whose money it is, and so who gets it.",
    )
    free_amount = fields.Monetary(
        string="Can Be Given Back",
        compute="_compute_free_amount",
        compute_sudo=True,
        help="What stands on the household for this customer and no other refund asks "
        "for.",
    )
    owed_amount = fields.Monetary(
        string="Owed Here",
        compute="_compute_free_amount",
        compute_sudo=True,
        help="What the same customer still owes for the household.",
    )
    amount_asked = fields.Monetary(
        string="Amount Asked For", help="Nothing said: all that can be given back."
    )
    method_id = fields.Many2one(
        "heating.tender.method",
        string="Goes Out By",
        compute="_compute_method_id",
        store=True,
        readonly=False,
        check_company=True,
        ondelete="restrict",
        tracking=True,
        help="As the money came, unless something else is approved.",
    )
    method_kind = fields.Selection(related="method_id.kind")
    amount_capitals = fields.Char(compute="_compute_amount_capitals")
    came_by = fields.Char(
        readonly=True, copy=False, help="By what means the money came."
    )
    account_holder = fields.Char(tracking=True)
    bank_name = fields.Char(string="Bank", tracking=True)
    account_number = fields.Char(tracking=True)
    line_ids = fields.One2many("heating.refund.line", "refund_id", readonly=True)

    # === COMPUTE METHODS === #

    @api.depends("household_id")
    def _compute_owner_ids(self):
        advances = self._get_advances_by_owner()
        for refund in self:
            refund.owner_ids = self.env["res.partner"].union(
                *(
                    owner
                    for household, owner in advances
                    if household == refund.household_id._origin
                )
            )

    @api.depends("household_id")
    def _compute_partner_id(self):
        """Who is billed now, if the money is theirs; else whose it is."""
        advances = self._get_advances_by_owner()
        for refund in self:
            household = refund.household_id._origin
            billed = household._get_billed_partner().commercial_partner_id
            owners = [owner for mine, owner in advances if mine == household]
            refund.partner_id = billed if billed in owners or not owners else owners[0]

    @api.depends("household_id", "partner_id", "state")
    def _compute_free_amount(self):
        advances = self._get_advances_by_owner()
        owed = self.household_id._origin._get_owed_by_partner()
        for refund in self:
            free = advances.get(refund._get_owner(), {})
            refund.free_amount = sum(free.values())
            refund.owed_amount = owed.get(refund._get_owner(), 0.0)

    @api.depends("household_id", "partner_id")
    def _compute_method_id(self):
        """The means by which the latest of the money came."""
        advances = self._get_advances_by_owner()
        for refund in self:
            newest = next(iter(advances.get(refund._get_owner(), {})), None)
            refund.method_id = newest and newest._heating_get_tender().method_id

    def _get_advances_by_owner(self):
        """What can be given back of these refunds' households; called with sudo.

        :return: dict of (household, owner) → dict of advance line → yuan, the newest
            first
        :rtype: dict
        """
        lines = self.household_id._origin._get_advance_lines()
        advances = {}
        for line, amount in lines._heating_get_free_advances().items():
            key = (line.heating_household_id, line.partner_id)
            advances.setdefault(key, {})[line] = amount
        return advances

    def _get_owner(self):
        """The household and whose money it is, as the ledger has them."""
        self.ensure_one()
        partner = self.partner_id._origin.commercial_partner_id
        return self.household_id._origin, partner

    @api.depends("amount")
    def _compute_amount_capitals(self):
        """The amount in Chinese capitals, which nobody can alter with a pen."""
        for refund in self:
            refund.amount_capitals = cn2an.an2cn(f"{refund.amount:.2f}", "rmb")

    # === CRUD METHODS === #

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {
            "came_by",
            "line_ids",
            *self._get_payout_fields(),
        }

    # === BUSINESS METHODS === #

    def _prepare_request(self):
        """Override: the advances are there, and hold back what is asked for.

        What the customer owes is paid from them first.
        """
        self.ensure_one()
        if not self.method_id:
            raise UserError(self.env._("Say in “Goes Out By” how the money goes out."))
        if self.method_kind in TO_AN_ACCOUNT and not (
            (self.account_holder or "").strip() and (self.account_number or "").strip()
        ):
            raise UserError(
                self.env._("Say to whose account and to which number it goes.")
            )
        if self.currency_id.compare_amounts(self.amount_asked, 0) < 0:
            raise UserError(self.env._("The amount asked for cannot be negative."))
        trusted = self._approval_trusted()
        trusted.env["heating.advance.application"]._apply(trusted.household_id)
        lines = trusted.household_id._get_advance_lines(trusted.partner_id)
        self._collide_on(lines)
        free = lines._heating_get_free_advances()
        named = trusted._choose_advances(free)
        trusted.line_ids.unlink()
        made = trusted.env["heating.refund.line"].create(
            [
                {
                    "refund_id": self.id,
                    "advance_line_id": line.id,
                    "description": line.name,
                    "tender_id": line._heating_get_tender().id,
                    "amount": amount,
                }
                for line, amount in named
            ]
        )
        return {
            "amount": self.currency_id.round(sum(made.mapped("amount"))),
            "came_by": ", ".join(
                dict.fromkeys(made.tender_id.method_id.mapped("name"))
            ),
        }

    def _choose_advances(self, free):
        """Which advances the refund is paid from: what came last goes back first.

        A platform returns recent payments only, and of them payers know best.

        :param dict free: advance line → yuan, newest first
        :return: list of (line, yuan)
        :raise UserError: there is less than is asked for
        """
        self.ensure_one()
        currency = self.currency_id
        there = currency.round(sum(free.values()))
        wanted = currency.round(self.amount_asked or there)
        if currency.is_zero(there):
            raise UserError(
                self.env._(
                    "Nothing stands on household %(number)s for %(customer)s that "
                    "could be given back.",
                    number=self.household_id.number,
                    customer=self.partner_id.name,
                )
            )
        if currency.compare_amounts(wanted, there) > 0:
            raise UserError(
                self.env._(
                    "%(customer)s has %(there)s on household %(number)s to be given "
                    "back, less than the %(wanted)s asked for.",
                    customer=self.partner_id.name,
                    there=currency.format(there),
                    number=self.household_id.number,
                    wanted=currency.format(wanted),
                )
            )
        named = []
        for line, amount in free.items():
            part = currency.round(min(wanted, amount))
            if currency.is_zero(part):
                break
            named.append((line, part))
            wanted = currency.round(wanted - part)
        return named

    def _get_print_name(self):
        """The name of the slip's file, and what the browser calls it."""
        if len(self) != 1:
            return self.env._("Refunds")
        return self.env._("Refund %(number)s", number=self.number)

    def _apply(self):
        """Override: what is approved is paid out by somebody else, or kept."""

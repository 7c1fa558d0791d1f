from odoo import api, fields, models

from odoo.addons.heating_customer.models.heating_supply import SUPPLY_STATES

from .posting import may_post

LINE_KINDS = [
    ("heat", "Heat"),
    ("basic", "Basic Heat Fee"),
    ("over_height", "Over-height Surcharge"),
    ("energy", "Metered Heat"),
    ("reduction", "Reduction"),
    ("rounding", "Rounding"),
]

# What makes two lines say the same.
CONTENT_FIELDS = (
    "kind",
    "space_id",
    "category_id",
    "supply_state",
    "basis",
    "area",
    "price",
    "per",
    "days",
    "share",
    "factor",
    "quantity",
    "reduction_id",
    "base",
    "amount",
)


class HeatingBillLine(models.Model):
    """One kind of fee for one space in one supply state, with every number of it."""

    _name = "heating.bill.line"
    _description = "Season Bill Line"
    _order = "bill_id, id"
    _rec_name = "kind"

    bill_id = fields.Many2one(
        "heating.bill", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="bill_id.company_id", store=True)
    currency_id = fields.Many2one(related="bill_id.currency_id")
    version_id = fields.Many2one(
        "heating.bill.version",
        ondelete="restrict",
        index="btree_not_null",
        help="The earlier version that the line belongs to; empty: it holds now.",
    )
    kind = fields.Selection(LINE_KINDS, required=True)
    space_id = fields.Many2one("heating.space", ondelete="restrict")
    category_id = fields.Many2one("heating.category", ondelete="restrict")
    supply_state = fields.Selection(SUPPLY_STATES)
    basis = fields.Selection([("built", "Built Area"), ("inner", "Inner Area")])
    area = fields.Float(digits=(16, 4), help="The area that is priced, m².")
    price = fields.Float(digits=(16, 6), help="Yuan a m², or a unit of heat.")
    per = fields.Selection([("season", "Season"), ("day", "Day")])
    days = fields.Integer(help="Days in this supply state.")
    season_days = fields.Integer()
    share = fields.Float(
        digits=(16, 4), help="Share of the full price due in the state."
    )
    factor = fields.Float(
        digits=(16, 6), help="Surcharge for the ceiling, as a share of the price."
    )
    quantity = fields.Float(digits=(16, 4), help="Units of heat read from the meter.")
    reduction_id = fields.Many2one(
        "heating.reduction", ondelete="restrict", index="btree_not_null"
    )
    base = fields.Monetary(help="What a reduction was taken of, yuan.")
    amount = fields.Monetary(required=True)
    explanation = fields.Char(compute="_compute_explanation")

    def write(self, vals):
        if not may_post(self.env):
            self.check_access("write")
            self.bill_id._check_free_fields(set(vals))
        return super().write(vals)

    @api.model
    def _prepare_vals_list(self, assessment):
        """Values of the lines of one assessment, its rounding as a line of its own.

        :param assessment: what the engine returned
        :rtype: list[dict]
        """
        vals_list = [
            {
                "kind": line.kind,
                "space_id": line.space or False,
                "category_id": line.category or False,
                "supply_state": line.state or False,
                "basis": line.basis or False,
                "area": float(line.area or 0),
                "price": float(line.price or 0),
                "per": line.per or False,
                "days": line.days or 0,
                # a reduction by days is of all heated days, also those that were added
                "season_days": line.season_days or assessment.season_days,
                "share": float(line.share if line.share is not None else 1),
                "factor": float(line.factor or 0),
                "quantity": float(line.quantity or 0),
                "reduction_id": line.reduction.key if line.reduction else False,
                "base": float(line.base or 0),
                "amount": float(line.amount),
                "part_ids": self._prepare_part_commands(line),
            }
            for line in assessment.lines
        ]
        if assessment.rounding:
            vals_list.append({"kind": "rounding", "amount": float(assessment.rounding)})
        return vals_list

    def _get_content(self):
        """What the line says, in a form that can be compared."""
        self.ensure_one()
        return self._get_content_of(
            {
                name: self[name].id if self._fields[name].relational else self[name]
                for name in CONTENT_FIELDS
            }
            | {
                "part_ids": [
                    fields.Command.create(
                        {"kind_id": part.kind_id.id, "amount": part.amount}
                    )
                    for part in self.part_ids
                ]
            }
        )

    @api.model
    def _get_content_of(self, vals):
        """What a line with these values would say; see ``_get_content``."""
        parts = [command[2] for command in vals.get("part_ids") or ()]
        return (
            *(
                round(vals.get(name) or 0.0, 6)
                if self._fields[name].type in ("float", "monetary")
                else vals.get(name) or False
                for name in CONTENT_FIELDS
            ),
            *sorted((part["kind_id"], round(part["amount"], 6)) for part in parts),
        )

    @api.depends("kind", "amount")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for line in self:
            line.explanation = line._explain()

    def _explain(self):
        """The formula of the line with its numbers, in the reader's language.

        :rtype: str
        """
        self.ensure_one()

        def number(value, places=2):
            text = f"{value:.6f}".rstrip("0")
            whole, _dot, decimals = text.partition(".")
            return f"{whole}.{decimals.ljust(places, '0')}"

        kinds = dict(self._fields["kind"]._description_selection(self.env))
        if self.kind == "rounding":
            return kinds[self.kind]
        if self.kind == "reduction":
            return self._explain_reduction(number)
        if self.kind == "energy":
            return self.env._(
                "%(kind)s: %(quantity)s %(unit)s × %(price)s yuan",
                kind=kinds[self.kind],
                quantity=number(self.quantity),
                unit=self._get_tariff()._say("metered_unit"),
                price=number(self.price),
            )
        states = dict(self._fields["supply_state"]._description_selection(self.env))
        bases = dict(self._fields["basis"]._description_selection(self.env))
        formula = self.env._(
            "%(basis)s %(area)s m² × %(price)s yuan",
            basis=bases.get(self.basis, ""),
            area=number(self.area),
            price=number(self.price),
        )
        if self.kind == "over_height":
            formula += self.env._(
                " × %(percent)s%% for the ceiling", percent=number(self.factor * 100, 0)
            )
        if self.per == "day":
            formula += self.env._(" × %(days)s days", days=self.days)
        elif self.days != self.season_days:
            formula += self.env._(
                " × %(days)s of %(all)s days", days=self.days, all=self.season_days
            )
        if self.share != 1:
            formula += self.env._(
                " × %(percent)s%% while %(state)s",
                percent=number(self.share * 100, 0).rstrip("."),
                state=states.get(self.supply_state, ""),
            )
        return f"{kinds[self.kind]}: {self._get_space_words()}{formula}"

    def _get_space_words(self):
        """Which space a line is about, where its bill is over several.

        :rtype: str
        """
        line_sudo = self.sudo()
        spaces_sudo = (line_sudo.version_id or line_sudo.bill_id).line_ids.space_id
        # a space and the one in its place have one name and are one to the reader
        if len(spaces_sudo) < 2 or len(set(spaces_sudo.mapped("name"))) < 2:
            return ""
        return self.env._("%(space)s, ", space=line_sudo.space_id.name)

    def _explain_reduction(self, number):
        """What was taken off, why, and who approved it.

        :param number: writes a number
        :rtype: str
        """
        # householders and all who read the bill hear of it, not of the approval's file
        reduction = self.reduction_id.sudo()
        formulas = {
            "percent": self.env._(
                "%(value)s%% of %(base)s yuan",
                value=number(reduction.value, 0).rstrip("."),
                base=number(self.base),
            ),
            "amount": self.env._("%(value)s yuan", value=number(reduction.value)),
            "area": self.env._(
                "%(value)s of %(area)s m², charged %(base)s yuan",
                value=number(reduction.value),
                area=number(self.area),
                base=number(self.base),
            ),
            "days": self.env._(
                "%(value)s of %(all)s days of %(base)s yuan",
                value=number(reduction.value, 0).rstrip("."),
                all=self.season_days,
                base=number(self.base),
            ),
        }
        return self.env._(
            "Reduction %(number)s (%(kind)s): %(formula)s; %(reason)s; approved by "
            "%(approvers)s",
            number=reduction.number,
            kind=reduction.kind_id.name,
            formula=formulas.get(reduction.by, ""),
            reason=reduction.reason,
            approvers=reduction.approver_names or "–",
        )

    def _get_tariff(self):
        """What the line was made with: an earlier version has a tariff of its own."""
        self.ensure_one()
        line_sudo = self.sudo()
        return line_sudo.version_id.tariff_id or line_sudo.bill_id.tariff_id

    def _prepare_invoice_line_vals(self, kind):
        """The line on the customer invoice: quantity 1 and the engine's amount.

        Odoo would cut the area to two decimals and multiply again; the formula
        stands on the bill line instead.

        :param kind: whose part of it; an empty one is the household's own
        """
        self.ensure_one()
        prices = self.bill_id.tariff_id.price_ids
        category = self.category_id or self.bill_id.household_id.category_id
        if self.kind == "reduction":
            # income is lessened where most of it was booked
            category = self.category_id or self.bill_id.category_id or category
        price = prices.filtered(lambda p: p.category_id == category)[:1] or prices[:1]
        partner_lang = self.bill_id._get_debtor(kind).lang
        return {
            "name": self.with_context(lang=partner_lang)._explain(),
            "quantity": 1,
            "price_unit": self._get_amount_of(kind),
            "account_id": price.income_account_id.id,
            "tax_ids": [fields.Command.set(price.tax_id.ids)],
        }

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class HeatingApplicationType(models.Model):
    _inherit = "heating.application.type"

    contract_needed = fields.Boolean(
        help="Takes effect only when the supply contract has been signed; it is "
        "drafted on approval. Where a whole community joins, nobody waits: the "
        "contracts of all its households are drafted when it takes effect, and they "
        "are listed as missing until they are signed."
    )
    contract_years = fields.Integer(
        string="Contract Term",
        help="Years after which a contract drafted for this business ends; zero: it "
        "has no end.",
    )

    _contract_years_not_negative = models.Constraint(
        "CHECK (contract_years >= 0)",
        "The term of a contract cannot be less than zero years.",
    )

    def _get_contract_end(self, day):
        """The last day of a contract that begins on *day*, or False for no end.

        :param date day: the first day
        """
        self.ensure_one()
        if not self.contract_years:
            return False
        return day + relativedelta(years=self.contract_years, days=-1)


class HeatingApplication(models.Model):
    """The supply contract that a business needs, makes or ends."""

    _inherit = "heating.application"

    contract_ids = fields.One2many(
        "heating.contract", "application_id", string="Contracts", readonly=True
    )

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {"contract_ids"}

    def _on_cancelled(self):
        result = super()._on_cancelled()
        self.contract_ids.filtered(lambda each: each.state in ("draft", "sent"))._end(
            fields.Date.context_today(self)
        )
        return result

    # === BUSINESS METHODS === #

    def _get_contract_customer(self):
        """With whom the contract is made: the customer once it has taken effect."""
        self.ensure_one()
        if self.effect == "transfer":
            return self.new_customer_id
        return self.household_id.customer_id

    def _get_contract_on_effect(self):
        """The signed contract that holds on the first day of the effect."""
        self.ensure_one()
        contracts = self.env["heating.contract"].sudo()
        return contracts.search(
            contracts._get_in_force_domain(self._get_effect_date())
            & contracts._get_party_domain(
                self.household_id, self._get_contract_customer()
            ),
            limit=1,
        )

    def _get_pending(self):
        pending = super()._get_pending()
        if (
            self.type_id.contract_needed
            and self.household_id
            and not self._get_contract_on_effect()
        ):
            waiting = self.sudo().contract_ids.filtered(
                lambda each: each.state in ("draft", "sent")
            )
            pending.append(
                self.env._(
                    "The supply contract has to be signed: %(numbers)s.",
                    numbers=", ".join(waiting.mapped("number")),
                )
                if waiting
                else self.env._("The supply contract has to be signed.")
            )
        return pending

    def _get_effect_steps(self):
        """Override: the contract that was made for it, and its signature."""
        steps = super()._get_effect_steps()
        for contract in self.sudo().contract_ids:
            steps.append(
                self._path_step(
                    contract.create_date,
                    contract.create_uid.name,
                    self.env._("Contract %(number)s drafted", number=contract.number),
                )
            )
            if contract.signed_on:
                steps.append(
                    self._path_step(
                        contract.signed_on,
                        contract.signed_by,
                        self.env._(
                            "Contract %(number)s signed", number=contract.number
                        ),
                    )
                )
        return steps

    def _finish_if_ready(self):
        if (
            self.state == "approved"
            and self.type_id.contract_needed
            and self.household_id
        ):
            self._draft_contract()
        return super()._finish_if_ready()

    def _draft_contract(self):
        """Draft the contract unless there is one; called with trusted records."""
        self.ensure_one()
        contracts = self.env["heating.contract"].sudo()
        customer = self._get_contract_customer()
        day = self._get_effect_date()
        if self._get_contract_on_effect() or contracts.search_count(
            contracts._get_party_domain(self.household_id, customer)
            & contracts._get_open_domain(),
            limit=1,
        ):
            return
        vals = {
            "household_id": self.household_id.id,
            "partner_id": customer.id,
            "date_from": day,
            "date_to": self.type_id._get_contract_end(day),
            "application_id": self.id,
        }
        if self.effect == "join":
            # it has no space yet
            vals |= {
                "category": self.new_category_id.name,
                "built_area": self.new_built_area,
                "inner_area": self.new_inner_area,
            }
        contracts.create(vals)

    def _draft_joining_contracts(self):
        """Draft the contracts of a community that has joined; with trusted records."""
        contracts = self.env["heating.contract"].sudo().with_company(self.company_id)
        drafted = contracts.search(
            [("household_id.joining_application_id", "=", self.id)]
        ).household_id
        day = self._get_effect_date()
        contracts.with_context(
            tracking_disable=True, mail_create_nosubscribe=True
        ).create(
            [
                {
                    "household_id": household.id,
                    "partner_id": household.customer_id.id,
                    "date_from": day,
                    "date_to": self.type_id._get_contract_end(day),
                    "application_id": self.id,
                }
                for household in self.joining_household_ids - drafted
            ]
        )

    def _apply_effect(self):
        super()._apply_effect()
        if self.effect == "join_many" and self.type_id.contract_needed:
            self._draft_joining_contracts()
        if self.effect not in ("transfer", "leave"):
            return
        day = self._get_effect_date()
        contracts = self.env["heating.contract"].sudo()
        former = contracts.search(
            [
                ("household_id", "=", self.household_id.id),
                ("state", "in", ("draft", "sent", "signed")),
            ]
        )
        if self.effect == "transfer":
            former = former.filtered(
                lambda each: each.partner_id != self.new_customer_id
            )
        former._end(day - relativedelta(days=1))
        if self.effect == "transfer":
            self._draft_contract()

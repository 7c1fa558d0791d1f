from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class HeatingApplication(models.Model):
    """Change of customer (过户): both sides confirm, then the occupancy changes hands.

    What becomes of open debts and of prepayments is decided in the application and
    carried out by the addons that keep the money.
    """

    _inherit = "heating.application"

    old_customer_id = fields.Many2one(
        "res.partner",
        string="Customer until Then",
        compute="_compute_old_customer_id",
        store=True,
        precompute=True,
        ondelete="restrict",
    )
    new_customer_id = fields.Many2one(
        "res.partner",
        string="Customer from Then on",
        ondelete="restrict",
        tracking=True,
        check_company=True,
    )
    debt_handling = fields.Selection(
        [
            ("paid", "Paid before the Change"),
            ("taken_over", "Taken over by the New Customer"),
        ],
        string="Open Debts",
        default="paid",
        tracking=True,
    )
    advance_handling = fields.Selection(
        [
            ("keep", "Stays with the Former Customer"),
            ("pass", "Passes to the New Customer"),
        ],
        string="Prepayments",
        default="keep",
        tracking=True,
        help="They pass only with the former customer's consent, which the former "
        "customer's confirmation gives.",
    )
    old_confirmed_on = fields.Datetime(
        string="Confirmed by the Former Customer", readonly=True, copy=False
    )
    old_confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    new_confirmed_on = fields.Datetime(
        string="Confirmed by the New Customer", readonly=True, copy=False
    )
    new_confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    @api.depends("household_id", "type_id.effect")
    def _compute_old_customer_id(self):
        for application in self:
            # who it was when the application was written, also after the change
            if application.type_id.effect != "transfer":
                application.old_customer_id = False
            elif application.state == "draft" or not application.old_customer_id:
                application.old_customer_id = application.household_id.customer_id
            else:
                application.old_customer_id = application.old_customer_id

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {
            "old_customer_id",
            "old_confirmed_on",
            "old_confirmed_by_id",
            "new_confirmed_on",
            "new_confirmed_by_id",
        }

    @api.model
    def _get_refusal_triggers(self):
        return [
            *super()._get_refusal_triggers(),
            "new_customer_id",
            "debt_handling",
            "advance_handling",
        ]

    # === ACTIONS === #

    def action_confirm_side(self, side):
        """Note that one side agrees: itself, or by a clerk who holds its signature.

        :param str side: ``old`` or ``new`` customer
        :raise AccessError: the user is neither that customer nor an archive clerk
        :raise UserError: not a change of customer that is open, or confirmed already,
            or the same clerk has entered the other side's signature
        """
        self.ensure_one()
        self.check_access("read")
        if self.effect != "transfer" or side not in ("old", "new"):
            raise UserError(
                self.env._("Only the two sides of a change of customer confirm it.")
            )
        customer = self.sudo()[f"{side}_customer_id"]
        if self.env.user.partner_id != customer and not self.env.user.has_group(
            "heating_customer.group_archive_clerk"
        ):
            raise AccessError(
                self.env._(
                    "%(customer)s confirms this, or an archive clerk who holds the "
                    "signature.",
                    customer=customer.name,
                )
            )
        self._approval_lock()
        if self.state not in ("draft", "requested", "approved"):
            raise UserError(
                self.env._("%(document)s is closed.", document=self.display_name)
            )
        if self[f"{side}_confirmed_on"]:
            raise UserError(
                self.env._(
                    "%(customer)s has confirmed already.", customer=customer.name
                )
            )
        own = self.env.user.partner_id == customer
        if not own:
            self._check_signature_holder(side)
        self._confirm_side(side, "login" if own else "clerk")

    def _check_signature_holder(self, side):
        """Two signatures on paper are entered by two people.

        :param str side: the side that the caller is about to enter
        :raise UserError: the caller has entered the other side's signature
        """
        other = "new" if side == "old" else "old"
        application = self.sudo()
        if (
            application[f"{other}_proof"] == "clerk"
            and application[f"{other}_confirmed_by_id"] == self.env.user
        ):
            raise UserError(
                self.env._(
                    "You have entered the signature of %(other)s: another clerk enters "
                    "that of %(customer)s, or the customer confirms on the portal.",
                    other=application[f"{other}_customer_id"].name,
                    customer=application[f"{side}_customer_id"].name,
                )
            )

    def action_confirm_old(self):
        """The former customer agrees."""
        return self.action_confirm_side("old")

    def action_confirm_new(self):
        """The new customer agrees."""
        return self.action_confirm_side("new")

    # === BUSINESS METHODS === #

    def _confirm_side(self, side, proof):
        """Note that one side agrees, after it was found out that it does.

        :param str side: ``old`` or ``new`` customer
        :param str proof: how it was found out, see ``new_proof``
        """
        self.ensure_one()
        application = self._approval_trusted()
        application.write(
            {
                f"{side}_confirmed_on": fields.Datetime.now(),
                f"{side}_confirmed_by_id": self.env.uid,
                f"{side}_proof": proof,
            }
        )
        customer = application[f"{side}_customer_id"]
        application._message_log(
            body=self.env._("%(customer)s has confirmed.", customer=customer.name)
        )
        application._finish_if_ready()

    def _get_effect_refusals(self, day):
        refusals = super()._get_effect_refusals(day)
        if self.effect != "transfer":
            return refusals
        household = self.household_id._origin
        if self.old_customer_id and self.old_customer_id != household.customer_id:
            refusals.append(self._get_former_applicant_sentence(self.old_customer_id))
        if not self.new_customer_id:
            refusals.append(self.env._("Choose the new customer."))
        elif self.new_customer_id == household.customer_id:
            refusals.append(
                self.env._(
                    "%(customer)s is the customer of household %(number)s already.",
                    customer=self.new_customer_id.name,
                    number=household.number,
                )
            )
        if conflict := household._get_occupancy_conflict(day):
            refusals.append(conflict)
        return refusals

    def _get_former_applicant_sentence(self, former):
        """What is said where the household has changed hands since it was written."""
        return self.env._(
            "%(customer)s is no longer the customer of household %(number)s: cancel it "
            "and write a new one.",
            customer=former.name,
            number=self.household_id.number,
        )

    def _get_debt_refusal(self):
        # open debts are paid or taken over: said by the effect, which knows both
        if self.effect == "transfer":
            return False
        return super()._get_debt_refusal()

    def _get_pending(self):
        pending = super()._get_pending()
        if self.effect == "transfer":
            if not self.old_confirmed_on:
                pending.append(self.env._("The former customer has to confirm."))
            if not self.new_confirmed_on:
                pending.append(self.env._("The new customer has to confirm."))
        return pending

    def _takes_effect_ahead(self):
        return self.effect != "transfer" and super()._takes_effect_ahead()

    def _check_content_open(self, vals):
        """What one side has confirmed does not change under its signature."""
        signed = {
            "household_id",
            "new_customer_id",
            "date_from",
            "debt_handling",
            "advance_handling",
        }
        if signed & set(vals):
            for application in self:
                if application.old_confirmed_on or application.new_confirmed_on:
                    raise UserError(
                        self.env._(
                            "A side has confirmed %(document)s as it is: cancel it and "
                            "write a new one.",
                            document=application.display_name,
                        )
                    )
        return super()._check_content_open(vals)

    def _apply_effect(self):
        super()._apply_effect()
        if self.effect != "transfer":
            return
        day = self._get_effect_date()
        if refusals := self._get_effect_refusals(day):
            raise UserError("\n".join(refusals))
        # before the archive changes, which says who the former customer is
        self._pass_debts_on()
        self.household_id._change_customer(self.new_customer_id, day)

    def _pass_debts_on(self):
        """Hook for the addons that keep the money, see ``debt_handling``."""

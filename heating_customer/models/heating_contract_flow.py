from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from . import tier_guard


class HeatingContract(models.Model):
    """From draft to signature and end; archive clerks press the buttons."""

    _inherit = "heating.contract"

    signed_on = fields.Datetime(readonly=True, copy=False, tracking=True)
    signed_by = fields.Char(
        readonly=True, copy=False, tracking=True, help="The name under the signature."
    )
    signed_means = fields.Selection(
        [("portal", "Online"), ("paper", "On Paper")],
        string="How Signed",
        readonly=True,
        copy=False,
    )
    signed_ip = fields.Char(
        string="Signed from Address",
        readonly=True,
        copy=False,
        groups="heating_customer.group_user",
    )
    signature = fields.Image(
        readonly=True, copy=False, attachment=True, max_width=1024, max_height=1024
    )
    ended_on = fields.Date(readonly=True, copy=False)
    attachment_ids = fields.One2many(
        "ir.attachment",
        "res_id",
        string="Papers",
        domain=[("res_model", "=", "heating.contract"), ("res_field", "=", False)],
    )
    sign_url = fields.Char(
        string="Link for the Customer",
        compute="_compute_sign_url",
        groups="heating_customer.group_archive_clerk",
    )

    def _compute_sign_url(self):
        for contract in self:
            contract.sign_url = (
                contract.get_base_url() + contract.get_portal_url()
                if contract.state == "sent"
                else False
            )

    # === ACTIONS === #

    def action_send(self):
        """Offer drafts to their customers, who sign on the portal or by the link."""
        self._check_clerk()
        for contract in self._lock_in("draft"):
            if contract.built_area <= 0:
                raise UserError(
                    self.env._(
                        "%(contract)s names no area: complete the household, then "
                        "draft it anew.",
                        contract=contract.display_name,
                    )
                )
            contract._portal_ensure_token()
            contract.state = "sent"
            contract._tell_customer()

    def action_withdraw(self):
        """Take offered contracts back to draft; their links no longer work."""
        self._check_clerk()
        self._lock_in("sent").write({"state": "draft", "access_token": False})

    def action_mark_signed(self):
        """Note that the customer signed on paper; the scan has to be attached."""
        self._check_clerk()
        kind = self.env.ref("heating_customer.paper_kind_contract")
        for contract in self._lock_in("draft", "sent"):
            if not contract.env["ir.attachment"].search_count(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", contract.id),
                    ("heating_paper_kind_id", "=", kind.id),
                ],
                limit=1,
            ):
                raise UserError(
                    self.env._(
                        "Attach the signed paper to %(contract)s as “%(kind)s” first.",
                        contract=contract.display_name,
                        kind=kind.name,
                    )
                )
            contract._become_signed(
                {"signed_by": contract.customer_name, "signed_means": "paper"}
            )

    def action_end(self):
        """End contracts today, or give up those that were never signed."""
        self._check_clerk()
        contracts = self._lock_in("draft", "sent", "signed")
        contracts._end(fields.Date.context_today(self))

    def action_renew(self):
        """Draft what follows these contracts, for the same time again.

        :return: the action that shows the drafts
        """
        self._check_clerk()
        vals_list = []
        for contract in self._lock_in("signed"):
            if contract.renewed_by_id.state in ("draft", "sent", "signed"):
                raise UserError(
                    self.env._(
                        "%(contract)s is renewed by %(other)s already.",
                        contract=contract.display_name,
                        other=contract.renewed_by_id.display_name,
                    )
                )
            if contract.partner_id != contract.household_id.customer_id:
                raise UserError(
                    self.env._(
                        "%(customer)s is no longer the customer of household "
                        "%(number)s.",
                        customer=contract.partner_id.name,
                        number=contract.household_id.number,
                    )
                )
            vals_list.append(contract._prepare_renewal())
        drafts = self.env["heating.contract"].sudo().create(vals_list)
        for contract, draft in zip(self.sudo(), drafts, strict=True):
            contract.renewed_by_id = draft
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_customer.heating_contract_action"
        )
        return action | {"domain": [("id", "in", drafts.ids)], "context": {}}

    # === BUSINESS METHODS === #

    def _check_clerk(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(
            "heating_customer.group_archive_clerk"
        ):
            raise AccessError(
                self.env._("Only archive clerks handle supply contracts.")
            )

    def _lock_in(self, *states):
        """The contracts as the buttons write them, locked.

        :param states: states in which all of them must be
        :raise UserError: one is not
        """
        context = tier_guard.without_client_keys(self.env.context)
        contracts = self.with_env(self.env(su=True, context=context))
        contracts.lock_for_update()
        contracts.invalidate_recordset(["state"])
        labels = dict(self._fields["state"]._description_selection(self.env))
        for contract in contracts:
            if contract.state not in states:
                raise UserError(
                    self.env._(
                        "%(contract)s cannot be handled like this: it is “%(state)s”.",
                        contract=contract.display_name,
                        state=labels[contract.state],
                    )
                )
        return contracts

    def _tell_customer(self):
        """Send the customer the link to read and sign."""
        self.ensure_one()
        if self.partner_id.email:
            self.message_post(
                partner_ids=self.partner_id.ids,
                subject=self.env._("Supply contract %(number)s", number=self.number),
                body=self.env._(
                    "Please read and sign your supply contract: %(link)s",
                    link=self.get_base_url() + self.get_portal_url(),
                ),
                subtype_xmlid="mail.mt_comment",
            )

    def _become_signed(self, vals):
        """Put the contract in force; what it replaces ends the day before.

        :param dict vals: who signed and how
        """
        self.ensure_one()
        others = self.search(
            [
                ("household_id", "=", self.household_id.id),
                ("state", "=", "signed"),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", self.date_from),
            ]
        ).filtered(lambda each: not self.date_to or each.date_from <= self.date_to)
        others._end(self.date_from - relativedelta(days=1))
        others.renewed_by_id = self
        # the exclusion constraint is checked at once, so what ends is written first
        self.flush_model()
        self.write({**vals, "state": "signed", "signed_on": fields.Datetime.now()})
        self.flush_recordset()
        self.application_id._finish_later()

    def _end(self, last_day):
        """End the contracts; called sudoed. A last day to come is noted as such.

        :param date last_day: the last day in force
        """
        today = fields.Date.context_today(self)
        for contract in self:
            vals = {}
            running = contract.state == "signed" and contract.date_from <= last_day
            if running:
                vals["date_to"] = min(last_day, contract.date_to or last_day)
            if not running or last_day <= today:
                vals |= {"state": "ended", "ended_on": today, "access_token": False}
            contract.write(vals)

    def _prepare_renewal(self):
        """Values of the contract that follows this one."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        start = self.date_to + relativedelta(days=1) if self.date_to else today
        start = max(start, today)
        length = self.date_to and relativedelta(self.date_to, self.date_from)
        return {
            "household_id": self.household_id.id,
            "partner_id": self.partner_id.id,
            "date_from": start,
            "date_to": start + length if length else False,
            "terms": self.terms,
        }

import hmac
import re
import unicodedata

from odoo import api, fields, models

MAX_NUMBER = 64


class HeatingHousehold(models.Model):
    """What householders have of a household on the portal, and how they get it."""

    _inherit = "heating.household"

    access_ids = fields.One2many(
        "heating.household.access",
        "household_id",
        string="Access on the Portal",
        groups="heating_customer.group_user",
    )
    by_access = fields.Boolean(
        compute="_compute_by_access",
        search="_search_by_access",
        help="Whether the reader has been given access without being the customer.",
    )

    # === COMPUTE METHODS === #

    @api.depends("customer_id")
    @api.depends_context("uid")
    def _compute_by_access(self):
        known = self.env["heating.household.access"]._get_valid().household_id
        for household in self:
            household.by_access = household._origin.id in known._ids

    def _search_by_access(self, operator, value):
        if operator != "in":
            return NotImplemented
        known = self.env["heating.household.access"]._get_valid().household_id
        return [("id", "in", known.ids)]

    # === RIGHTS === #

    def _get_portal_role(self):
        """What the caller is to the household.

        :return: “customer”, “own” or “helper”, see ``heating.household.access``, or
            False
        """
        self.ensure_one()
        customer = self.sudo().customer_id
        if customer in self._get_own_partners():
            return "customer"
        access = self.env["heating.household.access"]._get_valid()
        return access.filtered(lambda each: each.household_id == self)[:1].role

    @api.model
    def _get_own_partners(self):
        """The caller's partner, or the company they stand for with its contacts."""
        return (
            self.env["res.partner"]
            .sudo()
            .search([("id", "child_of", self.env.user.commercial_partner_id.id)])
        )

    def _may_manage_access(self):
        """Whether the caller makes codes and takes access back: not a helper."""
        self.ensure_one()
        if self.env.user.has_group("heating_customer.group_archive_clerk"):
            return self.has_access("write")
        return self._get_portal_role() in ("customer", "own")

    def _change_occupancies(self):
        """Who acted for the former customer does not act for the new one."""
        result = super()._change_occupancies()
        accesses = (
            self.env["heating.household.access"]
            .sudo()
            .search([("household_id", "in", self.ids), ("revoked_on", "=", False)])
        )
        accesses.filtered(
            lambda access: access.customer_id != access.household_id.customer_id
        )._revoke()
        return result

    # === ADDING A HOUSEHOLD === #

    @api.model
    def _claim(self, number, name, phone_end):
        """Give the caller access to the household that these facts are true of.

        Every try counts against the caller and against the number; the answer does
        not tell what was wrong.

        :param str number: the household number
        :param str name: the customer's name
        :param str phone_end: the last four digits of the phone on file
        :return: whether access was given
        :rtype: bool
        """

        def check(household):
            customer = household.customer_id
            digits = re.sub(r"\D", "", customer.phone or "")
            return (
                len(digits) >= 4
                and self._same(customer.name, name)
                and self._same(digits[-4:], phone_end)
            )

        return self._try_to_add(
            number,
            check,
            lambda household: self.env["heating.household.access"]._grant(
                household, "own", "claim"
            ),
        )

    @api.model
    def _enter_code(self, number, code):
        """Give the caller access by the code that the customer made.

        :param str number: the household number
        :param str code: as typed
        :return: whether access was given
        :rtype: bool
        """
        codes = self.env["heating.household.code"]
        return self._try_to_add(number, lambda known: codes._redeem(known, code))

    @api.model
    def _try_to_add(self, number, check, grant=None):
        """Count a try, find the household and ask *check* about it.

        :param str number: as typed
        :param check: a function of the household, as sudo and possibly empty
        :param grant: a function of the household, called if *check* says yes
        :rtype: bool
        """
        number = unicodedata.normalize("NFKC", number or "").strip()[:MAX_NUMBER]
        keys = [
            ("user", str(self.env.uid)),
            ("number", f"{self.env.company.id}/{number}"),
        ]
        attempts = self.env["heating.claim.attempt"]
        if not all(attempts._count(scope, key) for scope, key in keys):
            return False
        household = self.sudo().search(
            [("number", "=", number), ("company_id", "=", self.env.company.id)], limit=1
        )
        if not check(household) or not household:
            return False
        if grant:
            grant(household)
        attempts._uncount(keys)
        return True

    @api.model
    def _same(self, known, typed):
        """Whether two words are the same but for blanks, case and width."""
        known, typed = (
            "".join(unicodedata.normalize("NFKC", word or "").casefold().split())
            for word in (known, typed)
        )
        return bool(known) and hmac.compare_digest(known.encode(), typed.encode())

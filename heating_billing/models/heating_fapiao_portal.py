import base64
import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

REQUESTS_A_DAY = 10
TITLE_LENGTH = 100
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class HeatingFapiao(models.Model):
    """Fapiao that householders ask for themselves, of bills that are paid."""

    _inherit = "heating.fapiao"

    by_access = fields.Boolean(
        compute="_compute_by_access",
        search="_search_by_access",
        help="Whether the reader has access to the household from who is billed.",
    )

    @api.depends("household_id", "partner_id")
    @api.depends_context("uid")
    def _compute_by_access(self):
        known = {
            (access.household_id, access.customer_id)
            for access in self.env["heating.household.access"]._get_valid()
        }
        for fapiao in self:
            pair = (fapiao.household_id, fapiao.partner_id)
            fapiao.by_access = pair in known

    def _search_by_access(self, operator, value):
        if operator != "in":
            return NotImplemented
        accesses = self.env["heating.household.access"]
        return accesses._get_domain_of_documents("partner_id")

    @api.model
    def _get_portal_rooms(self, household):
        """What the caller may ask a fapiao for: their paid bills and charges.

        :param household: a household that they may read
        :return: dict of bill or charge (with their rights) → dict of invoice → yuan
        """
        domain = [("household_id", "=", household.id), ("amount_residual", "<=", 0)]
        bills = self.env["heating.bill"].search(domain)
        charges = self.env["heating.charge"].search([*domain, ("state", "=", "posted")])
        rooms = {}
        for debt in (*bills, *charges):
            free = debt._get_fapiao_room(debt.sudo().partner_id)
            if free:
                rooms[debt] = free
        return rooms

    @api.model
    def _portal_request(self, household, key, values):
        """Ask for a fapiao over all that is free of one paid bill or charge.

        :param household: a household that the caller may read
        :param str key: “heating.bill-12”: which of them
        :param dict values: what the form sent about the buyer
        :return: the fapiao, as sudo
        :raise UserError: it is not the caller's, not paid, covered already; too many
            requests; or the buyer is not complete
        """
        debts = {
            f"{debt._name}-{debt.id}": free
            for debt, free in self._get_portal_rooms(household).items()
        }
        if key not in debts:
            raise UserError(
                self.env._("Choose a bill that is paid and has no fapiao yet.")
            )
        since = fields.Datetime.now() - timedelta(days=1)
        asked = self.sudo().search_count(
            [("requested_by_id", "=", self.env.uid), ("requested_on", ">=", since)]
        )
        if asked >= REQUESTS_A_DAY:
            raise UserError(
                self.env._("These are many requests for one day. Try again tomorrow.")
            )
        buyer = self._get_portal_buyer(values)
        fapiao = self._create_drafts([buyer], [debts[key]]).sudo()
        fapiao._request()
        return fapiao

    def _get_portal_buyer(self, values):
        """What a form says of the buyer: text only, and not too long."""
        words = {
            name: (values.get(name) or "").strip()[:TITLE_LENGTH]
            for name in ("buyer_title", "tax_number", "email", "phone")
        }
        organisation = values.get("buyer_kind") == "organisation"
        if not words["buyer_title"]:
            raise UserError(self.env._("Say who the fapiao is for."))
        if words["email"] and not EMAIL.fullmatch(words["email"]):
            raise UserError(self.env._("This is no e-mail address."))
        if not organisation:
            words["tax_number"] = False
        return {
            **words,
            "buyer_kind": "organisation" if organisation else "individual",
            "kind": "ordinary",
            "medium": "electronic",
        }

    def _get_portal_file(self):
        """The issued file, for who may read the fapiao.

        :return: pair of its content and its name, or None
        """
        self.ensure_one()
        fapiao_sudo = self.sudo().with_context(bin_size=False)
        if not fapiao_sudo.file or not fapiao_sudo.number:
            return None
        name = fapiao_sudo.file_name or f"{fapiao_sudo.number}.pdf"
        return base64.b64decode(fapiao_sudo.file), name

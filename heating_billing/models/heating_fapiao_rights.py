from odoo import api, models
from odoo.exceptions import AccessError, UserError

# who gets the fapiao, which may be corrected until it is on its way to the tax office
BUYER_FIELDS = {
    "buyer_address",
    "buyer_bank",
    "buyer_kind",
    "buyer_title",
    "email",
    "kind",
    "medium",
    "note",
    "phone",
    "provider_id",
    "tax_number",
}
REQUESTERS = ("archive_clerk", "cashier", "accountant")


class HeatingFapiao(models.Model):
    """Who may ask for a fapiao, who issues it, and what may be written on it."""

    _inherit = "heating.fapiao"

    def _check_free_fields(self, names):
        """Refuse to write what a client may not.

        :param set names: fields other than those of the chatter
        :raise AccessError: the caller asks for no fapiao
        :raise UserError: one of them is not free now
        """
        if not names:
            return
        self._check_may_request()
        if names <= {"file", "file_name"} and self._may_issue():
            if any(fapiao.file or not fapiao.number for fapiao in self):
                raise UserError(
                    self.env._("The file of a fapiao is added once it is issued, once.")
                )
            return
        if names - BUYER_FIELDS:
            raise UserError(
                self.env._("Of a fapiao only who it is for can be written.")
            )
        for fapiao in self:
            if fapiao.color == "red" or fapiao.state not in ("draft", "requested"):
                raise UserError(
                    self.env._(
                        "%(fapiao)s does not change any more: correct its title by a "
                        "red fapiao and a new one.",
                        fapiao=fapiao.display_name,
                    )
                )
            if fapiao.exported_on and not self._may_issue():
                raise UserError(
                    self.env._(
                        "%(fapiao)s is on its way to the tax office already: ask an "
                        "accountant.",
                        fapiao=fapiao.display_name,
                    )
                )

    # === RIGHTS === #

    @api.model
    def _may_request(self):
        user = self.env.user
        return self.env.su or any(
            user.has_group(f"heating_customer.group_{role}") for role in REQUESTERS
        )

    @api.model
    def _may_issue(self):
        return self.env.su or self.env.user.has_group(
            "heating_customer.group_accountant"
        )

    def _check_may_request(self):
        """Refuse who neither keeps the archive, nor a desk, nor the books.

        :raise AccessError: the caller may not ask for a fapiao
        """
        if not self._may_request():
            raise AccessError(
                self.env._(
                    "Only archive clerks, cashiers and accountants ask for a fapiao."
                )
            )

    def _check_may_issue(self):
        """Refuse who does not keep the books.

        :raise AccessError: the caller is no accountant
        """
        if not self._may_issue():
            raise AccessError(self.env._("Only an accountant issues a fapiao."))

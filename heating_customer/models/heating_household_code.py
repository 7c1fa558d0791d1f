import hmac
import secrets
from datetime import timedelta
from hashlib import pbkdf2_hmac

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

# no letter or figure that could be taken for another one
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 8
HOURS = 24
MAX_TRIES = 5
ROUNDS = 100_000


class HeatingHouseholdCode(models.Model):
    """A code that a customer gives to a helper, to be entered once on the portal.

    The code itself is kept nowhere. It is valid for 24 hours and five tries.
    """

    _name = "heating.household.code"
    _description = "Code for a Helper"
    _order = "id DESC"
    _rec_name = "household_id"

    household_id = fields.Many2one(
        "heating.household",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="household_id.company_id", store=True, index=True
    )
    branch_id = fields.Many2one(
        related="household_id.branch_id", store=True, index=True
    )
    customer_id = fields.Many2one("res.partner", required=True, readonly=True)
    code_hash = fields.Char(required=True, readonly=True, groups="base.group_system")
    expires_on = fields.Datetime(required=True, readonly=True)
    tries = fields.Integer(readonly=True)
    used_on = fields.Datetime(readonly=True)
    revoked_on = fields.Datetime(readonly=True)

    _one_open = models.UniqueIndex(
        "(household_id) WHERE used_on IS NULL AND revoked_on IS NULL",
        "This household has an open code already.",
    )

    # === BUSINESS METHODS === #

    @api.model
    def _make(self, household):
        """A new code for a helper of *household*; an earlier one ends.

        :return: the code, which is shown once
        :rtype: str
        :raise AccessError: the caller is neither who has the household nor a clerk
        """
        if not household._may_manage_access():
            raise AccessError(
                self.env._("Only the customer or an archive clerk makes a code.")
            )
        codes = self.sudo()
        codes.search(self._get_open_domain(household)).write(
            {"revoked_on": fields.Datetime.now()}
        )
        # the unique index is checked at once
        codes.flush_model()
        code = "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))
        codes.create(
            {
                "household_id": household.id,
                "customer_id": household.sudo().customer_id.id,
                "code_hash": self._hash(code, secrets.token_hex(16)),
                "expires_on": fields.Datetime.now() + timedelta(hours=HOURS),
            }
        )
        household.sudo()._message_log(
            body=self.env._(
                "A code for a helper was made by %(user)s.", user=self.env.user.name
            )
        )
        return code

    @api.model
    def _get_open_domain(self, household):
        return [
            ("household_id", "=", household.id),
            ("used_on", "=", False),
            ("revoked_on", "=", False),
        ]

    @api.model
    def _redeem(self, household, code):
        """Whether *code* is the open one of *household*, which it then uses up.

        :param household: a household as sudo, possibly empty
        :param str code: as typed
        :rtype: bool
        """
        known = self.sudo().search(self._get_open_domain(household), limit=1)
        stored = known.code_hash or self._hash("", "00")
        salt = stored.partition("$")[0]
        matches = hmac.compare_digest(stored, self._hash(self._normalise(code), salt))
        if (
            not known
            or known.expires_on < fields.Datetime.now()
            or known.customer_id != household.customer_id
            or known._count_try() > MAX_TRIES
            or not matches
        ):
            return False
        known.used_on = fields.Datetime.now()
        self.env["heating.household.access"]._grant(
            household, "helper", "code", known.create_uid
        )
        return True

    def _count_try(self):
        """Count one more try; parallel ones wait for each other on the row."""
        ((tries,),) = self.env.execute_query(
            SQL(
                "UPDATE heating_household_code SET tries = COALESCE(tries, 0) + 1 "
                "WHERE id = %s RETURNING tries",
                self.id,
            )
        )
        self.invalidate_recordset(["tries"])
        return tries

    @api.model
    def _normalise(self, code):
        return "".join((code or "").upper().split())[: 2 * LENGTH]

    @api.model
    def _hash(self, code, salt):
        digest = pbkdf2_hmac("sha256", code.encode(), bytes.fromhex(salt), ROUNDS)
        return f"{salt}${digest.hex()}"

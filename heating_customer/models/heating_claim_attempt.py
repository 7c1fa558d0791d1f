from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

MAX_TRIES = 5
HOURS = 24


class HeatingClaimAttempt(models.Model):
    """How often somebody guessed wrongly at a household, by user and by number.

    Each try is counted before it is looked at, by one statement that PostgreSQL makes
    wait for others on the same row, so that parallel tries count as well; a right one
    is taken off again. Counting starts anew 24 hours after the first wrong try.
    """

    _name = "heating.claim.attempt"
    _description = "Tries to Add a Household"
    _order = "since DESC"
    _rec_name = "key"

    scope = fields.Selection(
        [("user", "User"), ("number", "Household Number")], required=True, readonly=True
    )
    key = fields.Char(required=True, readonly=True)
    tries = fields.Integer(required=True, readonly=True)
    since = fields.Datetime(required=True, readonly=True, index=True)

    _scope_key_unique = models.UniqueIndex("(scope, key)")

    @api.model
    def _count(self, scope, key):
        """Count one more try.

        :param str scope: “user” or “number”
        :param str key: the user's id or the number as typed
        :return: whether it may be looked at
        :rtype: bool
        """
        now = fields.Datetime.now()
        ((tries,),) = self.env.execute_query(
            SQL(
                """
                INSERT INTO heating_claim_attempt AS known
                            (scope, key, tries, since, create_date, write_date,
                             create_uid, write_uid)
                     VALUES (%(scope)s, %(key)s, 1, %(now)s, %(now)s, %(now)s,
                             %(uid)s, %(uid)s)
                ON CONFLICT (scope, key) DO UPDATE
                        SET tries = CASE WHEN known.since < %(limit)s THEN 1
                                         ELSE known.tries + 1 END,
                            since = CASE WHEN known.since < %(limit)s THEN %(now)s
                                         ELSE known.since END,
                            write_date = %(now)s
                  RETURNING tries
                """,
                scope=scope,
                key=key,
                now=now,
                limit=now - timedelta(hours=HOURS),
                uid=self.env.uid,
            )
        )
        self.invalidate_model()
        return tries <= MAX_TRIES

    @api.model
    def _uncount(self, keys):
        """Take a right try off again.

        :param list keys: pairs of scope and key
        """
        self.env.execute_query(
            SQL(
                "UPDATE heating_claim_attempt SET tries = tries - 1 "
                "WHERE (scope, key) IN %s RETURNING id",
                tuple(keys),
            )
        )
        self.invalidate_model()

    @api.autovacuum
    def _forget(self):
        """Remove what counts no more."""
        limit = fields.Datetime.now() - timedelta(hours=HOURS)
        self.sudo().search([("since", "<", limit)]).unlink()

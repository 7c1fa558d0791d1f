import re

from odoo import models
from odoo.tools import SQL

from .posting import may_post


class AccountMove(models.Model):
    """Numbers of documents that are posted by the thousand, by several at once."""

    _inherit = "account.move"

    def _take_turn(self):
        """Wait until nobody else posts many documents in these drafts' journals.

        Who posts holds the next numbers until its transaction ends. Whoever waited
        for that would not see which they were, and try each of them.

        :return: the drafts, which ask what was committed meanwhile
        """
        for journal_id in sorted(self.journal_id.ids):
            self.env.execute_query(
                SQL(
                    "SELECT pg_advisory_xact_lock(%s::regclass::int, %s)",
                    "account_journal",
                    journal_id,
                )
            )
        return self.with_context(heating_in_turn=True)

    def _get_last_sequence(self, relaxed=False, with_prefix=None):
        """Override: for those who waited, as of now, not of their transaction's begin.

        Odoo still locks the number after it, so nothing hangs on this being the last.
        """
        last = super()._get_last_sequence(relaxed, with_prefix)
        if not last or not self.env.context.get("heating_in_turn"):
            return last
        if not may_post(self.env):
            return last
        regex = self._make_regex_non_capturing(
            self._sequence_fixed_regex.replace(r"?P<seq>", "")
        )
        matching = re.match(regex, last)
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    "SELECT name FROM account_move WHERE journal_id = %s "
                    "AND sequence_prefix = %s AND sequence_number > %s "
                    "ORDER BY sequence_number DESC LIMIT 1",
                    self.journal_id.id,
                    last[: matching.start(1)],
                    int(matching.group(1) or 0),
                )
            )
            later = cr.fetchone()
        return later[0] if later else last

"""The books of a season that was billed by rows."""

from unittest.mock import patch

from odoo.addons.heating_billing.models import heating_poster_rows
from odoo.addons.heating_report.audit import broken_laws

from tests.common import HeatingCase, bill_season


class TestRows(HeatingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for index in range(3):
            cls.household(f"90000{index}")

    def test_random_acts_meet_rows(self):
        """The season that the random acts bill has a document that rows made."""
        written = []
        copy_rows = heating_poster_rows.copy_rows

        def spy(env, table, columns, rows, **kwargs):
            written.extend(rows)
            return copy_rows(env, table, columns, rows, **kwargs)

        with patch.object(heating_poster_rows, "copy_rows", spy):
            bill_season(self.env, self.season, self.users)
        self.assertTrue(written)
        self.assertFalse(broken_laws(self.env))

from odoo.tests import tagged

from .common_application import HeatingApplicationCommon
from .common_migration import run_migration

FOLDER = "heating_customer/migrations/19.0.1.3.0/"


@tagged("post_install", "-at_install")
class TestUpgradeTypes(HeatingApplicationCommon):
    """Types of applications of a database that is older than what they can do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.types = {
            kind.code: kind
            for kind in cls.env["heating.application.type"]
            .with_context(active_test=False)
            .search([])
        }
        cls.offered = {code for code, kind in cls.types.items() if kind.on_portal}

    def _get_offered(self):
        return {code for code, kind in self.types.items() if kind.on_portal}

    def test_a_new_database_offers_four_businesses_on_the_portal(self):
        self.assertEqual(self.offered, {"stop", "restore", "transfer", "area"})

    def test_an_upgraded_one_offers_the_same(self):
        for kind in self.types.values():
            kind.on_portal = False
        run_migration(self.env, FOLDER + "post-portal_types.py", version=None)
        self.assertFalse(self._get_offered())
        run_migration(self.env, FOLDER + "post-portal_types.py")
        self.assertEqual(self._get_offered(), self.offered)

    def test_who_has_chosen_has_chosen(self):
        for code, kind in self.types.items():
            kind.on_portal = code == "stop"
        run_migration(self.env, FOLDER + "post-portal_types.py")
        self.assertEqual(self._get_offered(), {"stop"})

    def test_communities_need_contracts_after_an_upgrade(self):
        kind = self.types["join_many"]
        kind.contract_needed = False
        run_migration(self.env, FOLDER + "post-community_contracts.py", version=None)
        self.assertFalse(kind.contract_needed)
        run_migration(self.env, FOLDER + "post-community_contracts.py")
        self.assertTrue(kind.contract_needed)

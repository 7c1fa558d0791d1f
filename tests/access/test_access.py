"""One table, role × model, method and route (architecture.md), against the system.

Every model, public method and route must have its reviewed row in models.csv,
methods.csv or routes.csv; each row is tried as everybody it is about. How to add a
row is told in docs/security.md.
"""

from odoo.tests import HttpCase, tagged

from tests.access.check_methods import MethodChecks
from tests.access.check_models import ModelChecks
from tests.access.check_routes import RouteChecks
from tests.access.rpc import AccessMixin


@tagged("post_install", "-at_install")
class TestAccess(ModelChecks, MethodChecks, RouteChecks, AccessMixin, HttpCase):
    """All in one class, so that the world is built once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_world()

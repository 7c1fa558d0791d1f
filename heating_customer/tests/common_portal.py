import base64
from datetime import timedelta

from odoo import fields
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user
from odoo.tools import mute_logger

from .common_application import HeatingApplicationCommon

# one white pixel
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJ"
    "RU5ErkJggg=="
)
SIGNATURE = base64.b64encode(PNG).decode()
NUMBERS = {"number": "T000001", "name": "Zhang San", "phone": "0001"}


class HeatingPortalCommon(HeatingApplicationCommon, HttpCase):
    """A householder, a neighbour, a helper and somebody else, all with a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # pages answer in the database's language, which may be another
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.default"].set("res.partner", "lang", "en_US")
        cls.clerk.lang = cls.env.ref("base.public_user").lang = "en_US"
        cls.type_stop.write(
            {"deadline_kind": "none", "arrears_cleared": False, "paper_kind_ids": False}
        )
        cls.householder, cls.neighbour = (
            cls._create_portal_user(login, partner)
            for login, partner in (
                ("householder", cls.customer),
                ("neighbour", cls.customer_2),
            )
        )
        cls.helper = cls._create_portal_user("helper")
        cls.outsider = cls._create_portal_user("outsider")
        cls.day = fields.Date.today() + timedelta(days=2)

    @classmethod
    def _create_portal_user(cls, login, partner=None):
        name = partner and partner.name
        user = new_test_user(
            cls.env,
            f"test_{login}",
            groups="base.group_portal",
            **({"partner_id": partner.id} if partner else {}),
        )
        # new_test_user names the partner after the login
        user.partner_id.write({"name": name or login.title(), "lang": "en_US"})
        return user

    # === HTTP === #

    def login(self, user):
        self.authenticate(user and user.login, user and user.login)

    def get(self, url):
        return self.url_open(url, allow_redirects=False)

    def post(self, url, files=None, **form):
        """Send a form as a browser does."""
        return self.url_open(
            url,
            data={**form, "csrf_token": Request.csrf_token(self)},
            files=files,
            allow_redirects=False,
        )

    def json(self, url, **params):
        return self.make_jsonrpc_request(url, params)

    def claim(self, **values):
        """Try to add the first household; whether it worked."""
        response = self.post("/my/heating/add", **{**NUMBERS, **values})
        return response.status_code == 303

    def apply(self, household=None, code="stop", files=None, **form):
        household = household or self.household
        return self.post(
            f"/my/heating/{household.id}/apply/{code}",
            files=files,
            **{"date_from": str(self.day), **form},
        )

    def get_applied(self, response):
        """The application that a form has led to."""
        self.assertEqual(response.status_code, 303, response.text[-3000:])
        number = int(response.headers["Location"].rpartition("/")[2])
        return self.env["heating.application"].browse(number)

    def sign(self, application, name="Zhang San", signature=SIGNATURE):
        return self.json(
            f"/my/heating/application/{application.id}/sign",
            name=name,
            signature=signature,
        )

    def quiet(self):
        """Refusals are logged as warnings."""
        return mute_logger("odoo.http", "odoo.addons.http_routing.models.ir_http")

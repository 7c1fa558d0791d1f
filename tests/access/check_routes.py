"""The table of routes: what each answers to those outside of the company's roles."""

import re

from odoo import http
from odoo.tools import mute_logger

from tests.access import introspect
from tests.access.table import OUTSIDERS, read_routes
from tests.access.visits import VISITS, prepare_visit

# refusals are logged as warnings
NOISE = (
    "odoo.addons.heating_payment.models.heating_payment_notification",
    "odoo.addons.mail.controllers.mail",
    "odoo.addons.web.controllers.export",
    "odoo.http",
    "odoo.addons.queue_job.controllers.main",
    "odoo.addons.report_xlsx.controllers.main",
    "odoo.addons.web.controllers.report",
    "odoo.sql_db",
)
SESSION_EXPIRED = 100


class RouteChecks:
    """Checks of routes.csv, for a class with `AccessMixin` that is an HttpCase."""

    route_rows = read_routes()

    def test_every_route_has_a_row(self):
        found = introspect.get_routes(self.env)
        known = {row.route for row in self.route_rows.values()}
        missing = sorted(set(found) - known)
        self.assertFalse(
            missing,
            "Think about who may ask, then add to tests/access/routes.csv (and what to "
            "send to visits.py):\n"
            + "\n".join(
                f"{route},{'JSON' if kind == 'jsonrpc' else 'GET'},{auth},,,,,"
                for route, (auth, kind) in found.items()
                if route in missing
            ),
        )

    def test_no_route_row_is_about_nothing(self):
        rules = {
            rule.rule: rule.endpoint.routing["auth"]
            for rule in introspect.get_rules(self.env)
        }
        for row in self.route_rows.values():
            with self.subTest(route=row.route):
                self.assertEqual(rules.get(row.route), row.auth)
        self.assertFalse(set(VISITS) - set(self.route_rows), "visits without a row")

    def test_answers(self):
        for persona in OUTSIDERS:
            login = self.world.users[persona].login if persona != "public" else None
            self.authenticate(login, login)
            for row in self.route_rows.values():
                with self.subTest(persona=persona, route=row.route, verb=row.verb):
                    self._check_answer(row, persona)

    def _check_answer(self, row, persona):
        visit = prepare_visit(row, self.world)
        with self.undone(), mute_logger(*NOISE):
            answer, text = self._ask(row, visit)
        self.assertEqual(answer, row.answers[persona], text[:300])
        for secret in self.world.get_secrets(persona):
            if secret not in visit.known:
                self.assertNotIn(secret, text)

    def _ask(self, row, visit):
        """Send a request.

        :return: what came of it in a word, and its text
        """
        if row.verb == "JSON":
            return self._ask_json(visit)
        data = None
        if row.verb == "POST":
            data = {**visit.data, "csrf_token": http.Request.csrf_token(self)}
        response = self.url_open(visit.url, data=data, allow_redirects=False)
        answer = str(response.status_code)
        if response.is_redirect:
            path = re.sub(r"^https?://[^/]+|[?#].*$", "", response.headers["Location"])
            answer = "login" if path == "/web/login" else f"to {path}"
            answer = re.sub(r"/\d+$", "/…", answer)
        return answer, response.text

    def _ask_json(self, visit):
        response = self.url_open(
            visit.url,
            json={"jsonrpc": "2.0", "method": "call", "params": visit.data, "id": 0},
        )
        if response.status_code != 200:
            return str(response.status_code), response.text
        error = response.json().get("error")
        if not error:
            return "ok", response.text
        if error["code"] == SESSION_EXPIRED:
            return "login", ""
        return error["data"]["name"].rpartition(".")[2], str(error)

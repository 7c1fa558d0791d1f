"""Every role opens all views that it reaches, reads records and begins new ones."""

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged
from odoo.tools.safe_eval import safe_eval

from tests.access.table import ROLES
from tests.access.world import World
from tests.views.screens import (
    get_editable_nodes,
    get_filters,
    get_picker_domain,
    get_screens,
    get_specification,
    may_create,
)

FEW = 5


@tagged("post_install", "-at_install")
class TestEveryRoleOpensEveryView(TransactionCase):
    """One world for all roles; each looks at its screens as the web client does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = World(cls.env)
        cls.env.invalidate_all()

    def get_env(self, role):
        """The environment of a role's user, with nothing in the cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env(
            user=self.world.users[role],
            su=False,
            context={"lang": "en_US", "allowed_company_ids": self.world.company.ids},
        )

    def test_records_are_read_as_the_views_want_them(self):
        seen = 0
        for role in ROLES:
            for screen in get_screens(self.get_env(role)):
                for kind in set(screen.views) & {"list", "kanban", "form"}:
                    with self.subTest(role=role, screen=screen.name, view=kind):
                        seen += self._read(screen, kind)
        self.assertGreater(seen, 1000)

    def _read(self, screen, kind):
        """Read a few records; how many there were."""
        specification = get_specification(
            screen.parse(kind), screen.model, screen.fields
        )
        self.env.invalidate_all()
        try:
            if kind != "form":
                answer = screen.records.web_search_read(
                    screen.domain, specification, limit=FEW
                )
                return len(answer["records"])
            records = screen.records.search(screen.domain, limit=FEW)
            return len(records.web_read(specification))
        except AccessError as error:
            self.fail(f"{screen.model} {kind}: {error}")

    def test_filters_and_groups_work(self):
        for role in ROLES:
            for screen in get_screens(self.get_env(role)):
                if "search" not in screen.views:
                    continue
                filters = get_filters(screen.parse("search"), screen)
                for name, domain, group in filters:
                    with self.subTest(role=role, screen=screen.name, filter=name):
                        self._search(screen, domain, group)

    def _search(self, screen, domain, group):
        try:
            if domain:
                domain = safe_eval(domain, {"uid": screen.env.uid})
                screen.records.search_count(domain)
            if group:
                screen.records.formatted_read_group([], [group], ["__count"])
        except AccessError as error:
            self.fail(f"{screen.model}: {error}")

    def test_pickers_of_a_new_record_offer_something(self):
        """A new record's lists to choose from are filled as soon as there are records.

        Those, that is, which must be filled in, or go by the company. The domains are
        those of the client, which knows only what the form shows.
        """
        seen = set()
        for role in ROLES:
            for screen in get_screens(self.get_env(role)):
                if "form" not in screen.views:
                    continue
                form = screen.parse("form")
                if may_create(form) and screen.records.has_access("create"):
                    seen.add(screen.model)
                    self._check_pickers(role, screen, form)
        for model in ("heating.location", "heating.space", "heating.charge"):
            self.assertIn(model, seen)

    def _check_pickers(self, role, screen, form):
        specification = get_specification(form, screen.model, screen.fields)
        values = screen.records.onchange({}, [], specification)["value"]
        descriptions = screen.fields[screen.model]
        for node in get_editable_nodes(form):
            description = descriptions[node.get("name")]
            by_company = "company_id" in str(description.get("domain"))
            if description["type"] != "many2one" or not (
                description["required"] or by_company
            ):
                continue
            with self.subTest(role=role, model=screen.model, field=node.get("name")):
                choices = screen.env[description["relation"]]
                domain = get_picker_domain(node, description, values)
                there_are = []
                if not description["required"]:
                    # what else is asked of it may well be met by nothing
                    known = {**values, "company_id": self.world.company.id}
                    there_are = get_picker_domain(node, description, known)
                if choices.search_count(there_are, limit=1):
                    self.assertTrue(choices.name_search("", domain, limit=1), domain)

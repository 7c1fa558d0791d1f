from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common_application import HeatingApplicationCommon


@tagged("post_install", "-at_install")
class TestPaper(HeatingApplicationCommon):
    """The register of papers: their kinds, their households, and who sees them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deed = cls.env.ref("heating_customer.paper_kind_deed")
        cls.identity = cls.env.ref("heating_customer.paper_kind_identity")

    def _attach(self, record=None, kind=None, user=None, **vals):
        record = self.household if record is None else record
        return self.env["ir.attachment"].browse(
            self.rpc(
                user or self.clerk,
                "ir.attachment",
                "create",
                {
                    "name": "scan.png",
                    "raw": "x",
                    "res_model": record._name,
                    "res_id": record.id,
                    "heating_paper_kind_id": (kind or self.deed).id,
                    **vals,
                },
            )
        )

    def _register(self, user):
        found = self.rpc(
            user,
            "ir.attachment",
            "web_search_read",
            [("heating_household_id", "!=", False)],
            {"name": {}, "heating_document": {}, "heating_paper_kind_id": {}},
            limit=80,
        )
        return {record["id"]: record for record in found["records"]}

    def test_the_page_of_a_household_takes_and_lists_papers(self):
        application = self._create_application()
        contract = self.env["heating.contract"].create(
            {"household_id": self.household.id}
        )
        papers = self._attach() | self._attach(application) | self._attach(contract)
        self.rpc(
            self.clerk,
            "heating.household",
            "web_save",
            self.household.ids,
            {
                "paper_ids": [
                    Command.create(
                        {
                            "name": "card.png",
                            "datas": "eA==",
                            "heating_paper_kind_id": self.identity.id,
                        }
                    )
                ]
            },
            {},
            context={
                "default_res_model": "heating.household",
                "default_res_id": self.household.id,
            },
        )
        found = self.household.paper_ids
        self.assertEqual(len(found), 4)
        self.assertLessEqual(papers, found)
        card = found - papers
        self.assertEqual(card.res_model, "heating.household")
        self.assertEqual(card.res_id, self.household.id)
        self.assertEqual(card.heating_paper_kind_id, self.identity)

    def test_a_paper_follows_its_document(self):
        """Nobody pushes a file under another household."""
        paper = self._attach(heating_household_id=self.household_2.id)
        self.assertEqual(paper.heating_household_id, self.household)
        self.rpc(
            self.clerk,
            "ir.attachment",
            "write",
            paper.ids,
            {"heating_household_id": self.household_2.id},
        )
        self.assertEqual(paper.heating_household_id, self.household)
        loose = self._attach(
            self.env["res.partner"].browse(self.customer.id),
            heating_household_id=self.household.id,
        )
        self.assertFalse(loose.heating_household_id)

    def test_the_register_follows_the_rights_on_documents(self):
        here = self._attach()
        there = self._attach(self.other_household)
        east = self._create_user("archive_clerk", login="east", branches=self.branch)
        west = self._create_user(
            "archive_clerk", login="west", branches=self.other_branch
        )
        self.assertIn(here.id, self._register(east))
        self.assertNotIn(there.id, self._register(east))
        self.assertNotIn(here.id, self._register(west))
        self.assertIn(there.id, self._register(west))
        for user in (self.manager, self.clerk):
            self.assertLessEqual({here.id, there.id}, self._register(user).keys())
        self.assertFalse(self._register(self.stranger))
        for method, *args in (
            ("read", ["raw"]),
            ("write", {"heating_paper_kind_id": self.identity.id}),
            ("unlink",),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(west, "ir.attachment", method, here.ids, *args)
        with self.assertRaises(AccessError):
            self._attach(user=west)

    def test_householders_read_no_paper(self):
        """Not even of their household: those of the customer before hang there too."""
        portal = new_test_user(self.env, "test_portal", groups="base.group_portal")
        paper = self._attach()
        self.household.customer_id = portal.partner_id
        with self.assertRaises(AccessError):
            self.rpc(portal, "ir.attachment", "read", paper.ids, ["name"])
        self.assertFalse(self._register(portal))
        with self.assertRaises(AccessError):
            self.rpc(
                portal, "heating.household", "read", self.household.ids, ["paper_ids"]
            )

    def test_households_without_a_paper_of_a_kind(self):
        self._attach()
        model = self.env["heating.household"].with_user(self.clerk)
        without = model.search([("missing_paper_kind_id", "=", self.deed.id)])
        self.assertNotIn(self.household, without)
        self.assertIn(self.household_2, without)
        without = model.search([("missing_paper_kind_id", "ilike", self.identity.name)])
        self.assertIn(self.household, without)
        self.assertFalse(
            model.search([("missing_paper_kind_id", "ilike", "no such kind")])
        )
        self.assertEqual(
            model.search_count([("missing_paper_kind_id", "not in", self.deed.ids)]), 1
        )

    def test_the_register_says_where_a_paper_hangs(self):
        application = self._create_application()
        paper = self._attach(application)
        self.assertIn(
            application.number, self._register(self.clerk)[paper.id]["heating_document"]
        )

    def test_a_register_costs_no_query_a_paper(self):
        def queries(count):
            papers = self.env["ir.attachment"]
            for index in range(count):
                household = self._create_household(
                    f"R{count}{index:03d}", self.customer
                )
                papers |= self._attach(household)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            papers.with_user(self.clerk).read(
                ["name", "heating_document", "heating_household_id"]
            )
            return self.cr.sql_log_count - before

        queries(1)
        self.assertLessEqual(queries(30), queries(2) + 3)

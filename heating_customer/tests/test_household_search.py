from odoo.tests import tagged
from odoo.tools import SQL

from .common import HeatingCustomerCommon


@tagged("post_install", "-at_install")
class TestHouseholdSearch(HeatingCustomerCommon):
    """Any part of number, name, phone and address, words in any order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        garden = cls.env["heating.location"].create(
            {"name": "翡翠花园", "kind": "community", "branch_id": cls.branch.id}
        )
        owner, neighbour, payer = cls.env["res.partner"].create(
            [
                {"name": "欧阳娜娜", "phone": "13977775555"},
                {"name": "司马相如", "phone": "13966664444"},
                {"name": "市第一中学"},
            ]
        )
        cls.owned = cls._create_household("Q880001", owner, garden, room="3-502")
        cls.other = cls._create_household(
            "Q880002", neighbour, garden, room="3-601", payer_id=payer.id
        )
        cls.both = cls.owned | cls.other

    def _find(self, text):
        households = self.env["heating.household"]
        found = households.search([("display_name", "ilike", text)])
        # the same asked of records, one by one
        domain = households._get_search_domain(text)
        self.assertEqual(self.both.filtered_domain(domain), found & self.both)
        return found

    def test_two_characters_find_what_contains_them(self):
        for text, expected in (
            ("娜娜", self.owned),
            ("欧阳", self.owned),
            ("相如", self.other),
            ("一中", self.other),
            ("翡翠", self.both),
            ("Q8", self.both),
            ("q8", self.both),
            ("花翠", self.owned.browse()),
            ("如1", self.owned.browse()),
        ):
            with self.subTest(text):
                self.assertEqual(self._find(text), expected)
        self.assertIn(self.owned, self._find("55"))
        self.assertNotIn(self.other, self._find("55"))

    def test_words_of_any_length_are_found_together(self):
        for text, expected in (
            ("欧阳 翡翠", self.owned),
            ("翡翠　欧阳", self.owned),
            ("Ｑ８８０００１", self.owned),
            ("翡翠花园 601", self.other),
            ("翡翠 ６０１ 司马", self.other),
            ("翡 如", self.other),
            ("13966664444", self.other),
            ("欧阳 相如", self.owned.browse()),
        ):
            with self.subTest(text):
                self.assertEqual(self._find(text), expected)

    def test_wildcards_are_characters_like_others(self):
        self.assertFalse(self._find("%_") & self.both)

    def test_a_new_name_is_found_and_the_old_one_is_not(self):
        self.owned.customer_id.name = "诸葛"
        self.assertEqual(self._find("诸葛"), self.owned)
        self.assertNotIn(self.owned, self._find("欧阳"))

    def test_two_characters_use_the_index(self):
        self.assertIn("heating_household_search_bigrams_index", self._explain("欧阳"))

    def test_three_characters_use_the_trigrams(self):
        """Which an installation must have made, though it made the extension, too."""
        self.assertIn("heating_household__search_text_index", self._explain("翡翠花园"))

    def _explain(self, text):
        """The plan of a search where the word is the only way to few households."""
        households = self.env["heating.household"]
        domain = households._get_search_domain(text)
        query = households.with_context(active_test=False)._search(domain, order="id")
        self.env.flush_all()
        # a table of three rows is read through, whatever indexes it has
        with self.env.cr.savepoint() as savepoint:
            self.env.cr.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off"
            )
            rows = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
            savepoint.rollback()
        return "\n".join(row[0] for row in rows)

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_application import HeatingApplicationCommon


@freeze_time("2026-11-20 02:00:00")
@tagged("post_install", "-at_install")
class TestApplicationSpace(HeatingApplicationCommon):
    """Spaces are added and ended by applications, and by no clerk alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type_area = cls.env["heating.application.type"].search(
            [("effect", "=", "area")], limit=1
        )
        cls.type_area.write(
            {"deadline_kind": "none", "arrears_cleared": False, "paper_kind_ids": False}
        )
        cls.main = cls.household.space_ids

    def _draft(self, change, **vals):
        return self._create_application(
            self.type_area,
            **{"space_change": change, "date_from": "2026-11-20", **vals},
        )

    def _done(self, change, **vals):
        application = self._draft(change, **vals)
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        self.assertEqual(application.state, "done", application.pending_text)
        return application

    def _add(self, **vals):
        return self._done(
            "add",
            **{
                "new_space_name": "Balcony",
                "new_category_id": self.category.id,
                "new_built_area": 8.5,
                **vals,
            },
        )

    def test_a_space_is_added_from_its_day_on(self):
        space = self._add(date_from="2026-12-01").new_space_id
        self.assertEqual(
            (space.name, space.built_area, space.date_from, space.date_to),
            ("Balcony", 8.5, date(2026, 12, 1), False),
        )
        self.assertEqual(self.household._get_spaces_on(date(2026, 11, 30)), self.main)
        self.assertEqual(
            self.household._get_spaces_on(date(2026, 12, 1)), self.main | space
        )

    def test_what_cannot_be_added_is_refused_in_words(self):
        self._add()
        good = {
            "new_space_name": "Loft",
            "new_category_id": self.category.id,
            "new_built_area": 8.5,
        }
        for vals, words in (
            ({"new_space_name": " "}, "what the added space is called"),
            ({"new_space_name": "Balcony"}, "has a space “Balcony” already"),
            ({"new_category_id": False}, "price category of the added"),
            ({"new_built_area": 0.0}, "more than 0 m²"),
            ({"new_inner_area": 9.0}, "more than the built area"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self._draft("add", **{**good, **vals}).request_validation()

    def test_a_space_ends_the_day_before(self):
        space = self._add(date_from="2026-11-21").new_space_id
        self._done("end", space_id=space.id, date_from="2026-12-01")
        self.assertEqual(space.date_to, date(2026, 11, 30))
        self.assertEqual(self.household._get_spaces_on(date(2026, 12, 1)), self.main)

    def test_a_space_that_ends_on_its_first_day_never_held(self):
        space = self._add(date_from="2026-12-01").new_space_id
        self._done("end", space_id=space.id, date_from="2026-12-01")
        self.assertFalse(space.active)

    def test_the_last_space_does_not_end(self):
        with self.assertRaisesRegex(UserError, "leave the network instead"):
            self._draft("end", space_id=self.main.id).request_validation()

    def test_a_space_does_not_end_before_what_follows_it(self):
        space = self._add().new_space_id
        self._done(
            "change",
            space_id=space.id,
            new_built_area=9.0,
            date_from="2026-12-10",
        )
        with self.assertRaisesRegex(UserError, "changes on 2026-12-10"):
            self._draft(
                "end", space_id=space.id, date_from="2026-12-01"
            ).request_validation()

    def test_a_clerk_begins_no_space_of_a_household_in_the_network(self):
        vals = {
            "household_id": self.household.id,
            "name": "By the Way",
            "category_id": self.category.id,
            "built_area": 5.0,
        }
        for call in (
            ("heating.space", "create", [vals]),
            ("heating.space", "copy", self.main.ids),
            (
                "heating.household",
                "write",
                self.household.ids,
                {"space_ids": [[0, 0, vals]]},
            ),
        ):
            with (
                self.subTest(call=call[:2]),
                self.assertRaisesRegex(AccessError, "begins by an application"),
                self.env.cr.savepoint(),
            ):
                self.rpc(self.clerk, *call)
        self.assertEqual(self.household.space_ids, self.main)
        self.rpc(self.administrator, "heating.space", "create", [vals])
        self.assertEqual(len(self.household.space_ids), 2)

    def test_what_an_application_made_is_not_corrected_by_its_clerk(self):
        space = self._add().new_space_id
        self.env.cr.execute(
            "UPDATE heating_space SET create_uid = %s WHERE id = %s",
            [self.clerk.id, space.id],
        )
        space.invalidate_recordset(["create_uid"])
        with self.assertRaisesRegex(AccessError, "changes by an application"):
            self.rpc(
                self.clerk, "heating.space", "write", space.ids, {"built_area": 1.0}
            )

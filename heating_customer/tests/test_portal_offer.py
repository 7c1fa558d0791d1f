from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common_application import HeatingApplicationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-26 02:00:00")
class TestPortalOffer(HeatingApplicationCommon):
    """What the portal proposes to a householder before anything is typed."""

    def _get_day(self):
        kinds = type(self.type_stop)
        start = date(2026, 11, 15)
        with patch.object(kinds, "_get_season_start", lambda self, day: start):
            return self.type_stop._get_portal_day()

    def test_after_the_deadline_the_next_season_is_proposed(self):
        self.type_stop.write(
            {"deadline_kind": "date", "deadline_month": "9", "deadline_day": 30}
        )
        self.assertEqual(self._get_day(), date(2027, 11, 15))

    def test_without_a_deadline_today_is_proposed(self):
        self.type_stop.deadline_kind = "none"
        self.assertEqual(self._get_day(), date(2026, 11, 26))

    def test_a_business_is_offered_in_the_states_that_it_begins_in(self):
        self.assertTrue(self.type_stop._is_offered_for(self.household))
        self.assertFalse(self.type_restore._is_offered_for(self.household))

    def test_a_stop_to_come_can_be_taken_back(self):
        self.household._change_supply("stopped", date(2027, 11, 15))
        self.assertTrue(self.type_restore._is_offered_for(self.household))

    def test_a_day_has_no_time_of_day_in_the_path(self):
        application = self._create_application()
        step = application._path_step(date(2026, 11, 26), "", "")
        self.assertTrue(step["is_day"])
        self.assertFalse(application._get_path()[0]["is_day"])

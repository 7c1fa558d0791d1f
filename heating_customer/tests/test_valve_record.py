from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common_application import HeatingApplicationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20 03:00:00")
class TestValveRecord(HeatingApplicationCommon):
    """Valves and seals: from applications and by hand."""

    def _vals(self, **vals):
        return {
            "household_id": self.household.id,
            "state": "shut",
            "seal_number": "S-1",
            **vals,
        }

    def _record(self, user=None, **vals):
        return self.env["heating.valve.record"].browse(
            self.rpc(
                user or self.field_worker,
                "heating.valve.record",
                "create",
                self._vals(**vals),
            )
        )

    def test_confirmed_work_is_recorded(self):
        application = self._create_approved(date_from="2026-11-20")
        self.assertFalse(self.household.valve_state)
        self.rpc(
            self.field_worker,
            "heating.application",
            "action_confirm_field",
            application.ids,
            "2026-11-19",
            "S-77",
        )
        record = self.household.valve_record_ids
        self.assertRecordValues(
            record,
            [
                {
                    "state": "shut",
                    "seal_number": "S-77",
                    "user_id": self.field_worker.id,
                    "application_id": application.id,
                }
            ],
        )
        self.assertEqual(str(record.date), "2026-11-19")
        self.assertEqual(self.household.valve_state, "shut")
        self.assertEqual(self.household.seal_number, "S-77")
        self.assertEqual(application.state, "done")
        with freeze_time("2026-11-25 03:00:00"):
            restore = self._create_approved(self.type_restore, date_from="2026-11-25")
            restore.with_user(self.field_worker).action_confirm_field("2026-11-25")
        self.assertEqual(self.household.valve_state, "open")
        self.assertFalse(self.household.seal_number)

    def test_a_business_without_a_valve_records_none(self):
        kind = self.env.ref("heating_customer.application_type_payer")
        kind.field_work = True
        application = self._create_approved(
            kind, new_payer_id=self.customer_2.id, date_from="2026-11-20"
        )
        application.with_user(self.field_worker).action_confirm_field("2026-11-20")
        self.assertEqual(application.state, "done")
        self.assertFalse(self.household.valve_record_ids)

    def test_the_last_day_counts(self):
        self._record(date="2026-11-18")
        self._record(date="2026-11-10", state="open", seal_number=False)
        self.assertEqual(self.household.valve_state, "shut")
        self._record(date="2026-11-18", seal_number="S-2")
        self.assertEqual(self.household.seal_number, "S-2")
        found = self.env["heating.household"].search([("seal_number", "=", "S-2")])
        self.assertEqual(found, self.household)

    def test_impossible_records(self):
        with self.assertRaises(ValidationError):
            self._record(date="2026-11-21")
        for seal in (False, " "):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self._record(seal_number=seal)

    def test_only_field_workers_record_and_nobody_changes(self):
        record = self._record()
        self.assertEqual(record.user_id, self.field_worker)
        application = self._create_application()
        portal = new_test_user(self.env, "test_portal", groups="base.group_portal")
        for role, user in (
            *self.users.items(),
            ("stranger", self.stranger),
            ("portal", portal),
        ):
            if role != "field_worker":
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self._record(user)
            for method, *args in (("write", {"note": "x"}), ("unlink",)):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self.rpc(user, "heating.valve.record", method, record.ids, *args)
        for vals in ({"user_id": self.clerk.id}, {"application_id": application.id}):
            with self.assertRaises(AccessError):
                self._record(**vals)
        with self.assertRaises(UserError):
            record.sudo().unlink()
        west = self._create_user(
            "field_worker", login="west", branches=self.other_branch
        )
        with self.assertRaises(AccessError):
            self._record(west)
        with self.assertRaises(AccessError):
            self.rpc(west, "heating.valve.record", "read", record.ids, ["date"])
        self.household.customer_id = portal.partner_id
        with self.assertRaises(AccessError):
            self.rpc(
                portal, "heating.household", "read", self.household.ids, ["seal_number"]
            )

import base64
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_application import HeatingApplicationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20")
class TestApplicationEffects(HeatingApplicationCommon):
    """Each business, from a clerk's draft to what it changes in the archive."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.types = {
            kind.code: kind for kind in cls.env["heating.application.type"].search([])
        }
        cls.space = cls.household.space_ids
        cls.business = cls.env.ref("heating_customer.category_business")

    def _approved(self, code, **vals):
        return self._create_approved(self.types[code], **vals)

    def _confirm(self, application, valve_on="2026-11-20", seal_number="S-77"):
        application.with_user(self.field_worker).action_confirm_field(
            valve_on, seal_number
        )

    def _spaces(self):
        return [
            (
                space.built_area,
                space.category_id,
                str(space.date_from or ""),
                str(space.date_to or ""),
            )
            for space in self.household.space_ids.sorted(lambda s: s.id)
        ]

    # === AREA AND CATEGORY === #

    def test_area_changes_from_a_day(self):
        application = self._approved(
            "area",
            space_id=self.space.id,
            new_built_area=120.5,
            date_from="2026-11-16",
        )
        self.assertEqual(application.state, "done")
        resident = self.category
        self.assertEqual(
            self._spaces(),
            [(100.0, resident, "", "2026-11-15"), (120.5, resident, "2026-11-16", "")],
        )
        self.assertEqual(application.new_space_id.built_area, 120.5)
        self.assertEqual(self.household.built_area, 120.5)

    def test_category_changes_in_the_future(self):
        self._approved(
            "category",
            space_id=self.space.id,
            new_category_id=self.business.id,
            date_from="2026-12-01",
        )
        self.assertEqual(self.household.category_id, self.category)
        with freeze_time("2026-12-01 04:00:00"):
            self.env["heating.household"]._refresh_current_values()
            self.assertEqual(self.household.category_id, self.business)

    def test_impossible_areas(self):
        for vals, pattern in (
            ({"space_id": False}, "Choose the space"),
            ({"new_built_area": 0}, "more than 0"),
            ({"new_built_area": 100.0}, "like this already"),
            ({"new_built_area": 90, "new_inner_area": 95}, "inner area cannot"),
            (
                {"space_id": self.household_2.space_ids.id, "new_built_area": 90},
                "Choose the space",
            ),
        ):
            application = self._create_application(
                self.types["area"], **{"space_id": self.space.id, **vals}
            )
            with self.subTest(**vals), self.assertRaisesRegex(UserError, pattern):
                application.request_validation()

    # === SUPPLY === #

    def test_late_start(self):
        application = self._create_application(
            self.types["late_start"], date_from="2026-11-15"
        )
        with self.assertRaisesRegex(UserError, "last day without heat"):
            application.request_validation()
        application.date_to = "2026-12-14"
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        self._confirm(application, "2026-11-15")
        supply = self.household.supply_ids
        self.assertEqual(
            (supply.state, supply.date_from, supply.date_to),
            ("late_start", date(2026, 11, 15), date(2026, 12, 14)),
        )

    def test_too_short_a_stop(self):
        self.types["mid_stop"].min_days = 30
        application = self._create_application(
            self.types["mid_stop"], date_from="2026-12-01", date_to="2026-12-29"
        )
        with self.assertRaisesRegex(UserError, "30 days at least.*there are 29"):
            application.request_validation()
        application.date_to = "2026-12-30"
        application.request_validation()

    def test_cut_off_needs_two_notices(self):
        application = self._create_application(self.types["cut_off"])
        with self.assertRaisesRegex(UserError, "2 recorded notices.*there are 0"):
            application.request_validation()
        application.warning_ids = [
            Command.create({"date": day, "means": "paper"})
            for day in ("2026-11-01", "2026-11-10")
        ]
        # arrears are the business of the addon that bills
        owing = patch.object(
            self.env.registry["heating.application"], "_get_open_debt", lambda self: 1.0
        )
        with owing:
            application.request_validation()
        with self.assertRaisesRegex(UserError, "no longer a draft"):
            application.warning_ids[0].with_user(self.clerk).unlink()
        application.with_user(self.approver).validate_tier()
        with owing:
            self._confirm(application)
        self.assertEqual(self.household.supply_state, "cut_off")
        restore = self._create_application(self.type_restore, date_from="2026-11-21")
        with self.assertRaisesRegex(UserError, "Cut Off"):
            restore.request_validation()
        reconnect = self._approved("reconnect", date_from="2026-11-21")
        with freeze_time("2026-11-21"):
            self._confirm(reconnect, "2026-11-21", False)
            self.assertEqual(self.household.supply_state, "supplied")

    # === CONDITIONS === #

    def test_building_within_its_warranty(self):
        self.type_stop.warranty_excluded = True
        self.unit.parent_id.warranty_until = "2026-12-31"
        application = self._create_application()
        with self.assertRaisesRegex(UserError, "within its warranty until 2026-12-31"):
            application.request_validation()
        application.date_from = "2027-01-01"
        application.request_validation()

    def test_share_of_a_building(self):
        # two flats of 100 m² in the building: one is half of it
        self.type_stop.building_share_max = 0.49
        application = self._create_application()
        with self.assertRaisesRegex(UserError, "50.0 %.*at most 49.0 %"):
            application.request_validation()
        self.type_stop.building_share_max = 0.5
        application.request_validation()

    def test_required_papers(self):
        deed = self.env.ref("heating_customer.paper_kind_deed")
        self.type_stop.paper_kind_ids = deed
        application = self._create_application()
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.clerk)
            .create(
                {
                    "name": "deed.pdf",
                    "datas": base64.b64encode(b"deed"),
                    "res_model": "heating.application",
                    "res_id": application.id,
                }
            )
        )
        self.assertEqual(attachment.heating_paper_kind_id.code, "other")
        self.assertEqual(attachment.heating_household_id, self.household)
        with self.assertRaisesRegex(UserError, "missing: Property Deed"):
            application.request_validation()
        attachment.heating_paper_kind_id = deed
        application.request_validation()
        self.assertEqual(application.state, "requested")

    def test_supervisor_lets_a_late_application_pass(self):
        self.type_stop.write(
            {"deadline_kind": "date", "deadline_month": "10", "deadline_day": 15}
        )
        application = self._create_application(date_from="2026-12-01")
        self.assertTrue(application.is_late)
        with self.assertRaises(AccessError):
            application.action_allow_late("please")
        with self.assertRaises(AccessError):
            self.rpc(
                self.clerk,
                "heating.application",
                "write",
                [application.id],
                {"override_by_id": self.clerk.id},
            )
        supervisor = application.with_user(self.approver)
        with self.assertRaisesRegex(UserError, "Say why"):
            supervisor.action_allow_late("  ")
        dialog = (
            self.env["heating.application.late"]
            .with_user(self.approver)
            .create({"application_id": application.id, "reason": "in hospital"})
        )
        dialog.action_allow()
        self.assertFalse(application.is_late)
        self.assertEqual(application.override_by_id, self.approver)
        application.request_validation()
        self.assertEqual(application.state, "requested")

    # === TRANSFER, PAYER, LEAVING, JOINING === #

    def test_transfer_needs_both_sides(self):
        application = self._approved(
            "transfer", date_from="2026-11-20", new_customer_id=self.customer_2.id
        )
        self.assertEqual(application.state, "approved")
        self.assertIn("former customer", application.pending_text)
        with self.assertRaises(AccessError):
            application.with_user(self.manager).action_confirm_old()
        application.with_user(self.clerk).action_confirm_old()
        with self.assertRaisesRegex(UserError, "confirmed already"):
            application.with_user(self.clerk).action_confirm_old()
        with self.assertRaisesRegex(UserError, "another clerk enters"):
            application.with_user(self.clerk).action_confirm_new()
        self.assertEqual(self.household.customer_id, self.customer)
        application.with_user(self.clerk_2).action_confirm_new()
        self.assertEqual(application.state, "done")
        self.assertEqual(self.household.customer_id, self.customer_2)
        self.assertEqual(
            [
                (each.partner_id, str(each.date_from or ""), str(each.date_to or ""))
                for each in self.household.occupancy_ids.sorted("id")
            ],
            [
                (self.customer, "", "2026-11-19"),
                (self.customer_2, "2026-11-20", ""),
            ],
        )
        self.assertEqual(application.old_customer_id, self.customer)

    @mute_logger("odoo.addons.queue_job.utils")
    def test_transfer_waits_for_its_day(self):
        application = self._approved(
            "transfer", date_from="2026-12-01", new_customer_id=self.customer_2.id
        )
        application.with_user(self.clerk).action_confirm_old()
        application.with_user(self.clerk_2).action_confirm_new()
        self.assertIn("2026-12-01", application.pending_text)
        self.assertEqual(self.household.customer_id, self.customer)
        self.assertFalse(application.sudo()._is_due())
        jobs = self.env["queue.job"].search([])
        self.env["heating.application"]._finish_due()
        self.assertEqual(self.env["queue.job"].search([]), jobs)
        with freeze_time("2026-12-01 04:00:00"):
            self.env["heating.application"]._finish_due()
        self.assertEqual(
            (self.env["queue.job"].search([]) - jobs).mapped("name"),
            [application.display_name],
        )
        with freeze_time("2026-12-01 04:00:00"):
            self.env["heating.application"].with_context(
                queue_job__no_delay=True
            )._finish_due()
        self.assertEqual(application.state, "done")
        self.assertEqual(self.household.customer_id, self.customer_2)

    def test_what_was_signed_does_not_change(self):
        application = self._create_application(
            self.types["transfer"],
            date_from="2026-11-20",
            new_customer_id=self.customer_2.id,
        )
        application.action_confirm_new()
        with self.assertRaisesRegex(UserError, "A side has confirmed"):
            application.debt_handling = "taken_over"

    def test_transfer_to_who_has_it(self):
        application = self._create_application(
            self.types["transfer"], new_customer_id=self.customer.id
        )
        with self.assertRaisesRegex(UserError, "customer of household.*already"):
            application.request_validation()

    def test_another_payer(self):
        self._approved("payer", new_payer_id=self.customer_2.id)
        self.assertEqual(self.household.payer_id, self.customer_2)
        again = self._create_application(
            self.types["payer"], new_payer_id=self.customer_2.id
        )
        with self.assertRaisesRegex(UserError, "pays for household"):
            again.request_validation()

    def test_leaving_keeps_the_history(self):
        application = self._approved("leave", date_from="2026-11-20")
        self._confirm(application)
        self.assertEqual(application.state, "done")
        self.assertEqual(self.household.state, "closed")
        self.assertEqual(self.household.left_on, date(2026, 11, 20))
        self.assertEqual(self.space.date_to, date(2026, 11, 19))
        self.assertEqual(self.household.supply_state, "disconnected")
        self.household.active = False
        self.household.flush_recordset()

    def test_joining(self):
        vals = {
            "household_id": False,
            "location_id": self.unit.id,
            "room": "909",
            "new_customer_id": self.customer_2.id,
            "new_category_id": self.category.id,
            "new_built_area": 88.8,
            "date_from": "2026-11-20",
        }
        # with a contract: see test_contract.py
        self.types["join"].contract_needed = False
        application = self._create_application(self.types["join"], **vals)
        with self.assertRaisesRegex(UserError, "has to be surveyed"):
            application.request_validation()
        application.surveyed_on = "2026-11-18"
        self.assertEqual(application.branch_id, self.unit.branch_id)
        deed = self.env.ref("heating_customer.paper_kind_deed")
        paper = self.env["ir.attachment"].create(
            {
                "name": "deed.png",
                "raw": b"x",
                "res_model": application._name,
                "res_id": application.id,
                "heating_paper_kind_id": deed.id,
            }
        )
        self.assertFalse(paper.heating_household_id)
        application.request_validation()
        self.assertFalse(application.household_id)
        application.with_user(self.approver).validate_tier()
        household = application.household_id
        self.assertEqual(application.state, "done")
        self.assertEqual(household.state, "active")
        self.assertEqual(household.built_area, 88.8)
        self.assertEqual(household.joined_on, date(2026, 11, 20))
        self.assertEqual(household.customer_id, self.customer_2)
        # the papers were there before their household was
        self.assertEqual(paper.heating_household_id, household)
        self.assertIn(paper, household.with_user(self.clerk).paper_ids)
        again = self._create_application(
            self.types["join"], **vals, surveyed_on="2026-11-18"
        )
        with self.assertRaisesRegex(UserError, f"household {household.number} already"):
            again.request_validation()

    # === DEPARTMENTS AND REMINDERS === #

    def test_departments_are_told_and_confirm(self):
        production = self.env.ref("heating_customer.department_production")
        production.user_ids = self.field_worker
        application = self._approved("payer", new_payer_id=self.customer_2.id)
        self.assertEqual(len(application.department_notice_ids), 3)
        notice = application.department_notice_ids.filtered(
            lambda each: each.department_id == production
        )
        mine = self.env["heating.application.notice"].with_user(self.field_worker)
        self.assertEqual(mine.search([("is_mine", "=", True)]), notice)
        with self.assertRaises(AccessError):
            notice.with_user(self.clerk).action_confirm()
        notice.with_user(self.field_worker).action_confirm()
        self.assertEqual(notice.confirmed_by_id, self.field_worker)
        self.assertFalse(mine.search([("is_mine", "=", True)]))

    def test_reviewers_are_reminded_once(self):
        application = self._create_requested()
        night = self.env["heating.application"]
        night._remind_reviewers()
        self.assertFalse(application.reminded_on)
        with freeze_time("2026-11-23 01:00:00"):
            night._remind_reviewers()
            self.assertTrue(application.reminded_on)
            self.assertIn(self.approver.partner_id, self._reminders(application))
            night._remind_reviewers()
            self.assertEqual(len(self._reminders(application)), 1)

    def _reminders(self, application):
        """Who was reminded of the application, once for each reminder."""
        messages = self.env["mail.message"].search(
            [
                ("model", "=", "heating.application"),
                ("res_id", "=", application.id),
                ("message_type", "=", "user_notification"),
                ("subject", "like", "Waiting for you"),
            ]
        )
        return [partner for message in messages for partner in message.partner_ids]

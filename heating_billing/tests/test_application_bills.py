from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20")
class TestApplicationBills(HeatingBillingCommon):
    """What businesses ask of bills, and what bills refuse them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.types = {
            kind.code: kind for kind in cls.env["heating.application.type"].search([])
        }
        cls._bill_season()

    def _draft(self, code, **vals):
        kind = self.types[code]
        kind.arrears_cleared = False
        return (
            self.env["heating.application"]
            .with_user(self.clerk)
            .create(
                {
                    "type_id": kind.id,
                    "household_id": self.household.id,
                    "date_from": "2026-11-20",
                    **vals,
                }
            )
        )

    def test_a_state_without_a_share(self):
        application = self._draft("late_start", date_to="2026-12-01")
        with self.assertRaisesRegex(UserError, "no share for the supply state"):
            application.request_validation()

    def test_a_season_that_is_over(self):
        self.env["heating.season"].create(
            {"date_start": "2025-11-15", "date_end": "2026-03-14"}
        )
        application = self._draft("stop", date_from="2026-01-10")
        with self.assertRaisesRegex(UserError, "which is over.*after 2026-03-14"):
            application.request_validation()

    def test_a_day_before_a_season_that_is_over(self):
        """From then on: the archive of the season that is over would be another."""
        self.env["heating.season"].create(
            {"date_start": "2025-11-15", "date_end": "2026-03-14"}
        )
        for code, vals in (
            ("area", {"space_id": self.household.space_ids.id, "new_built_area": 9.0}),
            ("transfer", {"new_customer_id": self.customer_2.id}),
            ("stop", {}),
        ):
            application = self._draft(code, date_from="2025-09-01", **vals)
            with self.assertRaisesRegex(UserError, "which is over.*after 2026-03-14"):
                application.request_validation()

    def test_the_fee_of_an_application_is_not_charged_by_hand(self):
        application = self._draft("stop")
        charges = self.env["heating.charge"].with_user(self.accountant)
        for context, vals in (
            ({}, {"application_id": application.id}),
            ({"default_application_id": application.id}, {}),
        ):
            with self.assertRaisesRegex(UserError, "charged by itself"):
                charges.with_context(**context).create(
                    {"household_id": self.household.id, "amount": 1.0, **vals}
                )

    def test_an_area_measured_again(self):
        """Another version of the bill, a credit note, and nothing is edited."""
        application = self._draft(
            "area",
            space_id=self.household.space_ids.id,
            new_built_area=90.0,
            date_from="2026-11-15",
        )
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        bill = self._get_bill(self.household)
        self.assertEqual(bill.amount_total, 1800.0)
        self.assertEqual(bill.amount_residual, 1800.0)
        self.assertEqual(bill.built_area, 90.0)
        self.assertEqual(len(bill.move_ids), 2)
        self.assertEqual(bill.version_ids.amount_total, 2000.0)
        self.assertEqual(bill.version_ids.line_ids.area, 100.0)
        self.assertEqual(bill.version_ids.reason, application.display_name)
        self.assertFalse(bill._reassess("again"))
        self.assertEqual(len(bill.move_ids), 2)

    def test_a_correction_by_an_administrator(self):
        """The bill follows at once; what was billed stays readable."""
        space = self.household.space_ids.with_user(self.administrator)
        space.built_area = 90.0
        bill = self._get_bill(self.household)
        self.assertEqual(bill.amount_total, 1800.0)
        self.assertEqual(bill.version_ids.amount_total, 2000.0)
        self.assertIn(self.administrator.name, bill.version_ids.reason)
        # half of the 120 days
        space.date_to = "2027-01-13"
        self.assertEqual(bill.amount_total, 900.0)
        self.assertEqual(len(bill.move_ids), 3)
        space.name = "Only Another Name"
        self.assertEqual(len(bill.version_ids), 2)

    def test_a_shared_bill_is_not_corrected_behind_its_first_customer(self):
        self.types["transfer"].paper_kind_ids = False
        application = self._draft(
            "transfer",
            date_from="2026-11-20",
            new_customer_id=self.customer_2.id,
            debt_handling="split",
        )
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        application.with_user(self.clerk).action_confirm_old()
        application.with_user(self.clerk_2).action_confirm_new()
        self.assertEqual(application.state, "done")
        bill = self._get_bill(self.household)
        # 5 of 120 days stay with who lived there
        self.assertEqual(
            {
                partner: sum(moves.mapped("amount_residual_signed"))
                for partner, moves in bill.move_ids.grouped("partner_id").items()
            },
            {self.customer: 83.33, self.customer_2: 1916.67},
        )
        space = self.household.space_ids.with_user(self.administrator)
        refused = self.assertRaisesRegex(
            UserError, "changed hands on 2026-11-20, and its bill is shared"
        )
        with refused, self.env.cr.savepoint():
            space.built_area = 90.0
        self.assertEqual(space.built_area, 100.0)
        self.assertEqual(bill.amount_total, 2000.0)
        # what holds from a later day is the second customer's alone
        space.date_to = "2027-01-13"
        self.assertEqual(bill.amount_total, 1000.0)

    def test_debts_of_a_former_customer_stop_nobody(self):
        application = self._draft("stop")
        application.sudo().type_id.arrears_cleared = True
        with self.assertRaisesRegex(UserError, "owes .*2,000.00"):
            application.request_validation()
        self.household.sudo()._change_customer(self.customer_2, application.date_from)
        self.env.invalidate_all()
        self.assertEqual(self.household.amount_due, 2000.0)
        self.assertEqual(application.sudo()._get_arrears(), 0.0)
        self.assertFalse(application._get_debt_refusal())
        # who moves back in finds them again
        self.household.sudo().customer_id = self.customer
        self.assertEqual(application.sudo()._get_arrears(), 2000.0)

    def test_a_fee_charged_keeps_the_application(self):
        self.types["payer"].write({"fee_kind": "fixed", "fee_price": 20.0})
        application = self._draft("payer", new_payer_id=self.customer_2.id)
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        self.assertEqual(application.state, "approved")
        self.assertEqual(application.fee_charge_ids.amount, 20.0)
        with self.assertRaisesRegex(UserError, "fee of .* has been charged"):
            application.action_cancel()

    def test_an_approver_takes_an_unpaid_fee_back(self):
        self.types["payer"].write({"fee_kind": "fixed", "fee_price": 20.0})
        application = self._draft("payer", new_payer_id=self.customer_2.id)
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        owed = self.household.amount_due
        application.with_user(self.approver).action_give_up("Found no payer")
        charge = application.fee_charge_ids
        self.assertEqual((application.state, charge.state), ("cancelled", "cancelled"))
        self.assertEqual(charge.amount_residual, 0.0)
        self.assertEqual(
            charge.move_ids.mapped("move_type"), ["out_invoice", "out_refund"]
        )
        self.assertAlmostEqual(self.household.amount_due, owed - 20.0)
        # asked for again, it costs again
        application.restart_validation()
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        self.assertEqual(len(application.fee_charge_ids), 2)
        self.assertAlmostEqual(self.household.amount_due, owed)

    def test_a_fee_by_area_goes_by_the_area_on_file(self):
        self.types["payer"].write({"fee_kind": "area", "fee_price": 3.0})
        application = self._draft(
            "payer", new_payer_id=self.customer_2.id, new_built_area=1.0
        )
        self.assertEqual(application.fee_amount, 300.0)
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        self.assertEqual(application.fee_charge_ids.amount, 300.0)

    def test_nobody_who_owes_nothing_is_cut_off(self):
        owing = self._draft("cut_off")
        due = self._get_bill(self.household).date_due
        with patch.object(
            self.env.registry["res.company"], "_heating_today", lambda _company: due
        ):
            owing.invalidate_recordset()
            self.assertIn("may be paid until", owing.refusal_text)
        patcher = patch.object(
            self.env.registry["res.company"],
            "_heating_today",
            lambda _company: due + timedelta(days=3),
        )
        patcher.start()
        self.addCleanup(patcher.stop)
        owing.warning_ids = [
            (0, 0, {"date": due + timedelta(days=days)}) for days in (1, 2)
        ]
        owing.invalidate_recordset()
        with patch.object(
            self.env.registry["heating.application"],
            "_get_share_refusal",
            lambda self, day: False,
        ):
            owing.request_validation()
            owing.with_user(self.approver).validate_tier()
            self.assertEqual(owing.state, "approved")
            # paid before somebody goes there
            with (
                patch.object(
                    self.env.registry["heating.application"],
                    "_get_open_debt",
                    lambda self: 0.0,
                ),
                self.assertRaisesRegex(UserError, "owes nothing any more"),
                self.env.cr.savepoint(),
            ):
                owing.with_user(self.field_worker).action_confirm_field(
                    "2026-11-20", "S1"
                )
        self.assertEqual(self.household.supply_state, "supplied")
        owing.invalidate_recordset()
        self.assertFalse(owing.valve_on)

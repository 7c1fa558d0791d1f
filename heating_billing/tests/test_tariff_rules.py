from datetime import date
from decimal import Decimal

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..assessment import DayRange, early_discount, late_fee, temperature_refund
from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestTariffRules(HeatingBillingCommon):
    """The rules beside prices and shares: refused where wrong, told to the engine."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls._create_tariff("Draft")
        cls.government = cls.env.ref("heating_billing.payer_kind_government")
        cls.payer_household = cls.env.ref("heating_billing.payer_kind_household")

    def _refuse(self, model, *values_list):
        for values in values_list:
            with (
                self.subTest(model=model, values=values),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env[model].create({"tariff_id": self.draft.id, **values})
                self.env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_impossible_rules_are_refused_by_postgresql(self):
        self.draft.write(
            {
                "discount_ids": [
                    Command.create(
                        {
                            "date_from": "2026-09-01",
                            "date_to": "2026-09-30",
                            "rate": 0.03,
                        }
                    )
                ],
                "ladder_ids": [Command.create({"below": 18.0, "share": 0.5})],
            }
        )
        self.env.flush_all()
        self._refuse(
            "heating.tariff.discount",
            {"date_from": "2026-09-30", "date_to": "2026-10-31", "rate": 0.02},
            {"date_from": "2026-10-31", "date_to": "2026-10-01", "rate": 0.02},
            {"date_from": "2026-10-01", "date_to": "2026-10-31", "rate": 1.02},
            {"date_from": "2026-10-01", "date_to": "2026-10-31", "rate": -0.02},
        )
        self._refuse(
            "heating.tariff.ladder",
            {"below": 18.0, "share": 1.0},
            {"below": 16.0, "share": 1.5},
            {"below": 16.0, "share": -0.5},
        )
        self._refuse(
            "heating.tariff.payer",
            {
                "category_id": self.category.id,
                "payer_id": self.government.id,
                "part": -1.0,
            },
        )

    @mute_logger("odoo.sql_db")
    def test_impossible_terms_are_refused_by_postgresql(self):
        for values in (
            {"late_fee_rate": -0.001},
            {"late_fee_cap": -1.0},
            {"late_fee_start_days": -1},
            {"back_charge_rate": -0.001},
            {"minimum_days_stop": -1},
            {"minimum_days_late_start": -1},
            {"refund_after_hours": -1},
            {"outage_hours": -1},
            {"inner_fallback": 1.1},
            {"over_height_rule": "step", "over_height_step": 0.0},
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.draft.write(values)
                self.env.flush_all()

    def test_a_late_fee_in_the_wrong_unit_is_refused(self):
        for values in (
            {"late_fee_basis": "daily", "late_fee_rate": 0.2},
            {"late_fee_basis": "yearly", "late_fee_rate": 3.9},
            {"late_fee_basis": "daily", "late_fee_rate": 0.0},
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.draft.write(values)

    def test_payers_that_do_not_add_up_are_not_approved(self):
        payers = [
            Command.create(
                {"category_id": self.category.id, "payer_id": payer.id, "part": part}
            )
            for payer, part in (
                (self.payer_household, 17.3),
                (self.government, 2.0),
            )
        ]
        self.draft.payer_ids = payers
        with self.assertRaisesRegex(UserError, r"17.3 \+ 2.0 together.*20"):
            self.draft.with_user(self.approver).action_approve()
        self.draft.payer_ids[1].part = 2.7
        self.draft.with_user(self.approver).action_approve()
        self.assertEqual(self.draft.state, "approved")

    def test_rules_of_an_approved_tariff_never_change(self):
        draft = self._create_tariff(
            "Full",
            ladder_ids=[Command.create({"below": 18.0, "share": 0.5})],
            discount_ids=[
                Command.create(
                    {"date_from": "2026-09-01", "date_to": "2026-09-30", "rate": 0.03}
                )
            ],
        )
        self._create_example(draft)
        price = self.draft.price_ids[0]
        draft.with_user(self.approver).action_approve()
        for change in (
            lambda: draft.ladder_ids.write({"share": 1.0}),
            lambda: draft.ladder_ids.unlink(),
            lambda: draft.discount_ids.write({"rate": 0.5}),
            lambda: draft.example_ids.write({"expected": '{"total": "1"}'}),
            lambda: self._create_example(draft, name="Another"),
            lambda: draft.write({"late_fee_basis": "daily", "late_fee_rate": 0.002}),
            # a line of a draft does not move into an approved tariff either
            lambda: price.write({"tariff_id": draft.id}),
        ):
            with self.assertRaisesRegex(UserError, "bills rest on it"):
                change()

    # === WHAT THE ENGINE IS TOLD === #

    def test_late_fee_by_day_with_grace_cap_and_freezes(self):
        self.draft.write(
            {
                "late_fee_basis": "daily",
                "late_fee_rate": 0.002,
                "late_fee_start_days": 5,
                "late_fee_cap": 1.0,
                "late_fee_frozen_outage": False,
            }
        )
        january = DayRange(date(2027, 1, 6), date(2027, 1, 10))
        for reason, amount in (("cut_off", "90.00"), ("outage", "100.00")):
            debt = self.draft._get_overdue(
                Decimal(1000), date(2026, 12, 31), frozen=[(reason, january)]
            )
            # 50 days after five of grace, of which five may be frozen
            fee = late_fee(debt, date(2027, 2, 24))
            self.assertEqual(fee.amount, Decimal(amount))
        self.assertEqual(late_fee(debt, date(2030, 1, 1)).amount, Decimal(1000))

    def test_late_fee_by_year(self):
        self.draft.write({"late_fee_basis": "yearly", "late_fee_rate": 0.039})
        debt = self.draft._get_overdue(Decimal(10000), date(2026, 12, 31))
        self.assertEqual(late_fee(debt, date(2027, 12, 31)).amount, Decimal(390))

    def test_the_daily_rate_may_be_written_instead(self):
        self.draft.late_fee_daily_rate = 0.002
        self.assertRecordValues(
            self.draft, [{"late_fee_basis": "daily", "late_fee_rate": 0.002}]
        )
        rule = self.draft._get_late_fee_rule()
        self.assertEqual(rule.daily_rate, Decimal("0.002"))
        self.assertEqual(rule.frozen, {"disputed", "cut_off", "outage"})
        self.draft.late_fee_daily_rate = 0
        self.assertIsNone(self.draft._get_late_fee_rule())

    def test_no_late_fee_unless_the_tariff_has_one(self):
        debt = self.draft._get_overdue(Decimal(10000), date(2026, 12, 31))
        self.assertEqual(late_fee(debt, date(2028, 12, 31)).amount, 0)

    def test_windows_and_ladder(self):
        self.draft.write(
            {
                "discount_ids": [
                    Command.create(
                        {
                            "date_from": "2026-10-01",
                            "date_to": "2026-10-31",
                            "rate": 0.02,
                        }
                    )
                ],
                "ladder_ids": [
                    Command.create({"below": 18.0, "share": 0.2}),
                    Command.create({"below": 14.0, "share": 1.0}),
                ],
            }
        )
        discount = early_discount(
            Decimal(2200),
            self.draft._get_discount_windows(),
            date(2026, 10, 31),
            Decimal(2156),
        )
        self.assertEqual(discount.discount, Decimal(44))
        refund = temperature_refund(
            Decimal(20), 6, Decimal("17.0"), self.draft._get_ladder()
        )
        self.assertEqual(refund.amount, Decimal(24))

    # === WHAT THE BILL RUN DOES WITH THEM === #

    def test_a_short_stop_does_not_lower_a_bill(self):
        self.tariff.active = False
        self.draft.minimum_days_stop = 30
        self.draft.with_user(self.approver).action_approve()
        self.env["heating.supply"].create(
            {
                "household_id": self.household.id,
                "state": "stopped",
                "date_from": "2026-12-01",
                "date_to": "2026-12-29",
            }
        )
        self._bill_season()
        bill = self._get_bill(self.household)
        self.assertEqual(bill.amount_total, 2000.0)
        self.assertEqual(bill.line_ids.mapped("kind"), ["heat"])

    def test_a_bill_that_others_pay_a_part_of_is_parked(self):
        """The household is never billed the part of the government."""
        self.tariff.active = False
        self.draft.payer_ids = [
            Command.create(
                {"category_id": self.category.id, "payer_id": payer.id, "part": part}
            )
            for payer, part in (
                (self.payer_household, 17.3),
                (self.government, 2.7),
            )
        ]
        self.draft.with_user(self.approver).action_approve()
        run = self._create_run()
        run.action_rehearse()
        line = run.line_ids.filtered(lambda line: line.household_id == self.household)
        self.assertEqual(line.state, "exception")
        self.assertIn("Government 270.00", line.reason)

    # === DEFAULTS === #

    def test_new_tariffs_start_from_the_defaults(self):
        self.env["heating.tariff.default"].create(
            [
                {"rounding": "0.1", "late_fee_basis": "daily", "late_fee_rate": 0.001},
                {"branch_id": self.other_branch.id, "rounding": "1"},
            ]
        )
        tariff = self.env["heating.tariff"].create(
            {"name": "New", "season_id": self.season.id}
        )
        self.assertRecordValues(
            tariff,
            [{"rounding": "0.1", "late_fee_basis": "daily", "late_fee_rate": 0.001}],
        )
        own = self.env["heating.tariff"]._create_from_pack(
            "beijing", self.season, self.other_branch
        )
        self.assertRecordValues(own, [{"rounding": "1", "late_fee_basis": "none"}])
        # what exists does not follow them
        self.assertEqual(self.tariff.rounding, "0.01")

    def test_new_tariffs_begin_with_the_lists_of_another(self):
        """Shares of stops by branch; a pack and a copy have lists of their own."""
        half = self._create_tariff(
            "Half",
            share_ids=[Command.create({"supply_state": "stopped", "share": 0.5})],
        )
        self.env["heating.tariff.default"].create(
            [
                {"list_tariff_id": self.tariff.id},
                {"branch_id": self.other_branch.id, "list_tariff_id": half.id},
            ]
        )
        tariff = self.env["heating.tariff"].create(
            {"name": "New", "season_id": self.season.id}
        )
        self.assertEqual(
            [(each.supply_state, each.share) for each in tariff.share_ids],
            [("stopped", 0.3)],
        )
        self.assertNotEqual(tariff.share_ids, self.tariff.share_ids)
        with Form(self.env["heating.tariff"]) as form:
            form.name = "East"
            form.season_id = self.season
            form.branch_ids.add(self.other_branch)
        east = form.record
        self.assertEqual(east.share_ids.mapped("share"), [0.5])
        self.assertEqual(half.copy().share_ids.mapped("share"), [0.5])
        none = self._create_tariff("None", share_ids=[], ladder_ids=[])
        self.assertFalse(none.share_ids)
        pack = self.env["heating.tariff"]._create_from_pack(
            "beijing", self.season, self.other_branch
        )
        self.assertNotIn(0.5, pack.share_ids.mapped("share"))

    @mute_logger("odoo.sql_db")
    def test_a_branch_has_its_defaults_once(self):
        self.env["heating.tariff.default"].create({"rounding": "0.1"})
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["heating.tariff.default"].create({"rounding": "1"})

    @mute_logger("odoo.sql_db")
    def test_defaults_are_as_possible_as_tariffs(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["heating.tariff.default"].create({"late_fee_start_days": -1})

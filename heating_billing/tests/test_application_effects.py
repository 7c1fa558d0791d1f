from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20 02:00:00")
class TestApplicationEffects(HeatingBillingCommon):
    """Businesses from the desk to the bill: 120 days of 100 m² at 20 yuan are 2,000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.types = {
            kind.code: kind for kind in cls.env["heating.application.type"].search([])
        }
        # papers, debts and valves are tried elsewhere
        for kind in cls.types.values():
            kind.write(
                {
                    "paper_kind_ids": False,
                    "arrears_cleared": False,
                    "field_work": False,
                    "whole_household_only": False,
                }
            )
        late = cls._create_tariff(
            "Late start is free",
            share_ids=[
                Command.create({"supply_state": "stopped", "share": 0.3}),
                Command.create({"supply_state": "late_start", "share": 0.0}),
                Command.create({"supply_state": "cut_off", "share": 0.3}),
            ],
            minimum_days_late_start=20,
            minimum_days_stop=30,
        )
        cls.tariff.active = False
        late.with_user(cls.approver).action_approve()
        cls._bill_season()

    def _apply(self, code, **vals):
        application = (
            self.env["heating.application"]
            .with_user(self.clerk)
            .create(
                {
                    "type_id": self.types[code].id,
                    "household_id": self.household.id,
                    "date_from": "2026-11-20",
                    **vals,
                }
            )
        )
        application.request_validation()
        return application

    def _approve(self, application):
        application.with_user(self.approver).validate_tier()
        self.env.invalidate_all()
        return application

    def _get_total(self):
        return self._get_bill(self.household).amount_total

    def test_a_late_start_costs_the_days_with_heat(self):
        """From 20 November to 14 December 25 days are free: 95 of 120 are paid."""
        application = self._approve(self._apply("late_start", date_to="2026-12-14"))
        self.assertEqual(application.state, "done")
        self.assertEqual(self._get_total(), 1583.33)

    def test_too_short_a_late_start_costs_the_season(self):
        """The tariff asks for 20 days; 19 lower nothing."""
        self._approve(self._apply("late_start", date_to="2026-12-08"))
        self.assertEqual(self._get_total(), 2000.0)

    def test_a_stop_in_mid_season(self):
        """From 14 January 60 days at 30 %: 1,000 and 300."""
        self._approve(self._apply("mid_stop", date_from="2027-01-14"))
        self.assertEqual(self._get_total(), 1300.0)

    def test_stop_restore_stop_where_the_type_allows_it(self):
        """Five days with heat, 30 stopped, 25 with heat and 60 stopped again."""
        self.types["stop"].no_second_stop = False
        self._approve(self._apply("stop", date_from="2026-11-20"))
        self.assertEqual(self._get_total(), 658.33)
        with freeze_time("2026-12-20 02:00:00"):
            self._approve(self._apply("restore", date_from="2026-12-20"))
            # 30 days stopped: 1,500 and 150
            self.assertEqual(self._get_total(), 1650.0)
        with freeze_time("2027-01-14 02:00:00"):
            self._approve(self._apply("stop", date_from="2027-01-14"))
            # 30 with heat, 90 stopped: 500 and 450
            self.assertEqual(self._get_total(), 950.0)
            self.assertEqual(len(self._get_bill(self.household).version_ids), 3)

    def test_no_second_stop_as_it_ships(self):
        self._approve(self._apply("stop", date_from="2026-11-20"))
        with freeze_time("2026-12-20 02:00:00"):
            self._approve(self._apply("restore", date_from="2026-12-20"))
        with (
            freeze_time("2027-01-14 02:00:00"),
            self.assertRaisesRegex(UserError, "cannot be stopped again"),
        ):
            self._apply("stop", date_from="2027-01-14")

    def test_a_stop_without_end_holds_in_the_next_season(self):
        """Renewed by itself, unless the type ends with the season."""
        season = self.env["heating.season"].create(
            {"date_start": "2027-11-15", "date_end": "2028-03-13"}
        )
        tariff = self._create_tariff("Next", season_id=season.id)
        tariff.with_user(self.approver).action_approve()
        self._approve(self._apply("stop"))
        self.types["stop"].lapses = True
        self._approve(self._apply("stop", household_id=self.household_2.id))
        run = self._bill_season(season_id=season.id, date="2027-10-10")
        totals = {
            line.household_id: line.amount
            for line in run.line_ids
            if line.household_id in self.household | self.household_2
        }
        self.assertEqual(totals, {self.household: 600.0, self.household_2: 2000.0})

    def test_above_an_amount_somebody_else_approves_too(self):
        """Tiers go by the fee of the application, as they do by any of its fields."""
        self.types["area"].write({"fee_kind": "fixed", "fee_price": 5000.0})
        second = self._create_user("approver", login="approver_2")
        self.env["tier.definition"].create(
            {
                "name": "Large fees",
                "model_id": self.env.ref(
                    "heating_customer.model_heating_application"
                ).id,
                "review_type": "individual",
                "reviewer_id": second.id,
                "definition_type": "domain",
                "definition_domain": "[('fee_amount', '>', 1000)]",
                "company_id": False,
                "sequence": 1,
            }
        )
        vals = {"space_id": self.household.space_ids.id, "new_built_area": 90.0}
        application = self._apply("area", **vals)
        self.assertEqual(len(application.review_ids), 2)
        application.with_user(self.approver).validate_tier()
        self.assertEqual(application.state, "requested")
        with self.assertRaises(AccessError):
            application.with_user(self.approver).validate_tier()
        application.with_user(second).validate_tier()
        self.assertEqual(application.state, "approved")
        self.assertIn("5,000.00", application.pending_text)
        self.types["area"].fee_price = 1000.0
        small = self._apply(
            "area",
            household_id=self.household_2.id,
            **vals | {"space_id": self.household_2.space_ids.id},
        )
        self.assertEqual(len(small.review_ids), 1)

    def test_notices_from_before_the_debt_do_not_count(self):
        self.env["heating.charge"].create(
            {
                "household_id": self.household.id,
                "amount": 100.0,
                "date": "2026-10-01",
                "date_due": "2026-11-10",
            }
        )._post_invoices()
        application = (
            self.env["heating.application"]
            .with_user(self.clerk)
            .create(
                {
                    "type_id": self.types["cut_off"].id,
                    "household_id": self.household.id,
                    "date_from": "2026-11-20",
                    "warning_ids": [
                        Command.create({"date": day})
                        for day in ("2026-11-09", "2026-11-12")
                    ],
                }
            )
        )
        with self.assertRaisesRegex(UserError, "1 count, the others"):
            application.request_validation()
        application.warning_ids = [Command.create({"date": "2026-11-15"})]
        application.request_validation()
        self.assertEqual(application.state, "requested")

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestBillRunExceptions(HeatingBillingCommon):
    def _get_line(self, run, household):
        return run.line_ids.filtered(lambda line: line.household_id == household)

    def test_exceptions_have_a_kind_and_an_owner(self):
        self.household.space_ids.category_id = self.env.ref(
            "heating_customer.category_school"
        )
        self.household_2.space_ids.date_to = "2020-01-01"
        run = self._create_run()
        run.action_rehearse()
        lines = run.line_ids.filtered(lambda line: line.state == "exception")
        self.assertEqual(set(lines.mapped("exception_kind")), {"tariff", "area"})
        self.assertEqual(lines.owner_id, self.accountant)
        activity = run.activity_ids
        self.assertEqual(activity.user_id, self.accountant)
        self.assertIn("2 exceptions", activity.summary)

    def test_who_is_under_inspection_is_parked(self):
        self.env["heating.hold"].create(
            {
                "household_id": self.household.id,
                "kind": "inspection",
                "reason": "Seal broken",
            }
        )
        run = self._bill_season()
        line = self._get_line(run, self.household)
        self.assertEqual((line.state, line.exception_kind), ("exception", "open_case"))
        self.assertIn("Seal broken", line.reason)
        self.assertFalse(self._get_bill(self.household))
        self.assertEqual(run.billed_count, 2)

    def test_the_same_room_twice_is_parked(self):
        """Not paid for twice: from 1 January on two “Main Space” are on file."""
        space = self.household.space_ids
        twin = space.copy({"household_id": self.household.id, "built_area": 90.0})
        twin.write({"name": f" {space.name.upper()}", "date_from": "2027-01-01"})
        run = self._bill_season()
        line = self._get_line(run, self.household)
        self.assertEqual((line.state, line.exception_kind), ("exception", "overlap"))
        self.assertIn("90.00 m² are both on file on 2027-01-01", line.reason)
        self.assertFalse(self._get_bill(self.household))
        # two rooms they are, says the clerk
        twin.name = "Garage"
        run.action_retry()
        run.with_user(self.approver).action_approve()
        run.action_start()
        line = self._get_line(run, self.household)
        self.assertEqual(line.state, "billed")
        # 2,000 and 73 of 120 days of 90 m² at 20 yuan
        self.assertEqual(line.bill_id.amount_total, 3095.0)

    def test_no_meter_and_no_price_by_area_is_parked(self):
        self.tariff.sudo().active = False
        metered = self._create_tariff(
            "Metered",
            price_ids=[
                Command.create(
                    {
                        "category_id": self.category.id,
                        "price": 6.0,
                        "energy_price": 0.2,
                    }
                )
            ],
        )
        metered.with_user(self.approver).action_approve()
        run = self._create_run()
        run.action_rehearse()
        line = self._get_line(run, self.household)
        self.assertEqual((line.state, line.exception_kind), ("exception", "reading"))

    def test_a_run_is_approved_when_every_exception_has_an_owner(self):
        self.household.space_ids.category_id = self.env.ref(
            "heating_customer.category_school"
        )
        run = self._create_run()
        run.action_rehearse()
        line = self._get_line(run, self.household)
        line.owner_id = False
        with self.assertRaisesRegex(UserError, "1 exceptions have nobody"):
            run.with_user(self.approver).action_approve()
        line.owner_id = self.users["archive_clerk"]
        run.with_user(self.approver).action_approve()
        self.assertEqual(run.state, "approved")

    def test_a_rehearsal_says_what_it_is_made_of(self):
        self.env["heating.supply"].create(
            {
                "household_id": self.household.id,
                "state": "stopped",
                "date_from": "2026-11-15",
                "date_to": "2026-12-14",
            }
        )
        run = self._create_run()
        run.action_rehearse()
        line = self._get_line(run, self.household)
        # 90 days in full and 30 of 120 days at 30 % of 2,000 yuan
        self.assertRecordValues(
            line,
            [{"heat_amount": 1500.0, "basic_amount": 150.0, "amount": 1650.0}],
        )

    def test_totals_of_a_rehearsal_by_what_it_is_looked_at(self):
        """By branch, station and category the parts come to the whole of the run."""
        shop = self.env.ref("heating_customer.category_business")
        self.household_2.space_ids.category_id = shop
        other = self.env["heating.station"].create(
            {"name": "Other Station", "branch_id": self.branch.id}
        )
        self.household_2.station_id = other
        run = self._create_run()
        run.action_rehearse()
        lines = self.env["heating.bill.run.line"].with_user(self.accountant)
        domain = [("run_id", "=", run.id), ("state", "=", "ready")]

        def totals(by):
            return dict(lines._read_group(domain, [by], ["amount:sum"]))

        whole = run.amount_total
        self.assertEqual(totals("category_id")[shop], 3000.0)
        self.assertEqual(totals("station_id")[other], 3000.0)
        self.assertEqual(whole, 7000.0)
        for by in ("branch_id", "station_id", "category_id", "community_id"):
            with self.subTest(by=by):
                self.assertEqual(sum(totals(by).values()), whole)
        [(heat, basic)] = lines._read_group(
            domain, [], ["heat_amount:sum", "basic_amount:sum"]
        )
        self.assertEqual((heat, basic), (7000.0, 0.0))

    def test_a_rehearsal_is_compared_with_last_season(self):
        self._bill_season()
        self.season_2 = self.env["heating.season"].create(
            {"date_start": "2027-11-15", "date_end": "2028-03-14"}
        )
        dearer = self._create_tariff("City prices", season_id=self.season_2.id)
        dearer.with_user(self.approver).action_approve()
        self.household.space_ids.built_area = 130.0
        self.household_2.space_ids.built_area = 90.0
        new = self._create_household("T000020", self.customer)
        run = self._create_run(season_id=self.season_2.id, date="2027-10-10")
        run.action_rehearse()
        self.assertRecordValues(
            self._get_line(run, self.household)
            + self._get_line(run, self.household_2)
            + self._get_line(run, new),
            [
                {"previous_amount": 2000.0, "difference": 600.0},
                {"previous_amount": 2000.0, "difference": -200.0},
                {"previous_amount": 0.0, "difference": 2000.0},
            ],
        )
        self.assertRecordValues(
            run,
            [{"previous_total": 6000.0, "difference_total": 2400.0, "new_count": 1}],
        )
        action = run.action_view_differences()
        lines = self.env["heating.bill.run.line"].search(
            action["domain"], order="difference_size DESC"
        )
        self.assertEqual(
            lines[:3].household_id, new + self.household + self.household_2
        )

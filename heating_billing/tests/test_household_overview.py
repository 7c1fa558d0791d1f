from odoo.tests import tagged

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestHouseholdOverview(HeatingBillingCommon):
    """What the overview, the timeline and the building grid say of debts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["heating.supply"].create(
            {"household_id": cls.household_2.id, "state": "stopped"}
        )
        cls._bill_season()

    def _charge(self, household, amount, **vals):
        charge = self.env["heating.charge"].create(
            {
                "household_id": household.id,
                "amount": amount,
                "date": "2026-09-01",
                "kind": "water",
                **vals,
            }
        )
        charge._post_invoices()
        return charge

    def _debts(self, household):
        sections = self.rpc(
            self.clerk, "heating.household", "get_overview", [household.id]
        )
        self.assertEqual(sections[0]["code"], "debts")
        return [row["values"] for row in sections[0]["rows"]]

    def _states(self):
        grid = self.rpc(
            self.clerk, "heating.location", "get_building_grid", [self.building.id]
        )
        return {
            cell["number"]: (cell["state"], [mark["label"] for mark in cell["marks"]])
            for unit in grid["units"]
            for row in unit["floors"]
            for cells in row["cells"]
            for cell in cells
        }

    def _settle(self, household):
        """Credit everything that is open, as a journal entry does."""
        for bill in self._get_bill(household):
            bill._post_difference(
                {key: -amount for key, amount in bill._get_sums_by_account().items()},
                "Settled",
            )

    def test_meters_with_what_they_showed_last(self):
        """What is held or was refused is nothing that a meter showed."""

        def get_meters():
            sections = self.rpc(
                self.clerk, "heating.household", "get_overview", self.household.ids
            )
            found = [each for each in sections if each["code"] == "meters"]
            return [row["values"] for section in found for row in section["rows"]]

        self.assertEqual(get_meters(), [])
        meters = self.env["heating.meter"].create(
            [
                {
                    "number": number,
                    "household_id": self.household.id,
                    "installed_on": day,
                    "start_value": 0.0,
                }
                for number, day in (("M-1", "2020-10-01"), ("M-2", "2024-10-01"))
            ]
        )
        readings = self.env["heating.meter.reading"]
        for day, value in (("2025-01-10", 400.0), ("2025-01-20", 500.0)):
            readings.create({"meter_id": meters[1].id, "date": day, "value": value})
        unlikely = {"meter_id": meters[1].id, "date": "2025-02-20", "value": 90000.0}
        self.assertEqual(readings.create(unlikely).state, "held")
        meters[0].removed_on = "2024-10-01"
        self.assertEqual(
            get_meters(),
            [
                ["M-2", "Working", "2025-01-20", "500.00 kWh"],
                ["M-1", "Removed", "", ""],
            ],
        )

    def test_what_is_owed_by_season_newest_first(self):
        self._charge(self.household, 30.0)
        self.assertEqual(
            self._debts(self.household),
            [
                ["2026-2027", 2000.0, 0.0, 2000.0],
                ["Other", 30.0, 0.0, 30.0],
            ],
        )

    def test_credit_notes_lower_what_was_billed(self):
        self.household.space_ids.built_area = 90.0
        self._get_bill(self.household)._reassess("Measured again")
        self.assertEqual(
            self._debts(self.household), [["2026-2027", 1800.0, 0.0, 1800.0]]
        )
        self.assertEqual(
            self.household.amount_due, 1800.0, "the table agrees with the total"
        )

    def test_bills_with_their_versions_are_in_the_timeline(self):
        self.household.space_ids.built_area = 90.0
        self._get_bill(self.household)._reassess("Measured again")
        self._charge(self.household, 30.0, name="Meter 7")
        timeline = self.rpc(
            self.clerk, "heating.household", "get_timeline", [self.household.id]
        )
        entries = {
            (entry["title"], entry["note"], entry["amount"])
            for entry in timeline["entries"]
            if entry["kind"] == "bill"
        }
        self.assertEqual(
            entries,
            {
                ("Bill 2026-2027", "", 2000.0),
                (
                    "Bill 2026-2027 worked out anew, version 2",
                    "Measured again",
                    1800.0,
                ),
                ("Water", "Meter 7", 30.0),
            },
        )
        self.assertIn("bill", [kind["kind"] for kind in timeline["kinds"]])

    def test_payments_of_the_old_ledger_are_in_the_timeline(self):
        self.env["heating.payment.history"].create(
            {
                "household_id": self.household.id,
                "season_id": self.season.id,
                "paid": 1500.0,
                "paid_on": "2025-12-01",
                "method": "WeChat",
            }
        )
        timeline = self.household.with_user(self.clerk).get_timeline()
        [entry] = [each for each in timeline["entries"] if each["kind"] == "payment"]
        self.assertEqual(
            (entry["date"], entry["note"], entry["amount"]),
            ("2025-12-01", "WeChat", 1500.0),
        )

    def test_the_grid_tells_who_has_paid_and_who_owes(self):
        self.assertEqual(
            self._states(),
            {"T000001": ("owing", []), "T000002": ("stopped", ["Owing"])},
        )
        self._settle(self.household)
        self._settle(self.household_2)
        self.assertEqual(
            self._states(), {"T000001": ("paid", []), "T000002": ("stopped", [])}
        )

    def test_who_was_never_billed_is_neither(self):
        self._create_household("T000009", self.customer, room="901")
        self.assertEqual(self._states()["T000009"], ("supplied", []))

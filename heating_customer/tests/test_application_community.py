from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_application import HeatingApplicationCommon
from .common_ledger import LedgerImportCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20")
class TestApplicationCommunity(HeatingApplicationCommon, LedgerImportCommon):
    """A whole community joins the network at once, from a workbook."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "queue_job__no_delay": True})
        cls.new_community = cls.env["heating.location"].create(
            {
                "name": "New Garden",
                "kind": "community",
                "branch_id": cls.community.branch_id.id,
            }
        )
        cls.kind = cls.env.ref("heating_customer.application_type_join_many")

    def _row(self, number, **values):
        return {
            "户号": number,
            "分公司": self.new_community.branch_id.name,
            "小区": "New Garden",
            "建筑面积(㎡)": 90,
            "套内面积(㎡)": "",
            **values,
        }

    def _apply_with(self, *rows):
        """An application with a list that has been looked over."""
        ledger = self._preview(*rows)
        return self._create_application(
            self.kind,
            household_id=False,
            location_id=self.new_community.id,
            ledger_import_id=ledger.id,
            surveyed_on="2026-11-18",
            date_from="2026-11-20",
        )

    @mute_logger("odoo.addons.queue_job.utils")
    def test_all_join_on_one_day(self):
        application = self._apply_with(
            self._row("N0001", 楼栋="1号楼", 房号="101"),
            self._row("N0002", 楼栋="1号楼", 房号="102", **{"建筑面积(㎡)": 60}),
        )
        self.assertEqual(application.branch_id, self.new_community.branch_id)
        application.request_validation()
        self.assertFalse(application.joining_household_ids)
        application.with_user(self.approver).validate_tier()
        self.assertEqual(application.state, "done")
        households = application.joining_household_ids
        self.assertEqual(sorted(households.mapped("number")), ["N0001", "N0002"])
        for household in households:
            self.assertEqual(household.state, "active")
            self.assertEqual(str(household.joined_on), "2026-11-20")
            self.assertEqual(str(household.space_ids.date_from), "2026-11-20")
            self.assertEqual(str(household.occupancy_ids.date_from), "2026-11-20")
            self.assertEqual(household.community_id, self.new_community)
        self.assertEqual(sum(households.mapped("built_area")), 150.0)

    def test_the_list_under_approval_does_not_change(self):
        application = self._apply_with(self._row("N0001"))
        ledger = application.ledger_import_id.with_user(self.administrator)
        application.request_validation()
        for change in (
            ledger.action_preview,
            lambda: ledger.write({"file": False}),
            ledger.unlink,
        ):
            with self.assertRaisesRegex(UserError, "take it back to draft"):
                change()
        application.restart_validation()
        ledger.action_preview()
        self.assertEqual(ledger.state, "previewed")

    @mute_logger("odoo.addons.queue_job.utils")
    def test_contracts_of_all_households_are_drafted(self):
        self.assertTrue(self.kind.contract_needed)
        application = self._apply_with(
            self._row("N0001", 房号="101"),
            self._row("N0002", 房号="102", **{"建筑面积(㎡)": 60}),
        )
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        self.assertEqual(application.state, "done")
        households = application.joining_household_ids
        contracts = households.contract_ids
        self.assertEqual(application.contract_ids, contracts)
        self.assertEqual(contracts.household_id, households)
        self.assertEqual(set(contracts.mapped("state")), {"draft"})
        self.assertEqual(sorted(contracts.mapped("built_area")), [60.0, 90.0])
        self.assertEqual(contracts.partner_id, households.customer_id)
        self.assertEqual(set(map(str, contracts.mapped("date_from"))), {"2026-11-20"})
        # unsigned, so that the list of missing contracts names them
        missing = self.env["heating.household"].search(
            [("has_contract", "=", False), ("id", "in", households.ids)]
        )
        self.assertEqual(missing, households)
        application._approval_trusted()._draft_joining_contracts()
        self.assertEqual(len(application.contract_ids), 2)

    @mute_logger("odoo.addons.queue_job.utils")
    def test_no_contracts_where_the_type_needs_none(self):
        self.kind.contract_needed = False
        application = self._apply_with(self._row("N0001", 房号="101"))
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        self.assertEqual(application.state, "done")
        self.assertFalse(application.joining_household_ids.contract_ids)

    def test_a_list_with_faults(self):
        application = self._apply_with(
            self._row("N0001"), self._row("N0002", **{"建筑面积(㎡)": -5})
        )
        with self.assertRaisesRegex(UserError, "1 rows of the list cannot be read"):
            application.request_validation()

    def test_a_list_of_another_community(self):
        application = self._apply_with(self._row("N0001", 小区="Elsewhere"))
        with self.assertRaisesRegex(UserError, "of other communities"):
            application.request_validation()

    def test_households_that_are_there_already(self):
        self.household.number = "N0001"
        application = self._apply_with(self._row("N0001"), self._row("N0002"))
        with self.assertRaisesRegex(UserError, "1 households.*in the archive already"):
            application.request_validation()

    def test_a_list_is_needed(self):
        application = self._create_application(
            self.kind, household_id=False, location_id=self.new_community.id
        )
        with self.assertRaisesRegex(UserError, "(?s)surveyed first.*Choose a list"):
            application.request_validation()

import base64
from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError

from odoo.addons.heating_customer.models import heating_ledger_import_preview

from .common_ledger import LedgerImportCommon

TWO = ({}, {"户号": "T9002", "房号": "102", "用户性质": "商业"})


class TestLedgerImport(LedgerImportCommon):
    # === PREVIEW === #

    def test_preview_counts_and_changes_no_archive(self):
        models = ("branch", "station", "location", "household", "space", "supply")
        before = {name: self.env[f"heating.{name}"].search_count([]) for name in models}
        ledger = self._preview(
            *TWO,
            {"户号": "T9003", "用户性质": "宾馆"},
            {"户号": "T9004", "小区": ""},
            {},
        )
        self.assertRecordValues(
            ledger,
            [
                {
                    "name": "ledger",
                    "state": "previewed",
                    "row_count": 5,
                    "importable_count": 2,
                    "existing_count": 0,
                    "new_count": 2,
                    "refused_count": 2,
                    "repeated_count": 1,
                    "built_area": 121.58,
                }
            ],
        )
        after = {name: self.env[f"heating.{name}"].search_count([]) for name in models}
        self.assertEqual(before, after)

    def test_preview_lists_what_is_left_out_by_row(self):
        ledger = self._preview(
            {},
            {"户号": "T9003", "用户性质": "宾馆"},
            {},
            {"户号": "合计", "户主姓名": ""},
            {"户号": "T9004", "建筑面积(㎡)": "-3", "用热状态": "?"},
        )
        self.assertRecordValues(
            ledger.line_ids,
            [
                {"row": 3, "number": "T9003", "kind": "refused"},
                {"row": 4, "number": "T9001", "kind": "repeated"},
                {"row": 5, "number": False, "kind": "ignored"},
                {"row": 6, "number": "T9004", "kind": "refused"},
                {"row": 6, "number": "T9004", "kind": "refused"},
            ],
        )
        self.assertEqual(
            ledger.line_ids.mapped("reason"),
            [
                "用户性质 is not a known category: 宾馆",
                "Says the same as row 2, which is taken",
                "A total, or the headings once more: not a household",
                "建筑面积(㎡) must be more than 0: -3",
                "用热状态 is not a known supply state: ?",
            ],
        )

    def test_preview_again_after_another_file_forgets_the_first(self):
        ledger = self._preview({}, {"户号": "T9003", "用户性质": "宾馆"})
        ledger.file = self._create_import({}).file
        self.assertRecordValues(
            ledger, [{"state": "draft", "row_count": 0, "line_ids": []}]
        )
        ledger.action_preview()
        self.assertRecordValues(
            ledger, [{"state": "previewed", "row_count": 1, "line_ids": []}]
        )

    def test_words_of_categories(self):
        category = self.env["heating.category"].create(
            {
                "name": "Greenhouse",
                "code": "greenhouse",
                "ledger_names": "大棚，温室、暖棚",
            }
        )
        words = self.imports._get_category_words()
        for word in ("greenhouse", "大棚", "温室", "暖棚"):
            self.assertEqual(words[word], category.id)
        self.category.ledger_names += ",温室"
        words = self.imports._get_category_words()
        self.assertNotIn("温室", words, "two categories claim it")
        self.assertEqual(words["大棚"], category.id)

    def test_a_file_that_cannot_be_read_gets_one_sentence(self):
        ledger = self._create_import({})
        ledger.file = False
        with self.assertRaisesRegex(UserError, "Choose the ledger's workbook first"):
            ledger.action_preview()
        ledger.file = base64.b64encode(b"number;name")
        with self.assertRaisesRegex(UserError, "^The file is not an Excel workbook"):
            ledger.action_preview()
        with (
            patch.object(heating_ledger_import_preview, "MAX_FILE_MIB", 0),
            self.assertRaisesRegex(UserError, "^The file is larger than 0 MiB"),
        ):
            ledger.action_preview()
        with self.assertRaisesRegex(UserError, "^Sheet 用户台账 has no rows"):
            self._preview()

    # === IMPORT === #

    def test_import_creates_a_household_with_all_that_belongs_to_it(self):
        ledger = self._import({"备注": "corner"})
        self.assertRecordValues(
            ledger,
            [{"state": "done", "done_count": 1, "failed_count": 0, "progress": 100.0}],
        )
        household = self._get_household()
        self.assertRecordValues(
            household,
            [
                {
                    "address": "Ledger Garden1号楼1单元101",
                    "room": "101",
                    "joined_on": date(2011, 11, 1),
                    "built_area": 60.79,
                    "category_id": self.category.id,
                    "heating_type": "area",
                    "supply_state": "supplied",
                    "note": "corner",
                    "phone": "19903227216",
                }
            ],
        )
        self.assertEqual(household.branch_id.name, "Ledger Branch")
        self.assertEqual(household.station_id.name, "Ledger Station")
        self.assertEqual(household.location_id.kind, "unit")
        self.assertEqual(household.location_id.station_id, household.station_id)
        self.assertRecordValues(
            household.space_ids,
            [{"inner_area": 51.79, "height": 2.9, "date_from": date(2011, 11, 1)}],
        )
        self.assertRecordValues(
            household.customer_id,
            [
                {
                    "name": "徐艳红",
                    "is_company": False,
                    "company_id": self.company.id,
                    "heating_household_count": 1,
                }
            ],
        )
        self.assertRecordValues(
            household.occupancy_ids,
            [
                {
                    "partner_id": household.customer_id.id,
                    "date_from": date(2011, 11, 1),
                    "date_to": False,
                }
            ],
        )

    def test_the_same_name_is_not_the_same_person(self):
        self._import(*TWO)
        first, second = map(self._get_household, ("T9001", "T9002"))
        self.assertEqual(first.customer_id.name, second.customer_id.name)
        self.assertNotEqual(first.customer_id, second.customer_id)
        self.assertTrue(second.customer_id.is_company, "a business is no person")
        self.assertEqual(first.location_id, second.location_id)

    def test_a_household_may_stand_in_a_building_or_a_community(self):
        self._import(
            {"单元": ""},
            {"户号": "T9002", "楼栋": "", "单元": "", "换热站": ""},
        )
        self.assertEqual(self._get_household().location_id.kind, "building")
        shop = self._get_household("T9002")
        self.assertEqual(shop.location_id.kind, "community")
        self.assertEqual(
            shop.station_id.name, "Ledger Station", "the station of its community"
        )

    def test_two_stations_feed_one_community(self):
        self._import(
            {}, {"户号": "T9002", "楼栋": "2号楼", "换热站": "Ledger Station 2"}
        )
        first, second = map(self._get_household, ("T9001", "T9002"))
        self.assertFalse(first.community_id.station_id)
        self.assertEqual(first.building_id.station_id.name, "Ledger Station")
        self.assertEqual(second.station_id.name, "Ledger Station 2")

    def test_existing_addresses_are_used_again(self):
        self.community.active = False
        self._import(
            {
                "分公司": self.branch.name,
                "换热站": self.station.name,
                "小区": self.community.name,
                "楼栋": self.building.name,
                "单元": self.unit.name,
            }
        )
        household = self._get_household()
        self.assertEqual(household.location_id, self.unit)
        self.assertEqual(household.station_id, self.station)
        self.assertTrue(self.community.active)

    def test_supply_states_hold_from_the_chosen_day(self):
        self._import(
            {"用热状态": "报停"},
            {"户号": "T9002", "用热状态": "报停", "入网日期": ""},
            {"户号": "T9003", "用热状态": "报停", "入网日期": "2026-07-01"},
            {"户号": "T9004", "用热状态": "未开通"},
            {"户号": "T9005", "用热状态": "未开通", "入网日期": ""},
            {"户号": "T9006", "入网日期": ""},
        )
        joined, last = date(2011, 11, 1), date(2026, 5, 31)
        june, july = date(2026, 6, 1), date(2026, 7, 1)
        expected = {
            "T9001": [("supplied", joined, last), ("stopped", june, False)],
            "T9002": [("supplied", False, last), ("stopped", june, False)],
            "T9003": [("stopped", july, False)],
            "T9004": [("not_opened", joined, False)],
            "T9005": [("not_opened", june, False)],
            "T9006": [("supplied", False, False)],
        }
        for number, ranges in expected.items():
            supplies = self._get_household(number).supply_ids.sorted(
                lambda supply: supply.date_from or date.min
            )
            found = [(each.state, each.date_from, each.date_to) for each in supplies]
            self.assertEqual(found, ranges, number)

    def test_a_second_import_changes_nothing(self):
        self._import(*TWO)
        models = ("location", "household", "space", "supply", "occupancy")
        before = {name: self.env[f"heating.{name}"].search([]) for name in models}
        partners = self.env["res.partner"].search_count([])
        ledger = self._import({"户主姓名": "another"}, *TWO[1:])
        self.assertRecordValues(
            ledger,
            [
                {
                    "state": "done",
                    "importable_count": 2,
                    "existing_count": 2,
                    "new_count": 0,
                    "done_count": 0,
                    "progress": 100.0,
                }
            ],
        )
        after = {name: self.env[f"heating.{name}"].search([]) for name in models}
        self.assertEqual(before, after)
        self.assertEqual(partners, self.env["res.partner"].search_count([]))
        self.assertEqual(self._get_household().customer_id.name, "徐艳红")

    def test_a_household_that_came_in_meanwhile_is_left_alone(self):
        ledger = self._preview(*TWO)
        household = self._create_household("T9001", self.customer)
        ledger.action_import()
        self.assertEqual(self._get_household(), household)
        self.assertEqual(household.customer_id, self.customer)
        self.assertTrue(self._get_household("T9002"))
        self.assertEqual(ledger.done_count, 2)

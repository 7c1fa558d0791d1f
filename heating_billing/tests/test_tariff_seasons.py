import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..models.heating_tariff_pack import RULE_PACKS
from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestTariffSeasons(HeatingBillingCommon):
    """From a rule pack, or from last season's: change, compare, approve."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.next_season = cls.env["heating.season"].create(
            {"date_start": "2027-11-15", "date_end": "2028-03-14"}
        )
        cls.tariffs = cls.env["heating.tariff"].with_user(cls.administrator)

    # === RULE PACKS === #

    def test_every_pack_becomes_a_draft_whose_examples_pass(self):
        files = self.env["heating.tariff"]._get_pack_files()
        self.assertGreaterEqual(len(files), 8)
        for code in files:
            for season in (self.season, self.next_season):
                with self.subTest(pack=code, season=season.name):
                    tariff = self.tariffs._create_from_pack(code, season)
                    results = {line.name: line.got_text for line in tariff.example_ids}
                    self.assertGreaterEqual(len(results), 2)
                    self.assertEqual(tariff.failed_count, 0, results)
                    self.assertTrue(tariff.clause)

    def test_every_pack_with_prices_can_be_approved(self):
        for code in self.env["heating.tariff"]._get_pack_files():
            tariff = self.tariffs._create_from_pack(code, self.season)
            if tariff.price_ids:
                tariff.with_user(self.approver).action_approve()
                self.assertEqual(tariff.state, "approved")
            else:
                with self.assertRaisesRegex(UserError, "no price yet"):
                    tariff.with_user(self.approver).action_approve()

    def test_the_rules_of_a_pack_are_the_rules_of_the_tariff(self):
        for code, path in self.env["heating.tariff"]._get_pack_files().items():
            with self.subTest(pack=code):
                wanted = json.loads(path.read_text("utf-8"))["rules"]
                rules = self.tariffs._create_from_pack(code, self.season)._get_rules()
                for key in ("prices", "over_height", "payers", "inner_fallback"):
                    self.assertEqual(rules.get(key) or None, wanted.get(key) or None)
                for key in ("shares", "late_fee", "temperature", "outage"):
                    for name, value in wanted.get(key, {}).items():
                        self.assertEqual(rules[key][name], value)

    def test_the_dialog_drafts_a_tariff(self):
        dialog = self.env["heating.tariff.from.pack"].with_user(self.administrator)
        with Form(dialog) as form:
            form.pack = "xuzhou"
            self.assertIn("31 May", form.legal_basis)
            form.season_id = self.next_season
        action = form.record.action_create()
        tariff = self.env["heating.tariff"].browse(action["res_id"])
        self.assertEqual(tariff.name, "Xuzhou 2027-2028")
        # the pack's days move to the season of the tariff
        self.assertEqual(tariff.refund_until, date(2028, 5, 31))
        self.assertEqual(tariff.ladder_ids.mapped("below"), [18.0, 16.0, 14.0])

    def test_a_pack_in_chinese(self):
        for language in ("en_US", "zh_CN"):
            self.env["res.lang"]._activate_lang(language)
        tariff = self.tariffs.with_context(lang="zh_CN")._create_from_pack(
            "dezhou", self.season
        )
        self.assertEqual(tariff.name, "德州 2026-2027")
        low_income = tariff.price_ids.category_id.filtered(
            lambda category: category.code == "low_income"
        )
        self.assertEqual(low_income.with_context(lang="zh_CN").name, "低保户")
        self.assertEqual(low_income.with_context(lang="en_US").name, "Low Income")

    def test_only_administrators_draft_tariffs(self):
        with self.assertRaises(AccessError):
            self.env["heating.tariff"].with_user(self.accountant)._create_from_pack(
                "beijing", self.season
            )

    def test_a_bad_pack_is_refused_with_its_place(self):
        sound = json.loads((RULE_PACKS / "beijing.json").read_text("utf-8"))
        cases = {
            "not_json": ("{", "expected JSON"),
            "negative": (
                {
                    **sound,
                    "rules": {
                        "prices": [{**sound["rules"]["prices"][0], "price": "-1"}]
                    },
                },
                "not negative",
            ),
            "failing": (
                {**sound, "rules": {**sound["rules"], "shares": {"stopped": "0.2"}}},
                "Stopped for the whole season: expected",
            ),
            "category": (
                {
                    **sound,
                    "rules": {
                        "prices": [
                            {**sound["rules"]["prices"][0], "category": "palace"}
                        ]
                    },
                    "examples": [],
                },
                "“palace”, which is unknown",
            ),
        }
        with TemporaryDirectory() as folder:
            files = {}
            for name, (content, _problem) in cases.items():
                files[name] = Path(folder) / f"{name}.json"
                text = content if isinstance(content, str) else json.dumps(content)
                files[name].write_text(text, "utf-8")
            with patch.object(
                type(self.env["heating.tariff"]),
                "_get_pack_files",
                lambda self: files,
            ):
                for name, (_content, problem) in cases.items():
                    with (
                        self.subTest(pack=name),
                        self.assertRaisesRegex(UserError, problem),
                    ):
                        self.tariffs._create_from_pack(name, self.season)
        with self.assertRaisesRegex(UserError, "no rule pack"):
            self.tariffs._create_from_pack("atlantis", self.season)

    # === LAST SEASON'S === #

    def _copy(self, tariff):
        action = tariff.with_user(self.administrator).action_copy_to_next_season()
        return self.env["heating.tariff"].browse(action["res_id"])

    def test_copied_changed_compared_and_approved(self):
        draft = self._create_tariff(
            "Prices 2026-2027",
            discount_ids=[
                Command.create(
                    {"date_from": "2026-09-01", "date_to": "2026-09-30", "rate": 0.03}
                ),
                Command.create(
                    {"date_from": "2026-10-01", "date_to": "2026-10-31", "rate": 0.02}
                ),
            ],
        )
        self._create_example(
            draft,
            kind="early_discount",
            facts={"principal": "2200", "paid_on": "2026-10-31", "paid": "2156"},
            expected={"discount": "44.00"},
        )
        draft.with_user(self.approver).action_approve()
        copied = self._copy(draft)
        self.assertRecordValues(
            copied,
            [
                {
                    "name": "Prices 2027-2028",
                    "state": "draft",
                    "season_id": self.next_season.id,
                    "copied_from_id": draft.id,
                    "failed_count": 0,
                }
            ],
        )
        self.assertEqual(
            copied.discount_ids.mapped("date_from"),
            [date(2027, 9, 1), date(2027, 10, 1)],
        )
        copied.price_ids[0].price = 21.5
        copied.share_ids.share = 0.2
        differences = {what: (old, new) for what, old, new in copied._compare(draft)}
        self.assertEqual(
            differences["Price: Resident"][1].split(",")[0],
            "21.5 yuan a m² of Built Area",
        )
        self.assertEqual(differences["Due while Stopped"], ("30%", "20%"))
        self.assertEqual(differences["Season"], ("2026-2027", "2027-2028"))
        self.assertNotIn("Price: Business", differences)
        self.assertNotIn("Late Fee", differences)
        copied.with_user(self.approver).action_approve()
        self.assertEqual((draft.state, copied.state), ("approved", "approved"))

    def test_the_comparison_shows_only_what_differs(self):
        copied = self._copy(self.tariff)
        dialog = (
            self.env["heating.tariff.compare"]
            .with_user(self.approver)
            .create({"tariff_id": copied.id})
        )
        self.assertEqual(dialog.other_id, self.tariff)
        self.assertEqual(dialog.difference_count, 1)
        self.assertIn("2027-2028", dialog.differences)
        copied.name = "<b>bold</b>"
        dialog.invalidate_recordset()
        self.assertNotIn("<b>bold</b>", dialog.differences)

    def test_copied_once_and_only_where_there_is_a_next_season(self):
        self._copy(self.tariff)
        with self.assertRaisesRegex(UserError, "has a tariff City prices already"):
            self._copy(self.tariff)
        last = self._create_tariff("Last", season_id=self.next_season.id)
        self.env["heating.season"].search(
            [("date_start", ">", self.next_season.date_end)]
        ).active = False
        with self.assertRaisesRegex(UserError, "no season after 2027-2028"):
            self._copy(last)

    # === BAD SEASONS AND TARIFFS === #

    @mute_logger("odoo.sql_db")
    def test_a_season_is_not_turned_round(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.next_season.date_end = "2027-11-14"
            self.env.flush_all()

    def test_a_branch_without_a_tariff_is_an_exception_with_words(self):
        """A gap: the only tariff of the season is another branch's."""
        self.tariff.active = False
        own = self._create_tariff("West", branch_ids=self.other_branch.ids)
        own.with_user(self.approver).action_approve()
        run = self._create_run()
        run.action_rehearse()
        line = run.line_ids.filtered(lambda line: line.household_id == self.household)
        self.assertEqual(line.state, "exception")
        self.assertEqual(line.reason, "There is no approved tariff for the branch.")

    def test_two_tariffs_of_a_branch_stop_the_run_with_words(self):
        """An overlap: which of the two holds is not guessed."""
        second = self._create_tariff("Second")
        second.with_user(self.approver).action_approve()
        with self.assertRaisesRegex(UserError, "archive one of them"):
            self._create_run().action_rehearse()

    def test_two_tariffs_approved_since_stop_the_start_with_words(self):
        """Said once, before any household is marked as failed."""
        run = self._create_run()
        run.action_rehearse()
        run.with_user(self.approver).action_approve()
        second = self._create_tariff("Second")
        second.with_user(self.approver).action_approve()
        with self.assertRaisesRegex(UserError, "archive one of them"):
            run.action_start()
        self.assertIn("ready", run.line_ids.mapped("state"))
        self.assertNotIn("failed", run.line_ids.mapped("state"))

    # === ANOTHER VERSION IN THE SAME SEASON === #

    def test_a_new_version_takes_the_place_of_the_one_it_was_copied_from(self):
        """Bills keep theirs: worked out anew they have the prices of then."""
        self._bill_season()
        bill = self._get_bill(self.household)
        administrator = self.users["administrator"]
        action = self.tariff.with_user(administrator).action_copy_as_version()
        version = self.env["heating.tariff"].browse(action["res_id"])
        self.assertEqual(version.name, "City prices (2)")
        self.assertEqual(self.tariff.copy().name, "City prices (3)")
        version.price_ids.price = 25.0
        version.with_user(self.approver).action_approve()
        self.assertFalse(self.tariff.active)
        by_branch = self.env["heating.tariff"]._get_by_branch(self.season)
        self.assertEqual(by_branch, {False: version})
        self.household.space_ids.built_area = 50.0
        bill._reassess("measured anew")
        self.assertEqual(bill.tariff_id, self.tariff)
        self.assertEqual(bill.amount_total, 1000.0)

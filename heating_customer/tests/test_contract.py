import base64
from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_contract import HeatingContractCommon, drawn_signature


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20 03:00:00")
class TestContract(HeatingContractCommon):
    """Supply contracts: drafted from the archive, signed, renewed, ended."""

    # === DRAFTS === #

    def test_a_draft_copies_the_archive(self):
        contract = self._draft(date_to="2027-11-19")
        self.assertRegex(contract.number, r"^HT2026-\d{6}$")
        self.assertRecordValues(
            contract,
            [
                {
                    "state": "draft",
                    "partner_id": self.customer.id,
                    "household_number": "T000001",
                    "customer_name": "Zhang San",
                    "customer_phone": "13800000001",
                    "address": self.household.address,
                    "category": self.category.name,
                    "built_area": 100.0,
                    "heating_type": "area",
                    "branch_id": self.branch.id,
                }
            ],
        )
        self.household.space_ids.built_area = 120
        self.customer.name = "Renamed"
        self.assertEqual(contract.built_area, 100.0)
        self.assertEqual(contract.customer_name, "Zhang San")

    def test_clients_set_dates_and_terms_only(self):
        with self.assertRaises(AccessError):
            self._draft(state="signed")
        with self.assertRaises(AccessError):
            self._draft(built_area=1.0)
        contract = self.env["heating.contract"].browse(
            self.rpc(
                self.clerk,
                "heating.contract",
                "create",
                {"household_id": self.household.id},
                context={"default_state": "signed", "default_signed_by": "Me"},
            )
        )
        self.assertRecordValues(contract, [{"state": "draft", "signed_by": False}])
        for vals in ({"state": "signed"}, {"signed_by": "x"}, {"access_token": "x"}):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(self.clerk, "heating.contract", "write", contract.ids, vals)
        self.rpc(
            self.clerk, "heating.contract", "write", contract.ids, {"terms": "Two"}
        )
        self._press(contract, "action_send")
        with self.assertRaises(UserError):
            self.rpc(
                self.clerk, "heating.contract", "write", contract.ids, {"terms": "x"}
            )
        with self.assertRaises(UserError):
            self.rpc(self.clerk, "heating.contract", "unlink", contract.ids)

    def test_one_draft_of_a_customer(self):
        self._draft()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self._draft()

    def test_only_clerks_prepare_contracts(self):
        contract = self._draft()
        vals = {"household_id": self.household_2.id}
        for role, user in (*self.users.items(), ("stranger", self.stranger)):
            if role == "archive_clerk":
                continue
            with self.subTest(role=role):
                for method, args in (
                    ("create", [vals]),
                    ("write", [contract.ids, {"terms": "x"}]),
                    ("action_send", [contract.ids]),
                    ("action_mark_signed", [contract.ids]),
                    ("action_end", [contract.ids]),
                    ("unlink", [contract.ids]),
                ):
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        self.rpc(user, "heating.contract", method, *args)
                if role != "stranger":
                    self.rpc(user, "heating.contract", "read", contract.ids, ["number"])
        west = self._create_user(
            "archive_clerk", login="west", branches=self.other_branch
        )
        with self.assertRaises(AccessError):
            self.rpc(west, "heating.contract", "read", contract.ids, ["number"])

    def test_drafts_for_many_households(self):
        households = self.household | self.household_2 | self.other_household
        self._draft(self.household)
        self._signed(self.household_2)
        dialog = self.rpc(
            self.clerk,
            "heating.contract.draft",
            "create",
            {"date_from": "2026-11-20", "date_to": "2027-11-19"},
            context={
                "active_model": "heating.household",
                "active_ids": households.ids,
            },
        )
        action = self.rpc(
            self.clerk, "heating.contract.draft", "action_draft", [dialog]
        )
        made = self.env["heating.contract"].search(action["domain"])
        self.assertEqual(made.household_id, self.other_household)
        self.assertEqual(made.date_to, date(2027, 11, 19))
        with self.assertRaisesRegex(UserError, "has a contract already"):
            self.rpc(
                self.clerk,
                "heating.household",
                "action_draft_contracts",
                households.ids,
                "2026-11-20",
            )
        with self.assertRaises(AccessError):
            self.rpc(
                self.manager,
                "heating.household",
                "action_draft_contracts",
                households.ids,
                "2026-11-20",
            )

    def test_drafting_costs_no_query_a_household(self):
        def queries(count, prefix):
            households = self.env["heating.household"]
            for index in range(count):
                households |= self._create_household(
                    f"{prefix}{index:03d}", self.customer
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            households.with_user(self.clerk).action_draft_contracts("2026-11-20")
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(2, "Q1")
        self.assertLess(queries(42, "Q3") - queries(2, "Q2"), 20)

    # === SIGNING === #

    def test_signing_keeps_name_time_and_paper(self):
        contract = self._signed()
        self.assertRecordValues(
            contract,
            [
                {
                    "state": "signed",
                    "signed_by": "Zhang San",
                    "signed_means": "portal",
                    "signed_ip": "192.0.2.7",
                    "is_in_force": True,
                }
            ],
        )
        self.assertTrue(contract.signature)
        paper = contract.attachment_ids
        self.assertEqual(paper.heating_paper_kind_id, self.kind)
        self.assertEqual(paper.heating_household_id, self.household)
        self.assertIn(paper, contract.message_ids.attachment_ids)
        self.assertTrue(self.household.has_contract)
        with self.assertRaises(UserError):
            contract.sudo()._sign("Zhang San", drawn_signature(), "192.0.2.7")

    def test_what_is_no_signature(self):
        contract = self._draft()
        with self.assertRaises(UserError):
            contract.sudo()._sign("Zhang San", drawn_signature(), "192.0.2.7")
        self._press(contract, "action_send")
        for name, signature in (
            ("", drawn_signature()),
            (None, drawn_signature()),
            ("x" * 65, drawn_signature()),
            ("Zhang", ""),
            ("Zhang", None),
            ("Zhang", "A" * 1_000_000),
            ("Zhang", "no image"),
            ("Zhang", base64.b64encode(b"<svg/>").decode()),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                contract.sudo()._sign(name, signature, "192.0.2.7")
        self.assertEqual(contract.state, "sent")

    def test_signing_on_paper_needs_the_scan(self):
        contract = self._draft()
        with self.assertRaisesRegex(UserError, "Attach the signed paper"):
            self._press(contract, "action_mark_signed")
        self.rpc(
            self.clerk,
            "ir.attachment",
            "create",
            {
                "name": "scan.pdf",
                "raw": "x",
                "res_model": "heating.contract",
                "res_id": contract.id,
                "heating_paper_kind_id": self.kind.id,
            },
        )
        self._press(contract, "action_mark_signed")
        self.assertEqual(contract.state, "signed")
        self.assertEqual(contract.signed_means, "paper")

    def test_a_withdrawn_contract_has_another_link(self):
        contract = self._draft()
        self._press(contract, "action_send")
        token = contract.access_token
        self.assertIn(token, contract.with_user(self.clerk).sign_url)
        self._press(contract, "action_withdraw")
        self.assertEqual(contract.state, "draft")
        self._press(contract, "action_send")
        self.assertNotEqual(contract.access_token, token)

    def test_a_contract_without_area_is_not_offered(self):
        household = self.env["heating.household"].create(
            {
                "number": "T9",
                "customer_id": self.customer.id,
                "location_id": self.unit.id,
            }
        )
        contract = self._draft(household)
        with self.assertRaisesRegex(UserError, "names no area"):
            self._press(contract, "action_send")

    # === RENEWING AND ENDING === #

    def test_renewing(self):
        contract = self._signed(date_from="2026-01-01", date_to="2026-12-31")
        action = self._press(contract, "action_renew")
        draft = self.env["heating.contract"].search(action["domain"])
        self.assertEqual(draft.date_from, date(2027, 1, 1))
        self.assertEqual(draft.date_to, date(2027, 12, 31))
        self.assertEqual(contract.renewed_by_id, draft)
        with self.assertRaisesRegex(UserError, "renewed by"):
            self._press(contract, "action_renew")
        self._press(draft, "action_send")
        draft.sudo()._sign("Zhang San", drawn_signature(), "192.0.2.7")
        self.assertTrue(contract.is_in_force)
        self.assertFalse(draft.is_in_force)
        with freeze_time("2027-01-01 03:00:00"):
            self.env.invalidate_all()
            self.assertTrue(contract.is_expired)
            self.assertTrue(draft.is_in_force)

    def test_a_new_contract_ends_the_one_before(self):
        first = self._signed(date_from="2026-01-01")
        second = self._signed(date_from="2026-11-20")
        self.assertEqual(first.date_to, date(2026, 11, 19))
        self.assertEqual(first.state, "ended")
        self.assertEqual(self.household.contract_id, second)
        third = self._signed(date_from="2026-12-01")
        self.assertEqual(second.state, "signed")
        self.assertEqual(second.date_to, date(2026, 11, 30))
        self._press(third, "action_end")
        self.assertEqual(third.state, "ended")

    def test_two_contracts_in_force_are_impossible(self):
        first = self._signed(date_to="2026-12-31")
        second = self._draft(date_from="2026-12-01")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            second.sudo().write({"state": "signed"})
            self.env.flush_all()
        self.assertTrue(first.is_in_force)

    def test_lists_of_expiring_and_missing_contracts(self):
        soon = self._signed(date_from="2026-01-01", date_to="2026-12-15")
        later = self._signed(
            self.household_2, date_from="2026-01-01", date_to="2027-12-31"
        )
        view = self.env.ref("heating_customer.heating_contract_view_search").arch
        self.assertIn("today +30d", view)
        expiring = self.env["heating.contract"].search(
            [
                ("is_in_force", "=", True),
                ("date_to", "<=", "today +30d"),
                ("renewed_by_id", "=", False),
            ]
        )
        self.assertIn(soon, expiring)
        self.assertNotIn(later, expiring)
        missing = self.env["heating.household"].search([("has_contract", "=", False)])
        self.assertIn(self.other_household, missing)
        self.assertNotIn(self.household, missing)
        with freeze_time("2026-12-16 03:00:00"):
            self.env.invalidate_all()
            expired = self.env["heating.contract"].search([("is_expired", "=", True)])
            self.assertIn(soon, expired)
            self.assertIn(
                self.household,
                self.env["heating.household"].search([("has_contract", "=", False)]),
            )

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestTariff(HeatingBillingCommon):
    def test_default_tax_and_account(self):
        """Residents are exempt, other heat has its tax inside the price."""
        resident, business = self.tariff.price_ids
        self.assertEqual(resident.tax_id, self.company.heating_exempt_tax_id)
        self.assertEqual(business.tax_id, self.company.heating_included_tax_id)
        self.assertTrue(business.tax_id.price_include)
        self.assertEqual(
            self.tariff.price_ids.income_account_id,
            self.company.heating_income_account_id,
        )

    def test_nobody_approves_their_own_tariff(self):
        maker = self._create_user("administrator", "approver", login="maker")
        tariff = (
            self.env["heating.tariff"]
            .with_user(maker)
            .create({"name": "Made by me", "season_id": self.season.id})
        )
        with self.assertRaisesRegex(UserError, "another approver"):
            tariff.action_approve()

    def test_only_approvers_approve(self):
        with self.assertRaises(AccessError):
            self._create_tariff("Draft").with_user(
                self.users["accountant"]
            ).action_approve()

    def test_state_is_not_written_by_clients(self):
        tariff = self._create_tariff("Draft")
        with self.assertRaisesRegex(UserError, "Approve"):
            self.rpc(
                self.administrator,
                "heating.tariff",
                "write",
                tariff.ids,
                {"state": "approved"},
            )
        with self.assertRaisesRegex(UserError, "begins as a draft"):
            self.rpc(
                self.administrator,
                "heating.tariff",
                "create",
                [{"name": "X", "season_id": self.season.id, "state": "approved"}],
            )

    def test_an_approved_tariff_never_changes(self):
        price = self.tariff.price_ids[0]
        for change in (
            lambda: self.tariff.write({"rounding": "1"}),
            lambda: price.write({"price": 1.0}),
            lambda: price.unlink(),
            lambda: self.tariff.share_ids.write({"share": 0.1}),
            lambda: price.copy(
                {"category_id": self.env.ref("heating_customer.category_school").id}
            ),
            lambda: self.tariff.unlink(),
        ):
            with self.assertRaises(UserError):
                change()
        self.tariff.active = False

    def test_a_copy_is_a_draft_with_all_prices(self):
        copy = self.tariff.copy({"name": "Next"})
        self.assertEqual(copy.state, "draft")
        self.assertEqual(len(copy.price_ids), 2)
        self.assertFalse(copy.approved_by_id)

    @mute_logger("odoo.sql_db")
    def test_impossible_prices_are_refused_by_postgresql(self):
        tariff = self._create_tariff("Draft")
        for values in ({"price": -1.0}, {"category_id": self.category.id}):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                tariff.price_ids[1].write(values)
                self.env.flush_all()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            tariff.share_ids.share = 1.5
            self.env.flush_all()

    def test_two_tariffs_for_one_branch_are_refused(self):
        second = self._create_tariff("Second")
        second.with_user(self.approver).action_approve()
        with self.assertRaisesRegex(UserError, "archive one"):
            self.env["heating.tariff"]._get_by_branch(self.season)

    def test_a_branch_may_have_its_own(self):
        own = self._create_tariff("West", branch_ids=self.other_branch.ids)
        own.with_user(self.approver).action_approve()
        by_branch = self.env["heating.tariff"]._get_by_branch(self.season)
        self.assertEqual(by_branch, {False: self.tariff, self.other_branch.id: own})

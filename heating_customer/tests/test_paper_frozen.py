from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_area import HeatingAreaCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-05-04 04:00:00")
class TestPaperFrozen(HeatingAreaCommon):
    """What others have relied on is neither changed nor deleted, whoever asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.identity = cls.env.ref("heating_customer.paper_kind_identity")
        cls.deed = cls.env.ref("heating_customer.paper_kind_deed")

    def _attach(self, record, kind=None):
        return self.env["ir.attachment"].create(
            {
                "name": "scan.pdf",
                "raw": b"%PDF-1.4 as it was",
                "res_model": record._name,
                "res_id": record.id,
                "heating_paper_kind_id": (kind or self.identity).id,
            }
        )

    def _assert_frozen(self, paper):
        for vals in (
            {"heating_paper_kind_id": self.deed.id},
            {"res_id": paper.res_id + 1},
            {"res_model": "res.partner"},
            {"datas": "c29tZXRoaW5nIGVsc2U="},
            {"name": "another.pdf"},
            {"type": "url", "url": "https://example.com"},
            {"public": True},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "rely"):
                self.rpc(self.clerk, "ir.attachment", "write", paper.ids, vals)
        with self.assertRaisesRegex(UserError, "Add another paper"):
            self.rpc(self.clerk, "ir.attachment", "unlink", paper.ids)
        # Odoo deletes what hangs on a message with sudo
        with self.assertRaisesRegex(UserError, "rely"):
            paper.sudo()._delete_and_notify()
        # the same again is no change: a form saves what it has loaded
        self.rpc(
            self.clerk,
            "ir.attachment",
            "write",
            paper.ids,
            {"name": "scan.pdf", "heating_paper_kind_id": self.identity.id},
        )
        self.assertEqual(paper.raw, b"%PDF-1.4 as it was")

    def _assert_open(self, paper):
        self.rpc(
            self.clerk,
            "ir.attachment",
            "write",
            paper.ids,
            {"heating_paper_kind_id": self.deed.id, "datas": "eA=="},
        )
        self.assertEqual(paper.raw, b"x")
        self.rpc(self.clerk, "ir.attachment", "unlink", paper.ids)
        self.assertFalse(paper.exists())

    def test_papers_of_an_application_under_approval(self):
        kind = self.env.ref("heating_customer.application_type_category")
        business = self.env.ref("heating_customer.category_business")
        kind.paper_kind_ids = self.identity
        application = (
            self.env["heating.application"]
            .with_user(self.clerk)
            .create(
                {
                    "type_id": kind.id,
                    "household_id": self.household.id,
                    "date_from": "2026-11-15",
                    "space_id": self.household.space_ids.id,
                    "new_category_id": business.id,
                }
            )
        )
        self._assert_open(self._attach(application))
        paper = self._attach(application)
        application.request_validation()
        self._assert_frozen(paper)
        # one more is welcome
        self.assertTrue(self._attach(application, self.deed))
        application.restart_validation()
        paper.with_user(self.clerk).name = "scan 2.pdf"
        paper.with_user(self.clerk).name = "scan.pdf"
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        self.assertEqual(application.state, "done")
        self._assert_frozen(paper)

    def test_papers_of_a_contract(self):
        contract = (
            self.env["heating.contract"]
            .with_user(self.clerk)
            .create({"household_id": self.household.id})
        )
        self._assert_open(self._attach(contract))
        paper = self._attach(contract)
        self._attach(contract, self.env.ref("heating_customer.paper_kind_contract"))
        contract.action_mark_signed()
        self._assert_frozen(paper)
        contract.action_end()
        self.assertEqual(contract.state, "ended")
        self._assert_frozen(paper)

    def test_papers_and_photos_of_an_area_check(self):
        check = self._start()[0]
        self._assert_open(self._attach(check))
        paper = self._attach(check)
        self._measure(check, 90.0)
        self.assertEqual(check.state, "measured")
        self._assert_frozen(paper)
        check.with_user(self.clerk).action_confirm()
        self._assert_frozen(paper)
        check.with_user(self.clerk).action_measure_again()
        self._assert_open(paper)

    def test_papers_of_a_household_are_the_clerks_own(self):
        self._assert_open(self._attach(self.household))

import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestTariffExamples(HeatingBillingCommon):
    """Rules that prove themselves: no approval while an example does not come out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls._create_tariff("Draft")
        cls.example = cls._create_example(cls.draft)

    def test_an_example_is_computed_by_the_tariffs_own_rules(self):
        self.assertEqual(self.example.result, "passed")
        self.assertEqual(self.example.got_text, "Total: 2000.00")
        self.assertIn("Resident", self.example.facts_text)
        self.draft.price_ids[0].price = 21.0
        self.assertRecordValues(
            self.example,
            [
                {
                    "result": "failed",
                    "expected_text": "Total: 2000.00",
                    "got_text": "Total: 2100.00",
                }
            ],
        )
        self.assertEqual((self.draft.example_count, self.draft.failed_count), (1, 1))

    def test_every_rule_reaches_the_examples(self):
        """Another share, rounding, height or payer changes what comes out."""
        facts = {
            "household": {
                "spaces": [{"category": "resident", "built": "33.33", "height": "3.7"}],
                "supply": [
                    {"state": "stopped", "from": "2026-11-15", "to": "2026-12-14"}
                ],
            }
        }
        example = self._create_example(self.draft, name="All", facts=facts)
        before = example.got_text
        # 33.33 m² × 20 × 90/120, and × 30/120 × 30 %
        self.assertEqual(before, "Total: 549.95")
        for values in (
            {"share_ids": [Command.update(self.draft.share_ids.id, {"share": 0.2})]},
            {"rounding": "1"},
            {"over_height_rule": "step"},
            {"minimum_days_stop": 31},
        ):
            self.draft.write(values)
            self.assertNotEqual(example.got_text, before, values)
            before = example.got_text

    def test_a_failing_example_keeps_a_tariff_from_approval(self):
        self.draft.price_ids[0].price = 21.0
        sentence = (
            "Example “A flat” does not come out. "
            r"Expected: Total: 2000.00. Computed: Total: 2100.00"
        )
        with self.assertRaisesRegex(UserError, sentence):
            self.draft.with_user(self.approver).action_approve()
        with self.assertRaisesRegex(UserError, sentence):
            self.draft.with_user(self.administrator).request_validation()
        self.draft.price_ids[0].price = 20.0
        self.draft.with_user(self.approver).action_approve()
        self.assertEqual(self.draft.state, "approved")

    def test_a_malformed_example_keeps_a_tariff_from_approval(self):
        for values, problem in (
            ({"facts": "{"}, "cannot be read.*expected JSON"),
            (
                {"expected": '{"total": 2000}'},
                "“expect.total” has to be a number in quotation",
            ),
            ({"facts": "{}"}, "key “household” is missing"),
            (
                {"facts": '{"household": {"spaces": []}, "colour": 1}'},
                "no such key as “colour”",
            ),
            (
                {"facts": '{"household": {}, "tariff": {"prices": []}}'},
                "“tariff” is a rule",
            ),
            ({"facts": "[]"}, "“facts” has to be a group"),
        ):
            with self.subTest(values=values):
                self.example.write(
                    {
                        "facts": json.dumps(self.FACTS),
                        "expected": '{"total": "2000.00"}',
                        **values,
                    }
                )
                self.assertEqual(self.example.result, "malformed")
                with self.assertRaisesRegex(UserError, problem):
                    self.draft.with_user(self.approver).action_approve()

    def test_a_refusal_is_told_in_words(self):
        facts = {"household": {"spaces": [{"category": "school", "built": "10"}]}}
        example = self._create_example(
            self.draft, name="School", facts=facts, expected={"error": "no price"}
        )
        self.assertEqual(example.result, "passed")
        self.assertEqual(
            example.got_text, "Refused: The tariff has no price for School."
        )

    def test_examples_of_late_fees_and_refunds(self):
        self.draft.write(
            {
                "late_fee_basis": "daily",
                "late_fee_rate": 0.002,
                "ladder_ids": [Command.create({"below": 18.0, "share": 0.5})],
                "outage_hours": 12,
            }
        )
        for number, (kind, facts, amount) in enumerate(
            (
                (
                    "late_fee",
                    {"principal": "2500", "due": "2025-12-31", "on": "2026-01-31"},
                    "155.00",
                ),
                (
                    "temperature_refund",
                    {"fee_per_day": "20", "days": 6, "measured": "17.9"},
                    "60.00",
                ),
                (
                    "outage_refund",
                    {"fee_per_day": "20", "hours": "13", "days": 1},
                    "20.00",
                ),
            )
        ):
            example = self._create_example(
                self.draft,
                name=f"Example {number}",
                kind=kind,
                facts=facts,
                expected={"amount": amount},
            )
            self.assertEqual(example.result, "passed", example.got_text)

    # === APPROVAL BY TIERS === #

    def test_asked_by_one_and_approved_by_another(self):
        self.draft.with_user(self.administrator).request_validation()
        self.assertEqual(self.draft.state, "requested")
        with self.assertRaisesRegex(UserError, "no longer a draft"):
            self.draft.price_ids[0].price = 22.0
        self.draft.with_user(self.approver).validate_tier()
        self.assertRecordValues(
            self.draft, [{"state": "approved", "approved_by_id": self.approver.id}]
        )

    def test_who_asks_does_not_decide(self):
        both = self._create_user("administrator", "approver", login="both")
        self.draft.with_user(both).request_validation()
        with self.assertRaisesRegex(AccessError, "somebody else must decide"):
            self.draft.with_user(both).validate_tier()

    def test_who_wrote_a_line_does_not_decide(self):
        both = self._create_user("administrator", "approver", login="both")
        self.draft.price_ids[0].with_user(both).price = 20.0
        with self.assertRaisesRegex(UserError, "You wrote on tariff"):
            self.draft.with_user(both).action_approve()
        self.draft.with_user(self.administrator).request_validation()
        with self.assertRaisesRegex(AccessError, "somebody else must decide"):
            self.draft.with_user(both).validate_tier()

    def test_sent_back_is_a_draft_again_and_its_reviewer_may_still_decide(self):
        self.draft.with_user(self.administrator).request_validation()
        self.draft.with_user(self.approver)._approval_decide(
            "send_back", "The notice says 21"
        )
        self.assertEqual(self.draft.state, "draft")
        self.example.with_user(self.administrator).expected = '{"total": "2100.00"}'
        self.draft.price_ids[0].with_user(self.administrator).price = 21.0
        self.draft.with_user(self.administrator).request_validation()
        self.draft.with_user(self.approver).validate_tier()
        self.assertEqual(self.draft.state, "approved")

    def test_rejected_with_a_reason(self):
        self.draft.with_user(self.administrator).request_validation()
        self.draft.with_user(self.approver)._approval_decide("reject", "Wrong notice")
        self.assertEqual(self.draft.state, "rejected")
        with self.assertRaisesRegex(UserError, "no longer a draft"):
            self.draft.name = "Other"
        self.draft.with_user(self.administrator).restart_validation()
        self.assertEqual(self.draft.state, "draft")

    def test_two_tiers_need_two_people(self):
        tier = self.env.ref("heating_billing.tier_definition_tariff")
        tier.copy({"name": "Second", "sequence": tier.sequence + 1})
        second = self._create_user("approver", login="second")
        self.draft.with_user(self.approver).action_approve()
        self.assertEqual(self.draft.state, "requested")
        with self.assertRaisesRegex(AccessError, "next tier needs somebody else"):
            self.draft.with_user(self.approver).validate_tier()
        self.draft.with_user(second).validate_tier()
        self.assertEqual(self.draft.state, "approved")

    def test_an_approved_tariff_is_not_taken_back(self):
        self.draft.with_user(self.approver).action_approve()
        for step in ("restart_validation", "action_cancel"):
            with self.assertRaises(UserError):
                getattr(self.draft.with_user(self.administrator), step)()
        self.assertEqual(self.draft.state, "approved")

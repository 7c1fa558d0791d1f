from odoo.tests import HttpCase, tagged

from odoo.addons.heating_customer.tests.common_portal import HeatingPortalCommon

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestBillExplanation(HeatingBillingCommon, HeatingPortalCommon, HttpCase):
    """A bill that a reduction changed explains itself wherever it is read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff.sudo().env.cr.execute(
            "UPDATE heating_tariff SET clause = %s WHERE id = %s",
            ["Notice 12 of 2026, article 3", cls.tariff.id],
        )
        cls._bill_season()
        cls.bill = cls.household.bill_ids
        reduction = (
            cls.env["heating.reduction"]
            .with_user(cls.clerk)
            .create(
                {
                    "household_id": cls.household.id,
                    "season_id": cls.season.id,
                    "kind_id": cls.env.ref(
                        "heating_billing.reduction_kind_goodwill"
                    ).id,
                    "by": "amount",
                    "value": 50.0,
                    "reason": "A cold night",
                }
            )
        )
        reduction.request_validation()
        reduction.with_user(cls.approver).validate_tier()
        cls.env.invalidate_all()

    def test_the_sentence_says_tariff_approver_day_and_clause(self):
        text = self.bill.with_user(self.householder).basis_text
        for word in (
            self.tariff.name,
            self.approver.name,
            str(self.company._heating_today().year),
            "Notice 12 of 2026, article 3",
        ):
            self.assertIn(word, text)

    def test_it_is_printed(self):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "heating_billing.heating_bill_report", self.bill.ids
        )
        self.assertIn("Notice 12 of 2026, article 3", html.decode())

    def test_on_the_screen_and_on_the_portal(self):
        self.start_tour(
            f"/odoo/action-heating_billing.heating_bill_action/{self.bill.id}",
            "heating_bill_explanation",
            login=self.clerk.login,
        )
        self.start_tour(
            f"/my/heating/{self.household.id}",
            "heating_bill_explanation_portal",
            login=self.householder.login,
        )

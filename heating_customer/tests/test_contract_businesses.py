from datetime import date

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .common_contract import HeatingContractCommon, drawn_signature


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20 03:00:00")
class TestContractBusinesses(HeatingContractCommon):
    """What businesses do to contracts; what householders and paper show of them."""

    # === BUSINESSES === #

    def _join(self):
        return self._create_approved(
            self.types["join"],
            household_id=False,
            location_id=self.unit.id,
            room="909",
            new_customer_id=self.customer_2.id,
            new_category_id=self.category.id,
            new_built_area=88.8,
            date_from="2026-11-20",
            surveyed_on="2026-11-18",
        )

    def test_joining_waits_for_the_signature(self):
        application = self._join()
        contract = application.contract_ids
        self.assertEqual(application.state, "approved")
        self.assertIn(contract.number, application.pending_text)
        self.assertRecordValues(
            contract,
            [
                {
                    "state": "draft",
                    "partner_id": self.customer_2.id,
                    "built_area": 88.8,
                    "category": self.category.name,
                }
            ],
        )
        self._press(contract, "action_send")
        with mute_logger("odoo.addons.queue_job.utils"):
            contract.sudo()._sign("Li Si", drawn_signature(), "192.0.2.7")
        self.assertEqual(application.state, "done")
        self.assertEqual(application.household_id.state, "active")

    def test_a_contract_of_a_business_has_the_term_of_its_type(self):
        day = date(2026, 11, 20)
        self.assertFalse(self.types["join"]._get_contract_end(day))
        self.types["join"].contract_years = 3
        contract = self._join().contract_ids
        self.assertEqual(contract.date_from, day)
        self.assertEqual(contract.date_to, date(2029, 11, 19))

    def test_a_contract_is_found_by_its_address(self):
        view = self.env["heating.contract"].get_view(view_type="search")
        field = etree.fromstring(view["arch"]).find(".//field[@name='number']")
        contract = self._draft()
        for words in (contract.number, contract.address, contract.customer_name):
            domain = safe_eval(field.get("filter_domain"), {"self": words})
            self.assertIn(contract, self.env["heating.contract"].search(domain))

    def test_a_type_may_do_without_a_contract(self):
        self.types["join"].contract_needed = False
        application = self._join()
        self.assertEqual(application.state, "done")
        self.assertFalse(application.contract_ids)

    def test_a_cancelled_application_gives_its_contract_up(self):
        application = self._join()
        application.action_cancel()
        self.assertEqual(application.contract_ids.state, "ended")

    def test_a_transfer_ends_the_contract_and_drafts_another(self):
        contract = self._signed(date_from="2026-01-01")
        application = self._create_approved(
            self.types["transfer"],
            new_customer_id=self.customer_2.id,
            date_from="2026-11-20",
        )
        application.action_confirm_old()
        application.with_user(self.clerk_2).action_confirm_new()
        self.assertEqual(application.state, "done")
        self.assertEqual(contract.state, "ended")
        self.assertEqual(contract.date_to, date(2026, 11, 19))
        draft = application.contract_ids
        self.assertEqual(draft.partner_id, self.customer_2)
        self.assertEqual(draft.state, "draft")
        self.assertEqual(draft.date_from, date(2026, 11, 20))

    def test_leaving_ends_the_contract(self):
        contract = self._signed(date_from="2026-01-01")
        application = self._create_approved(self.types["leave"], date_from="2026-11-20")
        application.with_user(self.field_worker).action_confirm_field(
            "2026-11-20", "S1"
        )
        self.assertEqual(application.state, "done")
        self.assertEqual(contract.state, "ended")

    # === HOUSEHOLDERS === #

    def test_householders_read_what_was_offered_to_them(self):
        contract = self._draft()
        portal = new_test_user(self.env, "test_portal", groups="base.group_portal")
        other = new_test_user(self.env, "test_other", groups="base.group_portal")
        portal.partner_id.parent_id = self.customer
        read = ("heating.contract", "read", contract.ids, ["number"])
        with self.assertRaises(AccessError):
            self.rpc(portal, *read)
        self._press(contract, "action_send")
        self.assertTrue(self.rpc(portal, *read))
        with self.assertRaises(AccessError):
            self.rpc(portal, "heating.contract", "read", contract.ids, ["signed_ip"])
        with self.assertRaises(AccessError):
            self.rpc(other, *read)
        with self.assertRaises(AccessError):
            self._press(contract, "action_end", portal)

    # === ON PAPER === #

    def test_papers_print(self):
        """As wkhtmltopdf prints them, not only as HTML."""
        contract = self._draft(terms="Paid by the end of October")
        application = self._create_application()
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        for name, record in (
            ("heating_contract_report", contract),
            ("heating_application_report", application),
        ):
            with self.allow_pdf_render():
                pdf, kind = reports._render_qweb_pdf(
                    f"heating_customer.{name}", record.ids
                )
            self.assertEqual(kind, "pdf")
            self.assertTrue(pdf.startswith(b"%PDF"))

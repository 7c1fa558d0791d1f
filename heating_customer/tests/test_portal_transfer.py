from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_migration import run_migration
from .common_portal import PNG, SIGNATURE, HeatingPortalCommon

NEW = {"new_name": "Wang Wu", "new_phone": "138 0000 0003"}


@tagged("post_install", "-at_install")
class TestPortalTransfer(HeatingPortalCommon):
    """The old customer applies, the new one confirms by a link."""

    def setUp(self):
        super().setUp()
        self.login(self.householder)
        self.day = self.env.company._heating_today()

    def _apply_and_sign(self, **form):
        application = self.get_applied(self.apply(code="transfer", **{**NEW, **form}))
        self.sign(application)
        return application

    def _link(self, application):
        return application._get_side_url().replace(application.get_base_url(), "")

    def _prove(self, link, name="Wang Wu", phone="0003"):
        """Say who one is, as the page asks; whether it was right."""
        response = self.post(f"{link}/prove", name=name, phone=phone)
        return response.status_code == 303

    def _sign_new(self, link, name="Wang Wu"):
        return self.json(f"{link}/sign", name=name, signature=SIGNATURE)

    def _confirm(self, link, name="Wang Wu", phone="0003"):
        self._prove(link, name, phone)
        return self._sign_new(link, name)

    def test_a_change_of_customer(self):
        application = self._apply_and_sign()
        self.assertEqual(application.state, "requested")
        self.assertTrue(application.old_confirmed_on)
        link = self._link(application)
        page = self.get(f"/my/heating/application/{application.id}").text
        self.assertIn(link, page)
        self.login(None)
        page = self.get(link).text
        self.assertIn("Wang Wu", page)
        self.assertIn("T000001", page)
        for word in ("Zhang San", "13800000001", "138 0000 0003"):
            self.assertNotIn(word, page)
        # nothing to sign before one has said who one is
        self.assertIn("heating_prove", page)
        self.assertIn("phone first", self._sign_new(link)["error"])
        self.assertTrue(self._prove(link))
        self.assertNotIn("heating_prove", self.get(link).text)
        self.assertIn("full name", self._sign_new(link, "Somebody")["error"])
        self.assertIn("on record", self._sign_new(link)["message"])
        self.assertTrue(application.new_confirmed_on)
        self.assertEqual(application.old_proof, "login")
        self.assertEqual(application.new_proof, "link")
        self.assertEqual(application.new_signed_by, "Wang Wu")
        # once only
        self.assertIn("not valid", self._confirm(link)["error"])
        with self.quiet():
            self.assertEqual(self.get(link).status_code, 404)
        application.with_user(self.approver).validate_tier()
        self.assertEqual(application.state, "done")
        self.assertEqual(self.household.customer_id.name, "Wang Wu")

    def test_known_phones_are_not_told(self):
        """A contact of the same name and phone is neither shown nor used."""
        application = self._apply_and_sign(new_name="Li Si", new_phone="13800000002")
        self.assertNotEqual(application.new_customer_id, self.customer_2)
        self.login(None)
        self._confirm(self._link(application), "Li Si", "0002")
        self.assertTrue(application.new_confirmed_on)
        self.assertNotEqual(application.new_customer_id, self.customer_2)

    def test_who_has_the_account_confirms_with_it(self):
        application = self._apply_and_sign(
            new_name="Li Si", new_phone="+86 138-0000-0002"
        )
        link = self._link(application)
        self.login(self.neighbour)
        self.assertNotIn("heating_prove", self.get(link).text)
        self._sign_new(link, "Li Si")
        self.assertEqual(application.new_proof, "login")
        self.assertEqual(application.new_customer_id, self.customer_2)
        self.assertEqual(application.new_confirmed_by_id, self.neighbour)

    def test_who_applied_does_not_confirm_for_the_other_side(self):
        """Neither with the account nor with what the form was told."""
        application = self._apply_and_sign()
        link = self._link(application)
        self.assertIn("heating_other_side", self.get(link).text)
        self.assertIn("somebody else", self._confirm(link)["error"])
        # nor does the staff: it has a button that says so
        self.login(self.clerk)
        self.assertIn("somebody else", self._confirm(link)["error"])
        self.assertFalse(application.new_confirmed_on)

    def test_the_approver_sees_how_each_side_confirmed(self):
        application = self._apply_and_sign()
        seen = application.with_user(self.approver)
        self.assertIn("compare the identity card", seen.proof_warning)
        self.assertIn("Zhang San: confirmed on", seen.proof_text)
        self.assertIn("Logged In as That Customer", seen.proof_text)
        self.assertIn("Wang Wu: not confirmed yet.", seen.proof_text)
        self.login(None)
        self._confirm(self._link(application))
        self.env.invalidate_all()
        self.assertIn("By the Link, with Name and Phone", seen.proof_text)
        self.assertTrue(seen.proof_warning)
        self.assertIn("By the Link", seen.path_html)
        by_clerk = self._create_application(
            self.env.ref("heating_customer.application_type_transfer"),
            household_id=self.household_2.id,
            new_customer_id=self.customer.id,
        )
        by_clerk.with_user(self.clerk).action_confirm_new()
        self.assertEqual(by_clerk.new_proof, "clerk")
        self.assertIn(self.clerk.name, by_clerk.proof_text)
        self.assertFalse(by_clerk.proof_warning)

    def test_five_wrong_tries_close_every_link(self):
        application = self._apply_and_sign()
        link = self._link(application)
        self.login(None)
        self.assertTrue(self._prove(link))
        self.login(None)
        for name, phone in (
            ("Wang Wu", "0004"),
            ("Wang", "0003"),
            ("", ""),
            ("Wang Wu", "3"),
            ("Zhang San", "0001"),
        ):
            self.assertFalse(self._prove(link, name, phone))
        self.assertFalse(self._prove(link), "right, but too late")
        self.assertIn("phone first", self._sign_new(link)["error"])
        response = self.post(f"{link}/prove", name="Wang Wu", phone="0003")
        self.assertIn("too many wrong tries", response.text)
        # another link gives no other tries
        self.login(self.householder)
        self.post(f"/my/heating/application/{application.id}/link")
        link = self._link(application)
        self.login(None)
        self.assertFalse(self._prove(link))
        with freeze_time(fields.Datetime.now() + timedelta(hours=25)):
            self.login(None)
            self.assertTrue(self._prove(link))

    def test_who_is_proven_for_one_link_is_not_for_another(self):
        application = self._apply_and_sign()
        self.login(None)
        self.assertTrue(self._prove(self._link(application)))
        application._make_side_token()
        self.env.flush_all()
        link = self._link(application)
        self.assertIn("phone first", self._sign_new(link)["error"])

    def test_the_link_is_sent_where_there_is_an_address(self):
        application = self._apply_and_sign(new_email="wang@example.com")
        mails = self.env["mail.mail"].search([("email_to", "ilike", "wang@example")])
        self.assertEqual(len(mails), 1)
        link = self._link(application)
        self.assertIn(link, mails.body_html)
        self.assertIn("T000001", mails.body_html)
        self.assertEqual(application.side_sent_to, "wang@example.com")
        # neither who applied nor the staff see it
        page = self.get(f"/my/heating/application/{application.id}").text
        self.assertNotIn(link, page)
        self.assertIn("heating_side_sent", page)
        self.assertNotIn(
            application.side_token, " ".join(application.message_ids.mapped("body"))
        )
        self.assertNotIn(mails.mail_message_id, application.message_ids)
        self.assertIn("wang@example.com", application.proof_text)

    def test_the_mail_speaks_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        application = self._apply_and_sign()
        application.new_customer_id.write({"email": "w@example.com", "lang": "zh_CN"})
        template = self.env.ref("heating_customer.mail_template_transfer")
        template.with_context(lang="zh_CN").subject = "{{ object.number }} 请确认"
        self.assertTrue(application._send_side_link())
        mail = self.env["mail.mail"].search([("email_to", "ilike", "w@example.com")])
        self.assertIn("请确认", mail.subject)

    def test_an_address_that_is_none(self):
        response = self.apply(code="transfer", **NEW, new_email="nowhere")
        self.assertIn("e-mail address that exists", response.text)

    def test_a_text_message_only_where_it_is_wanted(self):
        if "sms.sms" not in self.env:
            self.assertFalse(self._apply_and_sign()._send_side_sms())
            return
        messages = self.env["sms.sms"]
        application = self._apply_and_sign()
        link = self._link(application)
        self.assertFalse(messages.search([("body", "ilike", link)]))
        self.env["ir.config_parameter"].set_param(
            "heating_customer.transfer_link_by_sms", "True"
        )
        self.assertTrue(application._send_side_link())
        message = messages.search([("body", "ilike", link)])
        self.assertEqual(message.partner_id, application.new_customer_id)
        self.assertIn("00000003", message.number.replace(" ", ""))

    def test_a_clerk_sends_the_link(self):
        application = self._create_application(
            self.env.ref("heating_customer.application_type_transfer"),
            new_customer_id=self.customer_2.id,
        )
        self.customer_2.email = False
        with self.assertRaisesRegex(UserError, "No e-mail address of Li Si"):
            self.rpc(
                self.clerk,
                "heating.application",
                "action_send_side_link",
                application.ids,
            )
        self.customer_2.email = "li@example.com"
        self.rpc(
            self.clerk, "heating.application", "action_send_side_link", application.ids
        )
        self.assertEqual(application.side_sent_to, "li@example.com")
        with self.assertRaises(AccessError):
            self.rpc(
                self.manager,
                "heating.application",
                "action_send_side_link",
                application.ids,
            )
        self.login(None)
        link = self._link(application)
        self.assertIn("on record", self._confirm(link, "Li Si", "0002")["message"])
        # the clerk has it from the archive, not from who applied
        self.assertFalse(application.proof_warning)
        with self.assertRaisesRegex(UserError, "Nobody has to confirm"):
            application.action_send_side_link()

    def test_the_identity_card_of_the_new_customer_is_asked_for(self):
        kind = self.env.ref("heating_customer.application_type_transfer")
        card = self.env.ref("heating_customer.paper_kind_identity_new")
        folder = "heating_customer/migrations/19.0.1.3.0/post-transfer_papers.py"
        self.assertFalse(kind.paper_kind_ids)
        run_migration(self.env, folder, version=None)
        self.assertFalse(kind.paper_kind_ids)
        for _twice in range(2):
            run_migration(self.env, folder)
            self.assertEqual(kind.paper_kind_ids, card)
        application = self._apply_and_sign()
        self.assertEqual(application.state, "draft")
        self.assertIn("Identity Card of the New Customer", application.refusal_text)
        self.post(
            f"/my/heating/application/{application.id}/attach",
            files={f"paper_{card.code}": ("card.png", PNG, "image/png")},
        )
        self.assertEqual(application.state, "requested")

    def test_the_new_customer_hands_the_card_in_by_the_link(self):
        kind = self.env.ref("heating_customer.application_type_transfer")
        card = self.env.ref("heating_customer.paper_kind_identity_new")
        kind.paper_kind_ids = card
        application = self._apply_and_sign()
        link = self._link(application)
        self.login(None)
        good = {"identity": ("card.png", PNG, "image/png")}
        # not before one has said who one is
        self.assertIn("phone first", self.post(f"{link}/attach", files=good).text)
        self.assertFalse(application.attachment_ids)
        self.assertTrue(self._prove(link))
        self.assertIn("heating_identity", self.get(link).text)
        for content, words in ((b"<html/>", "is no photo"), (b"", "is no photo")):
            files = {"identity": ("card.png", content, "image/png")}
            self.assertIn(words, self.post(f"{link}/attach", files=files).text)
        self.assertIn("Choose a photo", self.post(f"{link}/attach").text)
        self.assertEqual(application.state, "draft")
        self.assertEqual(self.post(f"{link}/attach", files=good).status_code, 303)
        self.assertEqual(application.attachment_ids.heating_paper_kind_id, card)
        self.assertEqual(application.state, "requested")
        self.assertIn("Received", self.get(link).text)
        many = [("identity", ("card.png", PNG, "image/png")) for _each in range(8)]
        self.assertIn("At most 8", self.post(f"{link}/attach", files=many).text)
        self.assertIn("on record", self._sign_new(link)["message"])
        # the signature closes the link
        with self.quiet():
            response = self.post(f"{link}/attach", files=good)
        self.assertEqual(response.status_code, 404)
        self.assertEqual(len(application.attachment_ids), 1)

    def test_another_account_does_not_slip_in(self):
        application = self._apply_and_sign()
        self.login(self.outsider)
        self._confirm(self._link(application))
        self.assertEqual(application.new_proof, "link")
        self.assertNotEqual(application.new_customer_id, self.outsider.partner_id)

    def test_links_expire_and_are_made_anew(self):
        application = self._apply_and_sign()
        link = self._link(application)
        with freeze_time(fields.Datetime.now() + timedelta(days=8)), self.quiet():
            self.login(None)
            self.assertEqual(self.get(link).status_code, 404)
            self.assertIn("not valid", self._confirm(link)["error"])
        self.login(self.householder)
        url = f"/my/heating/application/{application.id}/link"
        self.assertEqual(self.post(url).status_code, 303)
        self.assertNotEqual(self._link(application), link)
        with self.quiet():
            self.assertEqual(self.get(link).status_code, 404)

    def test_tokens_are_compared_whole(self):
        application = self._apply_and_sign()
        link = self._link(application)
        with self.quiet():
            for wrong in (link[:-1], f"{link}x", link.rpartition("/")[0] + "/False"):
                self.assertEqual(self.get(wrong).status_code, 404)
        other = self._create_application(
            self.env.ref("heating_customer.application_type_transfer"),
            household_id=self.household_2.id,
            new_customer_id=self.customer.id,
        )
        with self.quiet():
            self.assertEqual(
                self.get(f"/heating/transfer/{other.id}/False").status_code, 404
            )

    def test_cancelled_is_not_confirmed(self):
        application = self._apply_and_sign()
        link = self._link(application)
        self.post(f"/my/heating/application/{application.id}/cancel")
        self.assertIn("not valid", self._confirm(link)["error"])

    def test_names_and_phones_make_sense(self):
        for form in (
            {"new_name": ""},
            {"new_name": "x" * 61},
            {"new_phone": "call me"},
            {"new_phone": ""},
        ):
            with self.subTest(form=form):
                response = self.apply(code="transfer", **{**NEW, **form})
                self.assertEqual(response.status_code, 200)
                self.assertIn("heating_refusal", response.text)

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import const
from .common_portal import HeatingPortalCommon

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00" * 30
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"


@tagged("post_install", "-at_install")
class TestPortalSubmit(HeatingPortalCommon):
    """Handing in a ticket: everything checked, no id trusted, nothing lost."""

    def _submit(self, files=None, **values):
        return self._post(
            "/submitted/ticket",
            files=files,
            **{
                "kind": "too_cold",
                "subject": "Living room at 15 degrees",
                "description": "Since Monday\nall day",
                "household": self.household.id,
                **values,
            },
        )

    def _found(self, user):
        return (
            self.env["helpdesk.ticket"]
            .sudo()
            .search([("create_uid", "=", user.id)], order="id desc")
        )

    def _assert_refused(self, response, words, user=None):
        self.assertEqual(response.status_code, 400)
        self._assert_says(words, response.text)
        self.assertFalse(self._found(user or self.owner))

    def test_owner_reports(self):
        self._login(self.owner)
        form = self.url_open("/new/ticket").text
        self.assertIn("ST-0001", form)
        self.assertNotIn("ST-0002", form)
        response = self._submit(
            files=[
                ("attachment", ("cold.png", PNG, "image/png")),
                ("attachment", ("letter.pdf", PDF, "application/pdf")),
            ],
            phone="138-0000-0000",
        )
        ticket = self._found(self.owner)
        self.assertEqual(len(ticket), 1)
        self.assertTrue(
            response.headers["Location"].endswith(f"/my/ticket/{ticket.id}")
        )
        self.assertRecordValues(
            ticket,
            [
                {
                    "name": "Living room at 15 degrees",
                    "kind": "too_cold",
                    "household_id": self.household.id,
                    "branch_id": self.east.id,
                    "partner_id": self.customer.id,
                    "customer_id": self.customer.id,
                    "reporter_phone": "138-0000-0000",
                    "channel_id": self.env.ref("heating_service.channel_portal").id,
                    "team_id": self.team.id,
                    "stage_id": self.stages["new"].id,
                    "user_id": False,
                }
            ],
        )
        self.assertIn("Since Monday<br>all day", ticket.description)
        self.assertEqual(
            sorted(ticket.attachment_ids.mapped("name")), ["cold.png", "letter.pdf"]
        )
        page = self.url_open(f"/my/ticket/{ticket.id}").text
        self.assertIn("cold.png", page)

    def test_contact_reports_for_the_organisation(self):
        self._login(self.contact)
        self._submit(household=self.household_school.id)
        ticket = self._found(self.contact)
        self.assertEqual(ticket.household_id, self.household_school)
        self.assertEqual(ticket.partner_id, self.contact.partner_id)
        self._login(self.colleague)
        self._assert_sent_away(
            self.url_open(f"/my/ticket/{ticket.id}", allow_redirects=False), ticket
        )

    def test_visitors_are_sent_to_the_login(self):
        self._login()
        for response in (
            self._submit(),
            self.url_open("/new/ticket", allow_redirects=False),
        ):
            self._assert_sent_away(response)

    @mute_logger("odoo.http")
    def test_a_form_of_another_site_is_refused(self):
        self._login(self.owner)
        response = self._submit(csrf=False)
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._found(self.owner))
        response = self.url_open(
            "/submitted/ticket?subject=a&description=b", allow_redirects=False
        )
        self.assertEqual(response.status_code, 405)

    def test_subject_and_description_are_required(self):
        self._login(self.owner)
        for empty in ("", "   ", "\x00\x01"):
            self._assert_refused(self._submit(subject=empty), "write a subject")
            self._assert_refused(self._submit(description=empty), "describe what")

    def test_refused_forms_keep_what_was_typed(self):
        self._login(self.owner)
        response = self._submit(subject="", description="A long story <b>told</b>")
        self._assert_refused(response, "A long story &lt;b&gt;told&lt;/b&gt;")

    def test_lengths_are_limited(self):
        self._login(self.owner)
        self._assert_refused(
            self._submit(subject="x" * (const.MAX_SUBJECT + 1)), "subject may have"
        )
        self._assert_refused(
            self._submit(description="x" * (const.MAX_DESCRIPTION + 1)),
            "description may have",
        )
        for phone in ("1" * (const.MAX_PHONE + 1), "<script>", "call me"):
            self._assert_refused(self._submit(phone=phone), "not a phone number")

    def test_control_characters_do_no_harm(self):
        self._login(self.owner)
        self._submit(subject="Cold\x00 room", description="Since\x00\nMonday")
        self.assertEqual(self._found(self.owner).name, "Cold room")

    def test_markup_is_shown_not_run(self):
        self._login(self.owner)
        self._submit(
            subject="<script>alert(1)</script>",
            description="<img src=x onerror=alert(1)>",
        )
        ticket = self._found(self.owner)
        text = self.url_open(f"/my/ticket/{ticket.id}").text
        self.assertNotIn("<script>alert(1)", text)
        self.assertNotIn("<img src=x", text)

    def test_ids_of_others_are_refused(self):
        self._login(self.owner)
        for household in (self.household_west.id, 999999999, "abc", "1 OR 1=1", -1):
            self._assert_refused(
                self._submit(household=household), "one of your own households"
            )
        self._assert_refused(self._submit(kind="free_heat"), "choose what it is about")

    def test_fields_beside_the_form_are_ignored(self):
        self._login(self.owner)
        other = self.env["helpdesk.ticket.team"].create({"name": "IT"})
        self._submit(
            team=other.id,
            team_id=other.id,
            category=999999999,
            stage_id=self.stages["closed"].id,
            partner_id=self.stranger.partner_id.id,
            user_id=self.worker.id,
            result="Done",
        )
        self.assertRecordValues(
            self._found(self.owner),
            [
                {
                    "team_id": self.team.id,
                    "stage_id": self.stages["new"].id,
                    "partner_id": self.customer.id,
                    "user_id": False,
                    "result": False,
                }
            ],
        )

    def test_only_images_and_pdf(self):
        self._login(self.owner)
        for name, content in (
            ("page.html", b"<html><script>alert(1)</script></html>"),
            ("photo.png", b"<html><script>alert(1)</script></html>"),
            ("drawing.svg", b"<?xml version='1.0'?><svg onload='alert(1)'></svg>"),
            ("program.pdf", b"MZ\x90\x00\x03"),
            ("empty.pdf", b""),
        ):
            with self.subTest(name):
                self._assert_refused(
                    self._submit(
                        files=[("attachment", (name, content, "image/png"))],
                    ),
                    "neither an image nor a PDF",
                )

    def test_files_are_few_and_small(self):
        self._login(self.owner)
        files = [("attachment", (f"{i}.png", PNG, "image/png")) for i in range(6)]
        self._assert_refused(self._submit(files=files), "Up to 5 files")
        with patch.object(const, "MAX_FILE_SIZE", 1024):
            large = [("attachment", ("l.png", PNG + b"x" * 1024, "image/png"))]
            self._assert_refused(self._submit(files=large), "is larger than")

    def test_not_more_than_a_few_an_hour(self):
        self._login(self.owner)
        for _index in range(const.MAX_TICKETS_PER_HOUR):
            self.assertEqual(self._submit().status_code, 303)
        response = self._submit()
        self.assertEqual(response.status_code, 400)
        self._assert_says("Please wait a little", response.text)
        self.assertEqual(len(self._found(self.owner)), const.MAX_TICKETS_PER_HOUR)
        # others are not held up, and an hour later it goes on
        self._login(self.stranger)
        self.assertEqual(self._submit(household="").status_code, 303)
        self._found(self.owner)._write({"create_date": "2026-01-01 00:00:00"})
        self.env.invalidate_all()
        self._login(self.owner)
        self.assertEqual(self._submit().status_code, 303)

    def test_an_agent_who_lives_here_is_not_held_up_by_the_work(self):
        for _index in range(const.MAX_TICKETS_PER_HOUR):
            self._ticket(self.agent)
        self._login(self.agent)
        self.assertEqual(self._submit(household="").status_code, 303)

    def test_a_theft_report_names_no_household_of_the_reporter(self):
        self._login(self.owner)
        self.assertEqual(self._submit(kind="theft_report").status_code, 303)
        ticket = self._found(self.owner)
        self.assertFalse(ticket.household_id)
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertIn("15 degrees", self.url_open(f"/my/ticket/{ticket.id}").text)

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import HeatingServiceCommon


@tagged("post_install", "-at_install")
class TestCaller(HeatingServiceCommon):
    """What an agent sees while the caller is still talking."""

    def _new_form(self, user=None):
        return Form(
            self.env["helpdesk.ticket"].with_user(user or self.agent),
            "heating_service.helpdesk_ticket_view_form",
        )

    def test_phone_number_finds_the_household(self):
        for typed in ("19907704461", "199-0770-4461", "+86 199 0770 4461", "07704461"):
            with self.subTest(typed):
                form = self._new_form()
                form.reporter_phone = typed
                self.assertEqual(form.household_id, self.household)
                self.assertIn("Wang Owner", form.household_summary)
                self.assertIn("Garden ST-0001101", form.household_summary)
                self.assertIn("Station East", form.household_summary)
                self.assertIn("Supplied", form.household_summary)

    def test_few_digits_find_nobody(self):
        form = self._new_form()
        form.reporter_phone = "4461"
        self.assertFalse(form.household_id)
        self.assertFalse(form.phone_household_ids)

    def test_one_number_with_several_households_is_a_choice(self):
        second = self._make_household(
            "ST-0009", self.customer, self.east, self.station_east
        )
        form = self._new_form()
        form.reporter_phone = "19907704461"
        self.assertFalse(form.household_id)
        self.assertEqual(
            set(form.phone_household_ids.ids), {self.household.id, second.id}
        )
        self.assertIn("ST-0009", form.household_summary)
        form.phone_household_id = second
        self.assertEqual(form.household_id, second)

    def test_other_branches_are_not_found(self):
        form = self._new_form(self.agent_west)
        form.reporter_phone = "19907704461"
        self.assertFalse(form.phone_household_ids)

    def test_last_tickets_are_shown(self):
        self._ticket(name="Cold since Monday")
        form = self._new_form()
        form.household_id = self.household
        self.assertIn("Cold since Monday", form.household_summary)

    def test_household_fills_contact_caller_and_subject(self):
        form = self._new_form()
        form.kind = "too_cold"
        self.assertEqual(form.name, "Too Cold")
        form.household_id = self.household
        self.assertEqual(form.name, "Too Cold Garden ST-0001101")
        self.assertEqual(form.reporter_name, "Wang Owner")
        self.assertEqual(form.reporter_phone, "199 0770 4461")
        form.name = "Bedroom at 14 degrees"
        form.kind = "complaint"
        self.assertEqual(form.name, "Bedroom at 14 degrees")
        form.description = "Cold"
        ticket = form.save()
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(ticket.customer_id, self.customer)
        self.assertEqual(
            ticket.channel_id, self.env.ref("heating_service.channel_phone")
        )
        self.assertFalse(ticket.user_id)

    def test_another_household_changes_the_contact(self):
        ticket = self._ticket()
        ticket.household_id = self.household_west
        self.assertEqual(ticket.partner_id, self.household_west.customer_id)

    def test_the_reported_are_not_the_contact(self):
        form = self._new_form()
        form.kind = "theft_report"
        form.household_id = self.household
        form.description = "Draws water from the radiator"
        self.assertFalse(form.reporter_name)
        ticket = form.save()
        self.assertFalse(ticket.partner_id)
        with self.assertRaisesRegex(ValidationError, "cannot be the contact"):
            ticket.partner_id = self.customer
        # an ordinary ticket that turns out to be a report
        ticket = self._ticket()
        self.assertEqual(ticket.partner_id, self.customer)
        ticket.kind = "theft_report"
        self.assertFalse(ticket.partner_id)

    def test_ticket_without_household(self):
        ticket = self._ticket(household_id=False, kind=False)
        self.assertEqual(ticket.kind, "other")
        self.assertFalse(ticket.branch_id)
        self.assertEqual(ticket.heating_state, "new")

    def test_household_counts_its_open_tickets(self):
        household = self.household.with_user(self.agent)
        self.assertEqual(household.open_ticket_count, 0)
        ticket = self._ticket()
        self._done_ticket()
        household.invalidate_recordset(["open_ticket_count"])
        self.assertEqual(household.open_ticket_count, 2)
        ticket.action_cancel("Twice")
        household.invalidate_recordset(["open_ticket_count"])
        self.assertEqual(household.open_ticket_count, 1)
        action = household.action_view_tickets()
        found = self.env["helpdesk.ticket"].search(action["domain"])
        self.assertEqual(len(found), 2)

    def test_whom_to_ring_is_the_customer_where_no_caller_was_noted(self):
        ticket = self._ticket(reporter_name=False, reporter_phone=False)
        customer = self.household.customer_id
        self.assertEqual(ticket.contact_name, customer.name)
        self.assertEqual(ticket.contact_phone, customer.phone)
        ticket.write({"reporter_name": "Daughter", "reporter_phone": "13700000000"})
        self.assertEqual(ticket.contact_name, "Daughter")
        self.assertEqual(ticket.contact_phone, "13700000000")

    def test_who_is_reported_for_theft_is_not_rung(self):
        ticket = self._ticket(
            kind="theft_report", reporter_name=False, reporter_phone=False
        )
        self.assertFalse(ticket.contact_name)
        self.assertFalse(ticket.contact_phone)

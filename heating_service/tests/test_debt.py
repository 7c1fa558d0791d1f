from odoo.tests import Form, tagged

from .common import HeatingServiceCommon


@tagged("post_install", "-at_install")
class TestDebt(HeatingServiceCommon):
    """What the household owes stands on its ticket, for those who read its bills."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._make_user("accountant", ["accountant"])
        cls.charge = cls._charge(cls.household, 1234.5)

    @classmethod
    def _charge(cls, household, amount):
        charge = cls.env["heating.charge"].create(
            {"household_id": household.id, "kind": "water", "amount": amount}
        )
        charge.with_user(cls.accountant).action_confirm()
        return charge

    def _due(self, ticket, user):
        self.env.flush_all()
        self.env.invalidate_all()
        return ticket.with_user(user).household_amount_due

    def test_an_agent_sees_what_is_owed(self):
        ticket = self._ticket()
        self._charge(self.household, 100.0)
        for user in (self.agent, self.manager):
            self.assertEqual(self._due(ticket, user), 1334.5)
        self.assertIn("1,334.50", ticket.with_user(self.agent).household_summary)

    def test_nothing_owed_is_not_mentioned(self):
        ticket = self._ticket(household_id=self.household_school.id)
        self.assertEqual(self._due(ticket, self.agent), 0.0)
        self.assertNotIn("Owes", ticket.with_user(self.agent).household_summary)

    def test_the_debt_is_seen_while_the_caller_is_talking(self):
        form = Form(
            self.env["helpdesk.ticket"].with_user(self.agent),
            "heating_service.helpdesk_ticket_view_form",
        )
        form.reporter_phone = "19907704461"
        self.assertEqual(form.household_amount_due, 1234.5)
        self.assertIn("1,234.50", form.household_summary)

    def test_who_may_not_read_the_bills_is_told_no_sum(self):
        """A worker who went to another branch reads the ticket still, but no money."""
        ticket = self._ticket()
        ticket.action_assign(self.worker.id)
        self.assertEqual(self._due(ticket, self.worker), 1234.5)
        self.worker.heating_branch_ids = self.west
        self.assertEqual(self._due(ticket, self.worker), 0.0)
        summary = ticket.with_user(self.worker).household_summary
        self.assertIn("Wang Owner", summary)
        self.assertNotIn("1,234.50", summary)

    def test_the_button_opens_what_is_open(self):
        ticket = self._ticket().with_user(self.agent)
        action = ticket.action_view_open_bills()
        self.assertEqual(action["res_model"], "heating.charge")
        found = self.env["heating.charge"].with_user(self.agent)
        self.assertEqual(found.search(action["domain"]), self.charge)
        bill = self._bill(self.household, 2000.0)
        action = ticket.action_view_open_bills()
        self.assertEqual(action["res_model"], "heating.bill")
        found = self.env["heating.bill"].with_user(self.agent)
        self.assertEqual(found.search(action["domain"]), bill)

    def _bill(self, household, amount):
        """A bill of a season, with nothing paid."""
        category = self.env.ref("heating_customer.category_resident")
        self.env["heating.space"].create(
            {
                "household_id": household.id,
                "category_id": category.id,
                "built_area": amount / 20,
            }
        )
        season = self.env["heating.season"].create(
            {"date_start": "2026-11-15", "date_end": "2027-03-14"}
        )
        tariff = self.env["heating.tariff"].create(
            {
                "name": "City prices",
                "season_id": season.id,
                "price_ids": [(0, 0, {"category_id": category.id, "price": 20.0})],
            }
        )
        approver = self._make_user("approver", ["approver"])
        tariff.with_user(approver).action_approve()
        run = (
            self.env["heating.bill.run"]
            .with_user(self.accountant)
            .with_context(queue_job__no_delay=True)
            .create({"season_id": season.id, "date": "2026-10-10"})
        )
        run.action_rehearse()
        run.with_user(approver).action_approve()
        run.action_start()
        return self.env["heating.bill"].search([("household_id", "=", household.id)])

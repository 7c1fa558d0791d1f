from odoo.tests import new_test_user, tagged

from .common import HeatingServiceCommon


@tagged("post_install", "-at_install")
class TestHelpdeskKept(HeatingServiceCommon):
    """Another team of the same helpdesk goes on as before."""

    def test_another_team_closes_its_tickets_as_before(self):
        user = new_test_user(
            self.env, login="st_it", groups="helpdesk_mgmt.group_helpdesk_user"
        )
        team = self.env["helpdesk.ticket.team"].create(
            {"name": "IT", "user_ids": user.ids}
        )
        ticket = (
            self.env["helpdesk.ticket"]
            .with_user(user)
            .create({"name": "Printer", "description": "Jam", "team_id": team.id})
        )
        self.assertEqual(
            ticket.stage_id, self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        )
        self.assertFalse(ticket.kind)
        ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        self.assertTrue(ticket.closed)

    def test_stages_are_apart(self):
        other = self.env["helpdesk.ticket.team"].create({"name": "IT"})
        own = self.team._get_applicable_stages()
        self.assertEqual(own.ids, [stage.id for stage in self.stages.values()])
        self.assertFalse(own & other._get_applicable_stages())

    def test_a_new_heating_team_gets_the_stages(self):
        team = self.env["helpdesk.ticket.team"].create(
            {"name": "Service North", "heating_service": True}
        )
        self.assertEqual(
            team._get_applicable_stages(), self.team._get_applicable_stages()
        )

    def test_mail_arrives_at_the_service(self):
        ticket = (
            self.env["helpdesk.ticket"]
            .with_context(fetchmail_cron_running=True)
            .message_new(
                {
                    "subject": "It is cold",
                    "body": "<p>Please come</p>",
                    "from": "someone@example.com",
                    "to": "",
                    "cc": "",
                    "author_id": self.customer.id,
                }
            )
        )
        self.assertRecordValues(
            ticket,
            [
                {
                    "heating_state": "new",
                    "kind": "other",
                    "channel_id": self.env.ref("heating_service.channel_email").id,
                    "partner_id": self.customer.id,
                    "user_id": False,
                }
            ],
        )

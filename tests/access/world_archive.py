"""What is applied for, imported and reported."""

from odoo import fields
from odoo.tests import new_test_user


class Archive:
    """Applications and ledgers in every state, tickets at every step."""

    def _build_archive(self):
        env = self.env
        kind = env.ref("heating_customer.application_type_stop")
        kind.deadline_kind = "none"
        # the world's households owe, which is not what is tried here
        kind.arrears_cleared = False
        self.applications = {}
        today = fields.Date.context_today(kind)
        for state, household in (
            ("draft", self.own),
            ("requested", self.other),
            ("approved", self.unbilled),
        ):
            application = env["heating.application"].create(
                {
                    "type_id": kind.id,
                    "household_id": household.id,
                    "date_from": today,
                }
            )
            if state != "draft":
                application.request_validation()
            if state == "approved":
                application.with_user(self.users["approver"]).validate_tier()
            self.applications[state] = application
        # householders act on what was written on the portal only
        self.written_online = env["heating.application"].create(
            {"type_id": kind.id, "household_id": self.own.id, "date_from": today}
        )
        self.written_online._approval_write(
            {"portal_user_id": self.users["householder"].id}
        )
        self._build_businesses()
        env["heating.supply"].create(
            [
                {
                    "household_id": household.id,
                    "state": "late_start",
                    "date_from": "2019-11-15",
                    "date_to": "2019-12-01",
                }
                for household in self.own | self.other
            ]
        )
        self._build_portal()
        ledgers = env["heating.ledger.import"]
        self.ledger = ledgers.with_user(self.users["archive_clerk"]).create(
            {"name": "Ledger"}
        )
        self.ledgers = {
            state: ledgers.create({"name": state})
            for state in ("previewed", "importing", "stopped")
        }
        for state, ledger in self.ledgers.items():
            ledger.state = state
        env["heating.ledger.import.line"].create(
            {
                "import_id": self.ledger.id,
                "kind": "refused",
                "code": env["heating.ledger.import.line"]
                ._fields["code"]
                .get_values(env)[0],
            }
        )
        env["heating.ledger.import.batch"].create(
            {"import_id": self.ledger.id, "kind": "household", "rows": []}
        )

    def _build_businesses(self):
        """What belongs to other businesses than stopping the supply."""
        env = self.env
        common = {
            "household_id": self.own.id,
            "date_from": fields.Date.context_today(env["heating.season"]),
        }
        types = {
            kind.code: kind.id for kind in env["heating.application.type"].search([])
        }
        self.transfer, self.cut_off = env["heating.application"].create(
            [
                {
                    **common,
                    "type_id": types["transfer"],
                    "new_customer_id": self.other.customer_id.id,
                },
                {**common, "type_id": types["cut_off"]},
            ]
        )
        env["heating.application.warning"].create({"application_id": self.cut_off.id})
        department = env.ref("heating_customer.department_production")
        department.user_ids = self.users["field_worker"]
        self.notice = env["heating.application.notice"].create(
            {"application_id": self.cut_off.id, "department_id": department.id}
        )
        self.second_approver = new_test_user(
            env, "access-second-approver", groups="heating_customer.group_approver"
        )
        bill = env["heating.bill"].search([("household_id", "=", self.own.id)], limit=1)
        env["heating.bill.version"].create(
            {"bill_id": bill.id, "number": 1, "amount_total": bill.amount_total}
        )

    def _build_portal(self):
        """Somebody who helps in the first household, a code, and wrong tries."""
        env = self.env
        helper = new_test_user(env, "access-helper", groups="base.group_portal")
        env["heating.household.access"].create(
            {
                "household_id": self.own.id,
                "customer_id": self.own.customer_id.id,
                "user_id": helper.id,
                "role": "helper",
                "means": "code",
            }
        )
        clerk = self.users["archive_clerk"]
        self.code = (
            env["heating.household.code"]
            .with_user(clerk)
            ._make(self.own.with_user(clerk))
        )
        env["heating.claim.attempt"]._count("number", "nobody's")

    def _build_service(self):
        env = self.env
        agent = self.users["service_agent"]
        worker = self.users["field_worker"]
        tickets = env["helpdesk.ticket"].with_user(agent)
        self.tickets = {}
        for name in ("new", "assigned", "done", "called"):
            ticket = tickets.create(
                {
                    "name": "Leaks",
                    "description": "<p>In the bedroom</p>",
                    "kind": "repair",
                    "household_id": self.own.id,
                }
            )
            if name != "new":
                ticket.action_assign(worker.id)
            if name in ("done", "called"):
                ticket.with_user(worker).action_done("Valve changed")
            self.tickets[name] = ticket.sudo(False).with_env(env)
        # for staff; a householder who sees the ticket sees no note on it
        self.message = self.tickets["new"].message_post(
            body=f"Ring {self.own.customer_id.phone} first",
            subtype_xmlid="mail.mt_note",
        )
        self.caller = new_test_user(
            env, "access-caller", groups="heating_customer.group_service_agent"
        )
        env["heating.follow.up"].with_user(self.caller).create(
            {"ticket_id": self.tickets["called"].id, "outcome": "not_reached"}
        )

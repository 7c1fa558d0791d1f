"""A company with two branches, one record of everything, and everybody who may ask.

The first branch holds the records that the tests ask for; the second one exists so
that each role has a user there, who must not see them.
"""

import json
from contextlib import contextmanager

from odoo import api, fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import new_test_user

from tests.access.table import ROLES
from tests.common import (
    bill_season,
    build_addresses,
    build_household,
    build_tariff,
)

ELSEWHERE = "@elsewhere"
KEY = "access-{:08d}"


class World:
    """Users by persona and records by name, made once for a class of tests.

    ``users`` holds one user for each persona of the table, and for each role one more
    of another branch, under the role's name and `ELSEWHERE`. ``records`` holds, for
    each model, the records of the first branch.
    """

    def __init__(self, env):
        self.env = env(context={**env.context, "tracking_disable": True})
        self.company = env.company
        self.users = {}
        self.records = {}
        self.prepared = {}
        self._acts = 0
        self._build_places()
        self._build_users()
        self._build_billing()
        self._build_counter()
        self._build_archive()
        self._build_service()
        self._build_machinery()
        self.env.flush_all()

    # === BUILDING === #

    def _build_places(self):
        self.east = build_addresses(self.env, "East")
        self.west = build_addresses(self.env, "West")
        self.own = build_household(self.env, self.east["units"][0], "A000001")
        self.other = build_household(self.env, self.east["units"][0], "A000002")
        self.far = build_household(self.env, self.west["units"][0], "B000003")
        self.households = self.own | self.other
        self.desk = self.east["desk"]
        self.desks = self.desk | self._build_desks(self.east, "E", range(2, 7))
        self.west["desk"] |= self._build_desks(self.west, "W", range(2, 5))

    def _build_desks(self, place, letter, numbers):
        return self.env["heating.desk"].create(
            [
                {"name": f"Desk {n}", "code": f"{letter}{n}", "hall_id": hall.id}
                for hall in place["hall"]
                for n in numbers
            ]
        )

    def _build_users(self):
        def user(name, groups, **values):
            login = f"access-{name}"
            self.users[name] = new_test_user(
                self.env,
                login=login,
                name=name.replace("_", " ").title(),
                groups=groups,
                context={"no_reset_password": True},
                **values,
            )

        for role in ROLES:
            group = f"heating_customer.group_{role}"
            user(role, group)
            user(
                role + ELSEWHERE,
                group,
                heating_branch_ids=[Command.set(self.west["branch"].ids)],
            )
        for name, household in (("householder", self.own), ("neighbour", self.other)):
            partner = household.customer_id
            user(name, "base.group_portal", partner_id=partner.id)
            # new_test_user names the partner after the login
            partner.name = f"Customer {household.number}"
        user("employee", "base.group_user")
        user("taker", "heating_customer.group_cashier")
        self.users["public"] = self.env.ref("base.public_user")

    def _build_billing(self):
        env = self.env
        self.season = env["heating.season"].create(
            {"date_start": "2026-11-15", "date_end": "2027-03-14"}
        )
        self.tariff = build_tariff(env, self.season, self.users["approver"])
        self.tariff_draft = self.tariff.copy({"name": "Draft prices"})
        self.run = bill_season(env, self.season, self.users)
        self.bill = env["heating.bill"].search([("household_id", "=", self.own.id)])
        self.unbilled = build_household(env, self.east["units"][1], "A000004")
        self.households |= self.unbilled
        self.runs = {
            state: self._build_run(state)
            for state in ("draft", "rehearsed", "approved", "running", "stopped")
        }
        # a run of the whole company is everybody's, this one is of the first branch
        self.run_of_branch = env["heating.bill.run"].create(
            {
                "season_id": self.season.id,
                "branch_ids": [Command.set(self.east["branch"].ids)],
            }
        )
        self.charge_draft, self.charge = env["heating.charge"].create(
            [
                {"household_id": household.id, "kind": "water", "amount": 30.0}
                for household in self.own | self.other
            ]
        )
        self.charge.with_user(self.users["accountant"]).action_confirm()
        env["heating.payment.history"].create(
            {
                "household_id": self.own.id,
                "season_id": self.season.id,
                "receivable": 100.0,
                "paid": 100.0,
                "paid_on": "2020-01-01",
            }
        )

    def _build_run(self, state):
        run = self.env["heating.bill.run"].create({"season_id": self.season.id})
        if state != "draft":
            self.env["heating.bill.run.line"].create(
                {
                    "run_id": run.id,
                    "household_id": self.unbilled.id,
                    "branch_id": self.unbilled.branch_id.id,
                    "state": "exception" if state == "stopped" else "ready",
                }
            )
            run.state = state
        return run

    def _build_counter(self):
        env = self.env
        self.methods = env["heating.tender.method"].search(
            [("company_id", "=", self.company.id)]
        )
        self.cash = self.methods.filtered(lambda method: method.kind == "cash")
        self.shift = self._open_shift("taker", self.desk)
        self.shifts = {
            name: self._open_shift(name, desk)
            for name, desk in zip(
                ("cashier", "head_cashier", "approver"), self.desks[1:], strict=False
            )
        }
        for role, desk in zip(
            ("cashier", "head_cashier"), self.west["desk"], strict=False
        ):
            self._open_shift(role + ELSEWHERE, desk)
        self.receipt = self.take(self.own, 5000.0, surplus="advance")
        # the bill of 2000 is paid and 3000 are kept, of which a charge takes 50
        env["heating.charge"].create(
            {"household_id": self.own.id, "kind": "other", "amount": 50.0}
        ).with_user(self.users["accountant"]).action_confirm()
        env["heating.advance.application"]._apply(self.own)
        self.payment = self.receipt.tender_ids.payment_id
        self.open_line = env["account.move.line"].search(
            self.other._get_open_lines_domain(), limit=1
        )
        self.paid_line = self.bill.move_ids.line_ids.filtered("matched_credit_ids")

    def _open_shift(self, name, desk):
        # who opens it is its cashier; the role may be one that opens none
        return (
            self.env["heating.shift"]
            .with_user(self.users[name])
            .sudo()
            .create({"desk_id": desk.id, "opening_float": 100.0})
        )

    def act(self, household, amount, **values):
        """What the counter's screen sends to take *amount* yuan in cash."""
        self._acts += 1
        return {
            "key": KEY.format(self._acts),
            "household_ids": household.ids,
            "tenders": [{"method_id": self.cash.id, "amount": amount}],
            **values,
        }

    def take(self, household, amount, **values):
        """A receipt of the first branch's counter."""
        receipts = self.env["heating.receipt"].with_user(self.users["taker"])
        result = receipts.counter_take(self.act(household, amount, **values))
        return self.env["heating.receipt"].browse(result["id"])

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

    def _build_machinery(self):
        """What OCA's addons and Odoo keep beside our records."""
        env = self.env
        job = env["heating.bill.run"].with_delay()._finish_run(1)
        self.job = job.db_record()
        self.attachments = env["ir.attachment"].create(
            [
                {
                    "name": "deed.txt",
                    "raw": self.own.number.encode(),
                    "res_model": record._name,
                    "res_id": record.id,
                }
                for record in (self.own, self.bill, self.receipt)
            ]
        )

    # === RECORDS OF THE FIRST BRANCH === #

    def of(self, model):
        """The first branch's records of *model*, found by the links that it has.

        Settings without a branch belong to everybody: all of them count.
        """
        if model not in self.records:
            records = self.env[model].with_context(active_test=False)
            self.records[model] = records.search(self._get_domain(model))
        return self.records[model]

    def _get_domain(self, model):
        branch = self.east["branch"]
        links = (
            ("household_id", self.households),
            ("desk_id", self.desks),
            ("branch_id", branch),
            ("bill_id", self.env["heating.bill"]),
            ("receipt_id", self.env["heating.receipt"]),
            ("ticket_id", self.env["helpdesk.ticket"]),
        )
        if model == "heating.branch":
            return [("id", "=", branch.id)]
        if model == "heating.household":
            return [("id", "in", self.households.ids)]
        if model == "heating.bill.run":
            return [("id", "=", self.run_of_branch.id)]
        if model == "tier.review":
            return [("model", "=", "heating.application")]
        names = self.env[model]._fields
        for name, targets in links:
            if name in names and names[name].comodel_name == targets._name:
                ids = targets.ids or self.of(targets._name).ids
                return [(name, "in", ids)]
        return []

    def of_householder(self, model, persona):
        """Those of the first branch's records that belong to a householder."""
        partner = self.users[persona].partner_id
        records = self.of(model)
        if model == "heating.charge":
            # what is still being prepared is nobody's business outside
            records = records.filtered(lambda charge: charge.state == "posted")
        for path in ("household_id", "bill_id.household_id"):
            if path.split(".")[0] in records._fields:
                return records.filtered(
                    lambda record, path=path: record.mapped(path).customer_id == partner
                )
        if model == "heating.household":
            return records.filtered(lambda record: record.customer_id == partner)
        return records.browse()

    def get_secrets(self, persona):
        """Words that must not reach a persona who does not see the first branch.

        :rtype: list[str]
        """
        if persona == "neighbour":
            households = self.own
        elif persona == "householder":
            households = self.other
        else:
            households = self.households
        return [
            word
            for household in households
            for word in (
                household.number,
                household.customer_id.name,
                household.customer_id.phone,
            )
        ]

    # === WHAT CALLS PREPARE === #

    def get_free_desk(self, persona):
        """A desk of the persona's branch at which no shift is open."""
        desks = self.west["desk"] if persona.endswith(ELSEWHERE) else self.desks
        return desks[-1]

    def once(self, key, build):
        """What *build* makes, once for all personas of a row.

        :param key: names it
        :param build: a function without arguments
        """
        if key not in self.prepared:
            self.prepared[key] = build()
        return self.prepared[key]


class AccessMixin:
    """Calls as a client does, for classes of tests that have a `World`."""

    world = None

    @classmethod
    def build_world(cls):
        cls.world = World(cls.env)

    @classmethod
    def rpc(cls, persona, model, method, *args, context=None, **kwargs):
        """Call a public method as a persona: checked, with JSON values only.

        :param str persona: a key of the world's users
        :param args: what a client sends; ids first for methods of records
        :param dict context: the client's context
        :return: what the client gets
        """
        kwargs["context"] = context or {}
        args, kwargs = json.loads(json.dumps([args, kwargs]))
        # a request reads its own snapshot and finds nothing in the cache
        cls.env.flush_all()
        cls.env.invalidate_all()
        env = api.Environment(cls.env.cr, cls.world.users[persona].id, {})
        result = call_kw(env[model], method, args, kwargs)
        cls.env.flush_all()
        return result

    @classmethod
    @contextmanager
    def undone(cls):
        """Undo what happens inside, in the database and in the caches."""
        savepoint = cls.env.cr.savepoint()
        invalidated = cls.env.registry.cache_invalidated
        before = set(invalidated)
        invalidated.clear()
        try:
            yield
        finally:
            savepoint.rollback()
            savepoint.close(rollback=False)
            if invalidated:
                # filled again inside, with what is no more
                cls.env.registry.clear_cache(*invalidated)
            invalidated.update(before)

    @classmethod
    def try_rpc(cls, *args, **kwargs):
        """Call as `rpc` does, and undo it.

        :return: whether it was refused, and the result or the reason
        """
        with cls.undone():
            try:
                return False, cls.rpc(*args, **kwargs)
            except UserError as error:  # an AccessError is one, too
                return True, str(error)

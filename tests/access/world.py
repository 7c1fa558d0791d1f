"""A company with two branches, one record of everything, and everybody who may ask.

The first branch holds the records that the tests ask for; the second one exists so
that each role has a user there, who must not see them.
"""

from tests.access.world_acts import Acts
from tests.access.world_archive import Archive
from tests.access.world_areas import Areas
from tests.access.world_holdings import Holdings
from tests.access.world_money import Money
from tests.access.world_places import ELSEWHERE, Places

__all__ = ["ELSEWHERE", "World"]


class World(Places, Money, Archive, Areas, Holdings, Acts):
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
        self._build_fapiao()
        self._build_archive()
        self._build_service()
        self._build_areas()
        self._build_holdings()
        self._build_acts()
        self._build_machinery()
        self.env.flush_all()

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
            ("line_id", self.env["heating.bill.line"]),
            ("receipt_id", self.env["heating.receipt"]),
            ("ticket_id", self.env["helpdesk.ticket"]),
            ("plan_id", self.env["heating.instalment.plan"]),
        )
        if model == "heating.branch":
            return [("id", "=", branch.id)]
        if model == "heating.household":
            return [("id", "in", self.households.ids)]
        if model == "heating.bill.run":
            return [("id", "=", self.run_of_branch.id)]
        if model == "heating.payment.notification":
            return [("id", "=", self.platform_message.id)]
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
        if model == "heating.fapiao":
            records = records.filtered(lambda fapiao: fapiao.state != "draft")
        for model_path, path in (
            # what is billed is theirs who it is billed to, whoever lives there now
            ("heating.bill", "partner_id"),
            ("heating.bill.line", "bill_id.partner_id"),
            ("heating.bill.version", "bill_id.partner_id"),
            ("heating.bill.payer", "bill_id.partner_id"),
            ("heating.discount", "bill_id.partner_id"),
            ("heating.bill.line.part", "line_id.bill_id.partner_id"),
            ("heating.charge", "partner_id"),
            ("heating.household", "customer_id"),
            (model, "household_id.customer_id"),
        ):
            if model == model_path and path.split(".")[0] in records._fields:
                return records.filtered(
                    lambda record, path=path: record.mapped(path) == partner
                )
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

import json

from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, new_test_user

ROLES = (
    "archive_clerk",
    "approver",
    "cashier",
    "head_cashier",
    "accountant",
    "service_agent",
    "field_worker",
    "inspector",
    "manager",
    "administrator",
)


class HeatingCustomerCommon(TransactionCase):
    """A small heating company: two branches, an address tree, households, staff.

    ``users`` holds one user of each role without a branch (head office), and
    ``stranger`` is an employee without any role.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.company = cls.env.company
        cls._set_up_addresses()
        cls._set_up_households()
        cls._set_up_users()

    @classmethod
    def _set_up_addresses(cls):
        cls.branch, cls.other_branch = cls.env["heating.branch"].create(
            [
                {"name": "Test Branch East", "code": "TE"},
                {"name": "Test Branch West", "code": "TW"},
            ]
        )
        cls.station = cls.env["heating.station"].create(
            {"name": "Test Station 1", "branch_id": cls.branch.id}
        )
        location = cls.env["heating.location"]
        cls.community, cls.other_community = location.create(
            [
                {
                    "name": "Test Garden",
                    "kind": "community",
                    "branch_id": cls.branch.id,
                    "station_id": cls.station.id,
                },
                {
                    "name": "Test Park",
                    "kind": "community",
                    "branch_id": cls.other_branch.id,
                },
            ]
        )
        cls.building = location.create(
            {"name": "1#", "kind": "building", "parent_id": cls.community.id}
        )
        cls.unit = location.create(
            {"name": "Unit 1", "kind": "unit", "parent_id": cls.building.id}
        )

    @classmethod
    def _set_up_households(cls):
        cls.category = cls.env.ref("heating_customer.category_resident")
        cls.customer, cls.customer_2 = cls.env["res.partner"].create(
            [
                {"name": "Zhang San", "phone": "13800000001"},
                {"name": "Li Si", "phone": "13800000002"},
            ]
        )
        cls.household = cls._create_household("T000001", cls.customer, room="101")
        cls.household_2 = cls._create_household("T000002", cls.customer_2, room="102")
        cls.other_household = cls._create_household(
            "T000003", cls.customer_2, location=cls.other_community, room="201"
        )

    @classmethod
    def _create_household(cls, number, customer, location=None, area=100.0, **vals):
        """A household with one space, heated since ever.

        :param str number: its number
        :param customer: the partner
        :param location: its address; the unit of the fixture by default
        :param float area: the built area of its space, m²
        """
        return cls.env["heating.household"].create(
            {
                "number": number,
                "customer_id": customer.id,
                "location_id": (location or cls.unit).id,
                "space_ids": [
                    Command.create({"category_id": cls.category.id, "built_area": area})
                ],
                **vals,
            }
        )

    @classmethod
    def _set_up_users(cls):
        cls.users = {role: cls._create_user(role) for role in ROLES}
        cls.clerk = cls.users["archive_clerk"]
        cls.clerk_2 = cls.clerk.copy({"login": "test-archive-clerk-2"})
        cls.approver = cls.users["approver"]
        cls.field_worker = cls.users["field_worker"]
        cls.manager = cls.users["manager"]
        cls.administrator = cls.users["administrator"]
        cls.stranger = cls._create_user(login="stranger")

    @classmethod
    def _create_user(cls, *roles, login=None, branches=None):
        """A user of one or more roles.

        :param roles: names of groups of heating_customer without “group_”
        :param str login: by default the first role
        :param branches: the branches the user works for; none means head office
        """
        return new_test_user(
            cls.env,
            f"test_{login or roles[0]}",
            groups=",".join(f"heating_customer.group_{role}" for role in roles)
            or "base.group_user",
            heating_branch_ids=[Command.set(branches.ids)] if branches else [],
        )

    @classmethod
    def rpc(cls, user, model, method, *args, context=None, **kwargs):
        """Call a public method as a client would: checked, with JSON values only.

        :param user: who calls
        :param str model: name of the model
        :param str method: name of the method
        :param args: what a client sends; ids first for methods of records
        :param dict context: the client's context
        """
        kwargs["context"] = context or {}
        args, kwargs = json.loads(json.dumps([args, kwargs]))
        # a request reads its own snapshot and finds nothing in the cache
        cls.env.flush_all()
        cls.env.invalidate_all()
        return call_kw(cls.env(user=user, context={})[model], method, args, kwargs)

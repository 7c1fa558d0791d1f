"""A small heating company, built once a class: what tests at the top level share."""

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

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


def build_users(env, prefix="test"):
    """One user for each role.

    :return: dict of role → res.users
    """
    return {
        role: new_test_user(
            env,
            login=f"{prefix}-{role}",
            name=role.replace("_", " ").title(),
            groups=f"heating_customer.group_{role}",
        )
        for role in ROLES
    }


def build_addresses(env, branch_name="East"):
    """A branch with a hall, a desk, a station and one building of two units.

    :return: dict of name → record
    """
    branch = env["heating.branch"].create({"name": branch_name})
    hall = env["heating.hall"].create({"name": "Hall", "branch_id": branch.id})
    station = env["heating.station"].create(
        {"name": "Station 1", "branch_id": branch.id}
    )
    location = env["heating.location"]
    community = location.create(
        {
            "name": f"{branch_name} Garden",
            "kind": "community",
            "branch_id": branch.id,
            "station_id": station.id,
        }
    )
    building = location.create(
        {"name": "No. 1", "kind": "building", "parent_id": community.id}
    )
    units = location.create(
        [
            {"name": f"Unit {number}", "kind": "unit", "parent_id": building.id}
            for number in (1, 2)
        ]
    )
    desk = env["heating.desk"].create(
        {"name": "Desk 1", "code": branch_name[:1] + "1", "hall_id": hall.id}
    )
    return {
        "branch": branch,
        "hall": hall,
        "station": station,
        "community": community,
        "building": building,
        "units": units,
        "desk": desk,
    }


def build_household(env, location, number, **values):
    """A household with its customer and, unless told otherwise, one space.

    :param values: ``area`` (m², default 100), ``category`` (code), ``supply`` (state
        since ever), and any field of the household
    """
    area = values.pop("area", 100.0)
    code = values.pop("category", "resident")
    supply = values.pop("supply", None)
    customer = env["res.partner"].create(
        {"name": f"Customer {number}", "phone": f"138{int(number[-6:]):08d}"}
    )
    household = env["heating.household"].create(
        {
            "number": number,
            "customer_id": customer.id,
            "location_id": location.id,
            "room": number[-3:],
            **values,
        }
    )
    if area:
        category = env["heating.category"].search([("code", "=", code)])
        env["heating.space"].create(
            {
                "household_id": household.id,
                "category_id": category.id,
                "built_area": area,
            }
        )
    if supply:
        env["heating.supply"].create({"household_id": household.id, "state": supply})
    return household


def build_tariff(env, season, approver, **values):
    """An approved tariff: 20 yuan a m² for residents, 30 for business, 30 % stopped."""
    prices = {"resident": 20.0, "business": 30.0, "school": 22.0, "institution": 25.0}
    categories = env["heating.category"].search([("code", "in", list(prices))])
    tariff = env["heating.tariff"].create(
        {
            "name": "City prices",
            "season_id": season.id,
            "price_ids": [
                Command.create(
                    {"category_id": category.id, "price": prices[category.code]}
                )
                for category in categories
            ],
            "share_ids": [Command.create({"supply_state": "stopped", "share": 0.3})],
            **values,
        }
    )
    tariff.with_user(approver).action_approve()
    return tariff


def bill_season(env, season, users, date="2026-10-10"):
    """Rehearse, approve and run the bills of a season at once.

    :return: the finished heating.bill.run
    """
    run = (
        env["heating.bill.run"]
        .with_user(users["accountant"])
        .with_context(queue_job__no_delay=True)
        .create({"season_id": season.id, "date": date})
    )
    run.action_rehearse()
    run.with_user(users["approver"]).action_approve()
    run.action_start()
    return run


@tagged("post_install", "-at_install")
class HeatingCase(TransactionCase):
    """A company with a season, a tariff, a branch and a user for each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.company = cls.env.company
        cls.users = build_users(cls.env)
        cls.place = build_addresses(cls.env)
        cls.season = cls.env["heating.season"].create(
            {"date_start": "2026-11-15", "date_end": "2027-03-14"}
        )
        cls.tariff = build_tariff(cls.env, cls.season, cls.users["approver"])

    @classmethod
    def household(cls, number, **values):
        """A household in the first unit."""
        return build_household(cls.env, cls.place["units"][0], number, **values)

    def as_role(self, role, record):
        """*record* as the user of *role* sees it."""
        return record.with_user(self.users[role])

    def open_shift(self, role="cashier", desk=None, opening_float=0.0):
        """An open shift of that role's user."""
        return self.as_role(role, self.env["heating.shift"]).create(
            {
                "desk_id": (desk or self.place["desk"]).id,
                "opening_float": opening_float,
            }
        )

    def method(self, kind):
        """The company's means of payment of that kind."""
        return self.env["heating.tender.method"].search(
            [("kind", "=", kind), ("company_id", "=", self.company.id)], limit=1
        )

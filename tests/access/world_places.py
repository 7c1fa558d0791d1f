"""Where the company is and who works there or lives there."""

from odoo.fields import Command
from odoo.tests import new_test_user

from tests.access.table import ROLES
from tests.common import build_addresses, build_household

ELSEWHERE = "@elsewhere"


class Places:
    """Two branches with their households, and a user for each persona."""

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

from odoo.tests import TransactionCase, new_test_user


class HeatingServiceCommon(TransactionCase):
    """Two branches, their stations and households, staff of every role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context=dict(cls.env.context, no_reset_password=True, lang="en_US")
        )
        cls.team = cls.env.ref("heating_service.team_service")
        cls.stages = {
            state: cls.env.ref(f"heating_service.stage_{state}")
            for state in (
                "new",
                "assigned",
                "in_progress",
                "done",
                "closed",
                "cancelled",
            )
        }
        cls.east, cls.west = cls.env["heating.branch"].create(
            [{"name": "Service Test East"}, {"name": "Service Test West"}]
        )
        cls.station_east, cls.station_west = cls.env["heating.station"].create(
            [
                {"name": "Station East", "branch_id": cls.east.id},
                {"name": "Station West", "branch_id": cls.west.id},
            ]
        )
        cls.customer = cls._make_partner("Wang Owner", phone="199 0770 4461")
        cls.household = cls._make_household(
            "ST-0001", cls.customer, cls.east, cls.station_east
        )
        cls.household_west = cls._make_household(
            "ST-0002",
            cls._make_partner("Li West", phone="19907704462"),
            cls.west,
            cls.station_west,
        )
        cls.school = cls._make_partner("Test School", is_company=True)
        cls.household_school = cls._make_household(
            "ST-0003", cls.school, cls.east, cls.station_east
        )
        cls._make_staff()
        cls._make_householders()

    @classmethod
    def _make_partner(cls, name, **values):
        return cls.env["res.partner"].create({"name": name, **values})

    @classmethod
    def _make_household(cls, number, customer, branch, station):
        community = cls.env["heating.location"].create(
            {
                "name": f"Garden {number}",
                "kind": "community",
                "branch_id": branch.id,
                "station_id": station.id,
            }
        )
        return cls.env["heating.household"].create(
            {
                "number": number,
                "customer_id": customer.id,
                "location_id": community.id,
                "room": "101",
            }
        )

    @classmethod
    def _make_user(cls, login, roles, branches=None, stations=None, **values):
        groups = ",".join(f"heating_customer.group_{role}" for role in roles)
        user = new_test_user(
            cls.env, login=f"st_{login}", groups=groups, name=f"Staff {login}", **values
        )
        user.write(
            {
                "heating_branch_ids": branches.ids if branches else [],
                "heating_station_ids": stations.ids if stations else [],
            }
        )
        return user

    @classmethod
    def _make_staff(cls):
        cls.agent = cls._make_user("agent", ["service_agent"])
        cls.agent_2 = cls._make_user("agent_2", ["service_agent"])
        cls.agent_west = cls._make_user("agent_west", ["service_agent"], cls.west)
        cls.worker = cls._make_user(
            "worker", ["field_worker"], cls.east, cls.station_east
        )
        cls.worker_2 = cls._make_user(
            "worker_2", ["field_worker"], cls.east, cls.station_east
        )
        cls.worker_west = cls._make_user(
            "worker_west", ["field_worker"], cls.west, cls.station_west
        )
        cls.both = cls._make_user("both", ["service_agent", "field_worker"])
        cls.manager = cls._make_user("manager", ["manager"])
        cls.cashier = cls._make_user("cashier", ["cashier"])
        cls.administrator = cls._make_user("administrator", ["administrator"])

    @classmethod
    def _make_portal_user(cls, login, partner):
        return new_test_user(
            cls.env,
            login=f"st_{login}",
            groups="base.group_portal",
            name=partner.name,
            partner_id=partner.id,
        )

    @classmethod
    def _make_householders(cls):
        cls.owner = cls._make_portal_user("owner", cls.customer)
        cls.contact, cls.colleague = (
            cls._make_portal_user(
                login, cls._make_partner(f"School {login}", parent_id=cls.school.id)
            )
            for login in ("contact", "colleague")
        )
        cls.stranger = cls._make_portal_user(
            "stranger", cls._make_partner("Service Stranger")
        )

    def _ticket(self, user=None, **values):
        """A new ticket for the household in the east, written down by an agent."""
        return (
            self.env["helpdesk.ticket"]
            .with_user(user or self.agent)
            .create(
                {
                    "name": "Radiator leaks",
                    "description": "<p>Since this morning, in the bedroom</p>",
                    "kind": "repair",
                    "household_id": self.household.id,
                    **values,
                }
            )
        )

    def _done_ticket(self, **values):
        """A ticket the field worker reported as done."""
        ticket = self._ticket(**values)
        ticket.action_assign(self.worker.id)
        ticket.with_user(self.worker).action_start()
        ticket.with_user(self.worker).action_done("Valve changed")
        return ticket

    def _follow_up(self, ticket, user=None, outcome="satisfied", **values):
        return (
            self.env["heating.follow.up"]
            .with_user(user or self.agent_2)
            .create(
                {
                    "ticket_id": ticket.id,
                    "outcome": outcome,
                    "rating": "0" if outcome == "not_reached" else "4",
                    "remark": "Still drips" if outcome == "unsatisfied" else False,
                    **values,
                }
            )
        )

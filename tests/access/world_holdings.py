"""What the archive keeps beside households: contracts, holds, valves, links."""

from datetime import date

from odoo.fields import Command

FAR_DAY = date(2099, 1, 1)


class Holdings:
    """One of each, of the first branch."""

    def _build_holdings(self):
        env = self.env
        contracts = env["heating.contract"]
        self.contracts = {
            "sent": contracts.create({"household_id": self.own.id}),
            "draft": contracts.create({"household_id": self.unbilled.id}),
        }
        self.contracts["sent"].action_send()
        clerk = self.users["archive_clerk"]
        self.hold = (
            env["heating.hold"]
            .with_user(clerk)
            .create(
                {
                    "household_id": self.own.id,
                    "kind": "no_online",
                    "reason": "Case 7",
                }
            )
        )
        env["heating.household.group"].create(
            {
                "name": "Family",
                "household_ids": [Command.set((self.own | self.other).ids)],
            }
        )
        # a business with a deadline in each season
        env.ref("heating_customer.application_type_category").write(
            {"deadline_kind": "season", "deadline_days": 30}
        )
        # who pays for the first household, from a day to come
        self.own._change_payer(self.other.customer_id, FAR_DAY)
        env["heating.valve.record"].create(
            {"household_id": self.own.id, "state": "shut", "seal_number": "S-1"}
        )
        self._hold_reading()

    def _hold_reading(self):
        """A heat meter with a reading that is ten times the usual."""
        meter = self.env["heating.meter"].create(
            {
                "number": "M-1",
                "household_id": self.own.id,
                "installed_on": "2020-01-01",
            }
        )
        self.meter_fault = self.env["heating.meter.fault"].create(
            {"meter_id": meter.id, "broken_on": "2020-02-01", "reason": "Dark"}
        )
        self.held_reading = self.env["heating.meter.reading"].create(
            [
                {"meter_id": meter.id, "date": day, "value": value}
                for day, value in (("2020-01-11", 10.0), ("2020-01-21", 110.0))
            ]
        )[1]

    def get_signed_contract(self):
        """A contract in force, made when it is asked for first."""
        return self.once("signed contract", self._sign_contract)

    def _sign_contract(self):
        contract = self.env["heating.contract"].create({"household_id": self.other.id})
        contract._become_signed({"signed_by": "Customer", "signed_means": "paper"})
        return contract

"""Random acts on flats with a meter: every law of the books after every act.

Before the readings they are charged by area; once settled they owe the fixed part and
the heat on the meter, until a reading is taken back or the meter is found broken. They
are sold, covered by fapiao, undone and paid meanwhile.
"""

from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from odoo.fields import Command

from tests.books.counter_acts import CounterActs
from tests.books.fapiao_acts import FapiaoActs
from tests.books.machine import Machine, run_machine
from tests.books.season_acts import INDEXES, SeasonActs
from tests.books.transfer_acts import TransferActs
from tests.common import HeatingCase, build_tariff

# cents a m²: charged before the readings, and the fixed part of what is settled
BY_AREA, FIXED = 2_000, 600
# cents a kWh
HEAT = 20
START = 100


class Meters(SeasonActs, TransferActs, FapiaoActs, CounterActs, Machine):
    """Two flats, a meter in each, and a season that is over or soon will be."""

    @initialize(day=st.sampled_from((date(2027, 3, 20), date(2027, 3, 1))))
    def begin(self, day):
        self.start(self.case.households, day)
        self.begin_season()
        self.begin_transfers()
        self.begin_fapiao()
        self.meters = self.case.meters.with_env(self.env)
        # by flat: kWh by the reading that counts, none without one
        self.heat = [None, None]
        self.broken = [False, False]

    # === ACTS === #

    @rule(index=INDEXES, heat=st.integers(0, 9_000))
    def read(self, index, heat):
        """The final reading, which is refused before the season is over."""
        index %= len(self.households)
        if self.heat[index] is not None or self.broken[index]:
            return

        def read():
            self.as_role("field_worker", "heating.meter.reading").create(
                {
                    "meter_id": self.meters[index].id,
                    "date": self.case.season.date_end,
                    "value": START + heat,
                }
            )

        if self.day < self.case.season.date_end:
            self.expect_refusal(read, "a meter was read on a day to come")
            return
        read()
        self.heat[index] = heat

    @rule()
    def settle(self):
        """Everybody whose heat is known, once the season is over."""
        settlement = self.as_role("accountant", "heating.meter.settlement").create(
            {"season_id": self.case.season.id}
        )
        if self.day < self.case.season.date_end:
            self.expect_refusal(settlement.action_prepare, "settled before the end")
            return
        settlement.action_prepare()
        if settlement.ready_count:
            settlement.action_start()
        for index in range(len(self.households)):
            self._season_changed(index)

    @rule(index=INDEXES)
    def take_reading_back(self, index):
        """It was misread: the bill goes by area again until it is read anew."""
        index %= len(self.households)
        if self.heat[index] is None:
            return
        reading = self.meters[index].reading_ids.filtered(
            lambda each: each.state == "accepted"
        )
        self.env["heating.meter.reading.take.back"].with_user(
            self.case.users["accountant"]
        ).create(
            {"reading_ids": reading.ids, "reason": "random act"}
        ).action_take_back()
        self.heat[index] = None
        self._season_changed(index)

    @rule(index=INDEXES)
    def find_broken(self, index):
        """Where it was read, the reading has to be taken back first."""
        index %= len(self.households)
        if self.broken[index]:
            return
        fault = self.as_role("field_worker", "heating.meter.fault").create(
            {
                "meter_id": self.meters[index].id,
                "broken_on": date(2027, 1, 5),
                "reason": "random act",
            }
        )
        approve = self.as_role("approver", fault).action_approve
        if self.heat[index] is not None:
            self.expect_refusal(approve, "a meter that was read has been broken before")
            return
        approve()
        self.broken[index] = True
        self._season_changed(index)

    # === HELP === #

    def _get_season_cents(self, index):
        """Whenever a bill is worked out, a reading that is there counts."""
        if self.heat[index] is not None:
            return FIXED * self.areas[index] + HEAT * self.heat[index]
        return BY_AREA * self.areas[index]


class TestRandomMeters(HeatingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff.active = False
        cls.households = cls.env["heating.household"].concat(
            *(cls.household(f"90050{number}") for number in range(2))
        )
        cls.meters = cls.env["heating.meter"].create(
            [
                {
                    "number": f"M-{household.number}",
                    "household_id": household.id,
                    "installed_on": "2026-10-01",
                    "start_value": START,
                }
                for household in cls.households
            ]
        )
        build_tariff(
            cls.env,
            cls.season,
            cls.users["approver"],
            name="Metered",
            price_ids=[
                Command.create(
                    {
                        "category_id": cls.households[0].space_ids.category_id.id,
                        "price": FIXED / 100,
                        "energy_price": HEAT / 100,
                        "area_price": BY_AREA / 100,
                    }
                )
            ],
        )
        TransferActs.prepare_transfers(cls)

    def test_every_law_holds_after_every_act(self):
        """Any order of billing, reading, settling, taking back, selling and paying."""
        run_machine(Meters, self)

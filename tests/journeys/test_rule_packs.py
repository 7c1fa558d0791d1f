"""A winter under each city's rule pack, from the tariff to the red fapiao.

In each city a flat of 100 m² (80 m² inside) and a shop of 60 m² with a ceiling of 3.9 m
are billed. The flat pays, gets its fapiao, is stopped after 30 days, restored after
90, measured anew after 100 and given 10 yuan for a cold night; the shop pays late and
gets a fapiao with 9 % tax. Every figure below was worked out by hand from the city's
rules, and the laws of the books hold after each step.
"""

from contextlib import contextmanager
from datetime import date, timedelta
from typing import NamedTuple

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.heating_report.audit import broken_laws

from tests.common import bill_season, build_addresses, build_household, build_users


class Winter(NamedTuple):
    """A rule pack, what its notes ask a company to enter, and what then comes out.

    :param pack: its code
    :param start: first day of heating
    :param end: last day of heating
    :param prices: yuan a m² and season by category that the pack leaves open
    :param stopped: share due while stopped that the pack leaves open
    :param flat: yuan for the whole winter
    :param after_stop: yuan once it is stopped from the 31st day on
    :param after_restore: yuan once it is supplied again from the 91st day on
    :param after_area: yuan once it has a tenth more from the 101st day on
    :param shop: yuan for the whole winter
    :param late_fee: yuan of late fee on the shop 40 days after the last day to pay
    :param others: yuan of the flat's bill that the government pays: of the whole
        winter, stopped, restored, measured anew, and reduced
    """

    pack: str
    start: str
    end: str
    prices: dict
    stopped: float | None
    flat: float
    after_stop: float
    after_restore: float
    after_area: float
    shop: float
    late_fee: float
    others: tuple = (0.0, 0.0, 0.0, 0.0, 0.0)


WINTERS = (
    Winter(
        "beijing",
        "2026-11-15",
        "2027-03-15",
        {"business": 30.0},
        None,
        2400.0,
        1136.53,
        1566.94,
        1608.59,
        1800.0,
        0.0,
    ),
    Winter(
        "dezhou",
        "2026-11-10",
        "2027-03-19",
        {},
        None,
        2200.0,
        507.69,
        1184.62,
        1235.38,
        1800.0,
        0.0,
    ),
    Winter(
        "heilongjiang",
        "2026-10-20",
        "2027-04-20",
        {"resident": 30.0, "business": 40.0},
        0.2,
        3000.0,
        993.44,
        2213.11,
        2349.18,
        2400.0,
        10.26,
    ),
    Winter(
        "henan",
        "2026-11-15",
        "2027-03-14",
        {"resident": 22.0, "business": 30.0},
        0.2,
        2200.0,
        880.0,
        1320.0,
        1356.66,
        1800.0,
        0.0,
    ),
    Winter(
        "shenyang",
        "2026-11-15",
        "2027-03-14",
        {},
        0.3,
        2600.0,
        1235.0,
        1690.0,
        1733.34,
        2304.0,
        0.0,
    ),
    # Of 26 yuan the government pays 2.7. 30 days cost 650 (67.50 of it), 90 days
    # stopped 585 (60.75), 60 days stopped 390 (40.50), 10 days 216.67 (22.50), and 20
    # days of 110 m² 476.67 (49.50); of the 10 yuan less it has 1.04.
    Winter(
        "shenyang_two_payers",
        "2026-11-15",
        "2027-03-14",
        {},
        0.3,
        2600.0,
        1235.0,
        1690.0,
        1733.34,
        2304.0,
        0.0,
        (270.0, 128.25, 175.5, 180.0, 178.96),
    ),
    Winter(
        "tianjin",
        "2026-11-15",
        "2027-03-15",
        {"business": 30.0},
        None,
        2500.0,
        995.86,
        1508.26,
        1551.65,
        1800.0,
        144.0,
    ),
    Winter(
        "xuzhou",
        "2026-11-15",
        "2027-03-14",
        {"resident": 22.0, "business": 30.0},
        0.3,
        2200.0,
        1045.0,
        1430.0,
        1466.66,
        1800.0,
        0.0,
    ),
    # by area until the meter is read, as in the city without meters; see METERED
    Winter(
        "zhengzhou_metered",
        "2026-11-15",
        "2027-03-14",
        {"business": 30.0},
        0.3,
        1824.0,
        866.4,
        1185.6,
        1216.0,
        1800.0,
        0.0,
    ),
    Winter(
        "zhengzhou",
        "2026-11-15",
        "2027-03-14",
        {"business": 30.0},
        0.3,
        1824.0,
        866.4,
        1185.6,
        1216.0,
        1800.0,
        0.0,
    ),
)


# Packs whose households are parked with a reason: nobody is named whom the government's
# part is billed to.
PARKED = {"shenyang_two_payers": "payers"}

# The flat's meter in a city with a two-part price, and what the flat then costs.
METERED = {
    # The fixed part, 6.84 yuan a m² of inner area and season of 120 days:
    #   30 days supplied      6.84 × 80 × 30 ÷ 120             = 136.80
    #   60 days stopped, 30 % 6.84 × 80 × 60 ÷ 120 × 0.3       =  82.08
    #   10 days supplied      6.84 × 80 × 10 ÷ 120             =  45.60
    #   20 days with 88 m²    6.84 × 88 × 20 ÷ 120             = 100.32
    # 3500 kWh × 0.217                                         = 759.50
    # and 10 yuan off for the cold night                       = −10.00
    #                                                           1114.30
    # It was charged 1206.00 by area, so 91.70 are given back.
    "zhengzhou_metered": (100.0, 3600.0, 1114.30),
}


@tagged("post_install", "-at_install")
class TestRulePacks(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context={
                **cls.env.context,
                "tracking_disable": True,
                "queue_job__no_delay": True,
                "tz": "Asia/Shanghai",
            }
        )
        cls.users = build_users(cls.env)
        cls.place = build_addresses(cls.env)
        cls.types = {
            kind.code: kind for kind in cls.env["heating.application.type"].search([])
        }
        cash = cls.env["heating.tender.method"].search(
            [("kind", "=", "cash"), ("company_id", "=", cls.env.company.id)], limit=1
        )
        cls.cash = cash
        cls.numbers = iter(range(1, 100))

    def test_there_is_a_winter_for_each_pack(self):
        packs = self.env["heating.tariff"]._get_pack_files()
        known = {winter.pack for winter in WINTERS} | set(PARKED)
        self.assertEqual(known, set(packs))

    def test_what_cannot_be_billed_yet_is_parked_and_nothing_is_booked(self):
        for pack, kind in PARKED.items():
            with self.subTest(pack=pack), self.env.cr.savepoint() as savepoint:
                self.winter = Winter(
                    pack, "2026-11-15", "2027-03-14", {}, None, 0, 0, 0, 0, 0, 0
                )
                self.start = date.fromisoformat(self.winter.start)
                with self._on(self.start - timedelta(days=20)):
                    self._approve_the_tariff()
                    home = build_household(
                        self.env, self.place["units"][0], f"T{self._next():06d}"
                    )
                    home.space_ids.inner_area = 80.0
                    run = (
                        self.env["heating.bill.run"]
                        .with_user(self.users["accountant"])
                        .create({"season_id": self.season.id, "date": self._today()})
                    )
                    run.action_rehearse()
                    line = run.line_ids.filtered(
                        lambda each, home=home: each.household_id == home
                    )
                    self.assertEqual(line.exception_kind, kind)
                    self.assertTrue(line.reason)
                    self.assertFalse(home.bill_ids)
                    self.assertEqual(broken_laws(self.env), {})
                savepoint.rollback()
                self.env.invalidate_all(flush=False)

    def _live_through(self, winter):
        self.winter = winter
        self.start = date.fromisoformat(winter.start)
        steps = (
            (-40, self._approve_the_tariff),
            (-20, self._bill),
            (-20, self._flat_pays),
            (-20, self._flat_gets_a_fapiao),
            (30, self._stop),
            (40, self._shop_pays_late),
            (40, self._shop_gets_a_fapiao),
            (90, self._restore),
            (100, self._measure),
            (110, self._reduce),
            (115, self._others_pay),
            (125, self._settle_the_meter),
        )
        for days, step in steps:
            with self._on(self.start + timedelta(days=days)):
                step()
            self.env.invalidate_all()
            self.assertEqual(broken_laws(self.env), {}, step.__name__)

    # === THE STEPS === #

    def _approve_the_tariff(self):
        """A draft from the pack, what its notes ask for, then another approves it."""
        season = self.env["heating.season"].create(
            {"date_start": self.winter.start, "date_end": self.winter.end}
        )
        season.date_due = self.start
        self.season = season
        tariff = self._as(
            "administrator", self.env["heating.tariff"]
        )._create_from_pack(self.winter.pack, season)
        category = self.env["heating.category"]
        values = {
            "price_ids": [
                Command.create(
                    {
                        "category_id": category.search([("code", "=", code)]).id,
                        "price": price,
                    }
                )
                for code, price in self.winter.prices.items()
            ]
        }
        if self.winter.stopped is not None:
            values["share_ids"] = [
                Command.create(
                    {"supply_state": "stopped", "share": self.winter.stopped}
                )
            ]
        tariff.write(values)
        self.assertTrue(tariff.example_ids)
        self._as("approver", tariff).action_approve()
        self.assertEqual(tariff.state, "approved")
        self.assertEqual(set(tariff.example_ids.mapped("result")), {"passed"})

    def _name_the_others(self):
        """Who is billed the part that the government pays."""
        self.bureau = self.env["res.partner"].create(
            {
                "name": "Finance Bureau",
                "is_company": True,
                "vat": "91350100M000100Y43",
                "email": "bureau@example.com",
            }
        )
        self._as(
            "administrator", self.env.ref("heating_billing.payer_kind_government")
        ).partner_id = self.bureau

    def _bill(self):
        if any(self.winter.others):
            self._name_the_others()
        unit = self.place["units"][0]
        self.flat = build_household(self.env, unit, f"T{self._next():06d}")
        self.flat.space_ids.inner_area = 80.0
        self.shop = build_household(
            self.env, unit, f"T{self._next():06d}", area=60.0, category="business"
        )
        self.shop.space_ids.height = 3.9
        self._install_the_meter()
        run = bill_season(self.env, self.season, self.users, date=self._today())
        self.assertEqual(run.state, "done", run.line_ids.mapped("reason"))
        self.bill, self.shop_bill = self.flat.bill_ids, self.shop.bill_ids
        self.assertEqual(self.bill.amount_total, self.winter.flat)
        self.assertEqual(self.shop_bill.amount_total, self.winter.shop)
        for line in (self.bill | self.shop_bill).line_ids:
            self.assertTrue(line.explanation)
        self._costs(self.winter.flat, self.winter.others[0])

    def _flat_pays(self):
        self._take(self.flat, self.winter.flat - self.winter.others[0])
        self.assertEqual(self.bill.amount_own_residual, 0.0)
        self.assertEqual(self.bill.amount_residual, self.winter.others[0])
        self.assertEqual(self.flat.amount_due, 0.0)

    def _flat_gets_a_fapiao(self):
        self.fapiao = self._issue(self._request(self.bill))
        self.assertEqual(self.fapiao.amount_total, self.bill.amount_own)
        self.assertEqual(self.fapiao.amount_tax, 0.0)

    def _stop(self):
        self._ask("stop")
        self._costs(self.winter.after_stop, self.winter.others[1])
        self._settle_duty()

    def _shop_pays_late(self):
        self._take(self.shop, self.winter.shop + self.winter.late_fee)
        self.assertEqual(self.shop_bill.payment_state, "paid")
        self.assertEqual(self.shop.amount_due, 0.0)

    def _shop_gets_a_fapiao(self):
        fapiao = self._issue(self._request(self.shop_bill))
        self.assertEqual(fapiao.amount_total, self.winter.shop)
        self.assertEqual(
            fapiao.amount_tax, round(self.winter.shop - self.winter.shop / 1.09, 2)
        )

    def _restore(self):
        self._ask("restore")
        self._costs(self.winter.after_restore, self.winter.others[2])

    def _measure(self):
        space = self.flat.space_ids
        self._ask("area", space_id=space.id, new_built_area=110.0, new_inner_area=88.0)
        self._costs(self.winter.after_area, self.winter.others[3])
        # it costs more again than the fapiao covers: one more, over the rest
        self.fapiao = self._issue(self._request(self.bill))
        self.assertEqual(self.bill.fapiao_covered, self.bill.amount_own)

    def _reduce(self):
        reduction = self._as("archive_clerk", self.env["heating.reduction"]).create(
            {
                "household_id": self.flat.id,
                "season_id": self.season.id,
                "kind_id": self.env.ref("heating_billing.reduction_kind_goodwill").id,
                "by": "amount",
                "value": 10.0,
                "reason": "A cold night",
            }
        )
        reduction.request_validation()
        self._as("approver", reduction).validate_tier()
        self._costs(self.winter.after_area - 10.0, self.winter.others[4])
        # stopped, restored, measured, reduced: what it was before stays readable
        self.assertEqual(self.bill.version_count, 4)
        self._settle_duty()

    def _others_pay(self):
        """The government pays what is left of its part, and gets its own fapiao."""
        others = self.winter.others[4]
        if not others:
            return
        part = self.bill.part_ids
        self.assertEqual(part.amount_residual, others)
        moves = self.bill.move_ids.filtered(
            lambda move: move.partner_id == self.bureau and move.amount_residual > 0
        )
        self._take(self.flat, others, moves)
        self.assertEqual(part.amount_residual, 0.0)
        self.assertEqual(self.bill.payment_state, "paid")
        fapiao = self._issue(self._request(self.bill, part.kind_id))
        self.assertEqual(fapiao.amount_total, others)
        self.assertEqual(fapiao.buyer_title, self.bureau.name)

    def _install_the_meter(self):
        if self.winter.pack in METERED:
            self.env["heating.meter"].create(
                {
                    "number": f"M-{self.flat.number}",
                    "household_id": self.flat.id,
                    "installed_on": self._today(),
                    "start_value": METERED[self.winter.pack][0],
                }
            )

    def _settle_the_meter(self):
        """After the season the meter is read, and the flat pays for its heat."""
        if self.winter.pack not in METERED:
            return
        _start, end, amount = METERED[self.winter.pack]
        self.assertEqual(self.bill.metering, "advance")
        self._as("field_worker", self.env["heating.meter.reading"]).create(
            {"meter_id": self.flat.meter_ids.id, "date": self._today(), "value": end}
        )
        settlement = self._as(
            "accountant", self.env["heating.meter.settlement"]
        ).create({"season_id": self.season.id})
        settlement.action_prepare()
        settlement.action_start()
        self.assertEqual(settlement.line_ids.mapped("state"), ["settled"])
        self._costs(amount, 0.0)
        self.assertEqual(self.bill.metering, "metered")
        self._settle_duty()

    # === WHO DOES WHAT === #

    def _as(self, role, record):
        return record.with_user(self.users[role])

    def _next(self):
        return next(self.numbers)

    def _today(self):
        return self.env.company._heating_today().isoformat()

    @contextmanager
    def _on(self, day):
        """At ten in the morning of a day in China."""
        with freeze_time(f"{day} 02:00:00"):
            self.env["heating.household"]._refresh_current_values()
            yield
            self.env.flush_all()

    def _take(self, household, amount, moves=None):
        shift = self._as("cashier", self.env["heating.shift"]).create(
            {"desk_id": self.place["desk"].id, "opening_float": 0.0}
        )
        self._as("cashier", self.env["heating.receipt"]).counter_take(
            {
                "key": f"{household.number}-{amount}",
                "household_ids": household.ids,
                "tenders": [{"method_id": self.cash.id, "amount": amount}],
                **({"move_ids": moves.ids} if moves else {}),
            }
        )
        shift.action_close(shift.sudo()._get_expected_cash())
        self.env.invalidate_all()

    def _request(self, bill, kind=None):
        before = self.env["heating.fapiao"].search([])
        self._as("accountant", self.env["heating.fapiao.request"]).create(
            {
                "bill_ids": [Command.set(bill.ids)],
                "payer_kind_id": kind.id if kind else False,
            }
        ).action_request()
        return self.env["heating.fapiao"].search([]) - before

    def _issue(self, fapiao):
        number = f"26372000000{self._next():09d}"
        self._as("accountant", fapiao)._issue(number, self.env.company._heating_today())
        return fapiao.sudo()

    def _settle_duty(self):
        """More is covered than is owed: the accountant takes that much back."""
        duty = self.env["heating.fapiao.duty"].search(
            [("bill_id", "=", self.bill.id), ("state", "=", "open")]
        )
        excess = self.bill.fapiao_covered - self.bill.amount_own
        self.assertEqual(duty.amount, round(excess, 2))
        fapiao = self._as("accountant", self.fapiao)
        red = fapiao._create_red({fapiao.line_ids: duty.amount}, "Costs less by now")
        self._issue(red)
        self.assertEqual(duty.state, "done")
        self.assertEqual(self.bill.fapiao_covered, self.bill.amount_own)

    def _ask(self, code, **values):
        """A clerk asks, an approver agrees, a field worker turns the valve."""
        application = self._as("archive_clerk", self.env["heating.application"]).create(
            {
                "type_id": self.types[code].id,
                "household_id": self.flat.id,
                "date_from": self._today(),
                **values,
            }
        )
        application.request_validation()
        self._as("approver", application).validate_tier()
        if application.state == "approved":
            seal = "S-1" if code == "stop" else False
            self._as("field_worker", application).action_confirm_field(
                self._today(), seal
            )
        self.assertEqual(application.state, "done", application.pending_text)

    def _costs(self, amount, others):
        """What the flat's bill comes to, and what of it the government is billed."""
        self.env.invalidate_all()
        self.assertEqual(self.bill.amount_total, amount)
        self.assertAlmostEqual(self.bill.amount_own, amount - others)
        moves = self.bill.move_ids
        self.assertEqual(round(sum(moves.mapped("amount_total_signed")), 2), amount)
        if any(self.winter.others):
            theirs = moves.filtered(lambda move: move.partner_id == self.bureau)
            self.assertEqual(
                round(sum(theirs.mapped("amount_total_signed")), 2), others
            )


def _winter_test(winter):
    def test(self):
        with mute_logger("odoo.addons.queue_job.utils"):
            self._live_through(winter)

    test.__doc__ = f"A winter under the rule pack {winter.pack}."
    return test


for each in WINTERS:
    setattr(TestRulePacks, f"test_{each.pack}", _winter_test(each))

"""A winter under each city's rule pack, from the tariff to the red fapiao.

In each city a flat of 100 m² (80 m² inside) and a shop of 60 m² with a ceiling of 3.9 m
are billed. The flat pays, gets its fapiao, is stopped after 30 days, restored after
90, measured anew after 100 and given 10 yuan for a cold night; the shop pays late and
gets a fapiao with 9 % tax. Every figure below was worked out by hand from the city's
rules, and the laws of the books hold after each step.
"""

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.heating_report.audit import broken_laws

from tests.common import bill_season, build_household
from tests.journeys.rule_pack_common import RulePackCase
from tests.journeys.rule_pack_winters import METERED, PARKED, WINTERS, Winter


@tagged("post_install", "-at_install")
class TestRulePacks(RulePackCase):
    def test_there_is_a_winter_for_each_pack(self):
        packs = self.env["heating.tariff"]._get_pack_files()
        known = {winter.pack for winter in WINTERS} | set(PARKED)
        self.assertEqual(known, set(packs))

    def test_what_cannot_be_billed_yet_is_parked_and_nothing_is_booked(self):
        for pack, kind in PARKED.items():
            with self.subTest(pack=pack), self.env.cr.savepoint() as savepoint:
                self._begin(
                    Winter(pack, "2026-11-15", "2027-03-14", {}, None, 0, 0, 0, 0, 0, 0)
                )
                with self._on(self._day(-20)):
                    self._approve_the_tariff()
                    home = build_household(
                        self.env, self.place["units"][0], self._number()
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

    def _spend(self, winter):
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
        self._live_through(winter, steps)

    # === THE STEPS === #

    def _bill(self):
        if any(self.winter.others):
            self._name_the_bureau()
        unit = self.place["units"][0]
        self.flat = build_household(self.env, unit, self._number())
        self.flat.space_ids.inner_area = 80.0
        self.shop = build_household(
            self.env, unit, self._number(), area=60.0, category="business"
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
        self._ask("stop", self.flat)
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
        self._ask("restore", self.flat)
        self._costs(self.winter.after_restore, self.winter.others[2])

    def _measure(self):
        space = self.flat.space_ids
        self._ask(
            "area",
            self.flat,
            space_id=space.id,
            new_built_area=110.0,
            new_inner_area=88.0,
        )
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

    # === WHAT MUST HOLD === #

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
            self._spend(winter)

    test.__doc__ = f"A winter under the rule pack {winter.pack}."
    return test


for each in WINTERS:
    setattr(TestRulePacks, f"test_{each.pack}", _winter_test(each))

"""A winter of a whole street under each city's rule pack: every kind of household.

The street (see `rule_pack_streets`) is billed in one run, pays and gets its fapiao;
then each household changes in its own way, its bill is worked out anew, and fapiao
follow. Every figure was worked out by hand, and the laws of the books hold after each
step. In Tianjin income is deferred, and recognised month by month; in Zhengzhou, where
there are heat meters, the flat whose inner area was unknown has one.
"""

from datetime import date

from odoo.tests import tagged
from odoo.tools import mute_logger

from tests.journeys.rule_pack_street_case import StreetCase
from tests.journeys.rule_pack_streets import STREETS

# In Tianjin, what each month earns of each category, tax apart: what is billed by its
# end × days so far ÷ 121, less what was earned before. Days so far are 16, 47, 78, 106
# and 121. The mixed household counts as resident, that being its larger part.
EARNED = {
    # 2500 + (2000 + 1200 − 99.08) + 400 + 2500 = 8500.92 in November;
    # 2375 + 3100.92 + 400 + 995.86 = 6871.78 in December, once the flat was put right
    # and the one that owes cut off; 2375 + (3099.17 − 49.13) + 400 + 2004.14 = 7829.18
    # from January on: 1124.09, 2669.20, 5046.91, 6858.62 and 7829.18 so far
    "resident": (1124.09, 1545.11, 2377.71, 1811.71, 970.56),
    # 5400 − 445.87 = 4954.13, and 4328.93 − 357.43 = 3971.50 from January on:
    # 655.09, 1924.33, 2560.14, 3479.17 and 3971.50 so far
    "school": (655.09, 1269.24, 635.81, 919.03, 492.33),
    # 1200, and 1290.25 from December on, the government's part included:
    # 158.68, 501.17, 831.73, 1130.30 and 1290.25 so far
    "low_income": (158.68, 342.49, 330.56, 298.57, 159.95),
    # 1500 − 123.85 = 1376.15: 181.97, 534.54, 887.10, 1205.55 and 1376.15 so far
    "business": (181.97, 352.57, 352.56, 318.45, 170.60),
}
MONTHS = (
    date(2026, 11, 1),
    date(2026, 12, 1),
    date(2027, 1, 1),
    date(2027, 2, 1),
    date(2027, 3, 1),
)


@tagged("post_install", "-at_install")
class TestRulePackStreets(StreetCase):
    def test_there_is_a_street_for_each_pack(self):
        packs = self.env["heating.tariff"]._get_pack_files()
        self.assertEqual(set(STREETS), set(packs))

    @mute_logger("odoo.addons.queue_job.utils")
    def test_tianjin(self):
        """A winter of a street in Tianjin, whose income is earned day by day."""
        self.env.company.heating_recognise = "by_days"
        self.months = iter(range(len(MONTHS)))
        # on the first day of each month that follows
        firsts = (16, 47, 78, 106, 137)
        self._spend(STREETS["tianjin"], [(day, self._recognise) for day in firsts])
        earned = sum(sum(months) for months in EARNED.values())
        # 7829.18 + 3971.50 + 1290.25 + 1376.15
        self.assertEqual(round(earned, 2), 14467.08)
        company = self.env.company
        self.assertEqual(self._balance(company.heating_deferred_account_id), 0.0)
        self.assertEqual(self._balance(company.heating_income_account_id), -14467.08)

    def _recognise(self):
        """The accountant books what the month that is over has earned."""
        number = next(self.months)
        recognition = self._as("accountant", self.env["heating.recognition"]).create(
            {"season_id": self.season.id, "month": MONTHS[number]}
        )
        recognition.action_post()
        self.assertEqual(
            {line.category_id.code: line.amount for line in recognition.line_ids},
            {category: months[number] for category, months in EARNED.items()},
        )

    @mute_logger("odoo.addons.queue_job.utils")
    def test_zhengzhou_metered(self):
        """A winter of a street where one flat has a heat meter, the others none."""
        more = [(-30, self._install_the_meter), (125, self._settle_the_meter)]
        self._spend(STREETS["zhengzhou_metered"], more)

    def _install_the_meter(self):
        self.env["heating.meter"].create(
            {
                "number": "M-1",
                "household_id": self.homes["unmeasured"].id,
                "installed_on": self._today(),
                "start_value": 100.0,
            }
        )

    def _settle_the_meter(self):
        """85 m² × 6.84 and 3000 kWh × 0.217, instead of 1938.00 yuan by area."""
        bill = self.bills["unmeasured"]
        self.assertEqual(bill.metering, "advance")
        self._as("field_worker", self.env["heating.meter.reading"]).create(
            {
                "meter_id": self.homes["unmeasured"].meter_ids.id,
                "date": self._today(),
                "value": 3100.0,
            }
        )
        settlement = self._as(
            "accountant", self.env["heating.meter.settlement"]
        ).create({"season_id": self.season.id})
        settlement.action_prepare()
        settlement.action_start()
        settled = settlement.line_ids.filtered(lambda line: line.state == "settled")
        self.assertEqual(settled.household_id, self.homes["unmeasured"])
        self.env.invalidate_all()
        # 581.40 + 651.00
        self.assertEqual(bill.amount_total, 1232.4)
        self.assertEqual(bill.metering, "metered")
        self._settle_fapiao_of("unmeasured")

    def _balance(self, account):
        [(balance,)] = self.env["account.move.line"]._read_group(
            [
                ("account_id", "=", account.id),
                ("heating_season_id", "=", self.season.id),
                ("parent_state", "=", "posted"),
            ],
            [],
            ["balance:sum"],
        )
        return round(balance, 2)


def _street_test(street):
    def test(self):
        with mute_logger("odoo.addons.queue_job.utils"):
            self._spend(street)

    test.__doc__ = f"A winter of a street under the rule pack {street.pack}."
    return test


for each in STREETS.values():
    if not hasattr(TestRulePackStreets, f"test_{each.pack}"):
        setattr(TestRulePackStreets, f"test_{each.pack}", _street_test(each))

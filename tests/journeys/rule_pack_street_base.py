"""A street before anything happens: households, their bills, and who pays them."""

from tests.common import bill_season, build_household
from tests.journeys.rule_pack_common import RulePackCase

# of each space its category, built and inner area, and height
SPACES = {
    "unmeasured": [("resident", 100.0, 0.0, 0.0)],
    "school": [("school", 200.0, 0.0, 0.0)],
    "low_income": [("low_income", 60.0, 48.0, 0.0)],
    "mixed": [("resident", 80.0, 64.0, 0.0), ("business", 40.0, 0.0, 0.0)],
    "tall": [("business", 50.0, 0.0, 6.1)],
    "empty": [("resident", 80.0, 64.0, 0.0)],
    "owing": [("resident", 100.0, 80.0, 0.0)],
}
# who pays as soon as the bills are there
PROMPT = ("unmeasured", "school", "low_income", "mixed", "tall", "empty")


class StreetBase(RulePackCase):
    """Households of every kind, billed, paid and with their fapiao.

    :cvar homes: households by name, as `bills`
    :cvar changes: how often each bill has become another
    :cvar paid: yuan that each household has paid itself
    """

    # === THE FIRST STEPS === #

    def _settle_in(self):
        street = self.winter
        parts = {}
        if street.payer:
            payers = ("household", street.payer)
            parts["low_income"] = dict(zip(payers, street.parts, strict=True))
        self._approve_the_tariff(due=-5, parts=parts)
        self._name_the_bureau()
        self.homes, self.bills, self.paid = {}, {}, {}
        self.changes = dict.fromkeys(street.homes, 0)
        for name in street.homes:
            home = build_household(
                self.env, self.place["units"][0], self._number(), area=0.0
            )
            self.env["heating.space"].create(
                [
                    {
                        "name": category.title(),
                        "household_id": home.id,
                        "category_id": self._category(category).id,
                        "built_area": built,
                        "inner_area": inner,
                        "height": height,
                    }
                    for category, built, inner, height in SPACES[name]
                ]
            )
            self.homes[name] = home

    def _name_the_employer(self):
        """An employer pays for its own people only: the household says which one."""
        if self.winter.payer != "employer":
            return
        self.mill = self._build_payer("Cotton Mill", "91350100M000100Y43")
        self._ask(
            "payer",
            self.homes["low_income"],
            new_payer_id=self.mill.id,
            payer_kind_id=self._payer_kind("employer").id,
        )

    def _bill(self):
        self.run = bill_season(self.env, self.season, self.users, date=self._today())
        self.assertEqual(self.run.state, "done", self.run.line_ids.mapped("reason"))
        self.bills = {name: home.bill_ids for name, home in self.homes.items()}
        for name, bill in self.bills.items():
            if name == "tall" and self._is_negotiated():
                self.assertFalse(bill)
                continue
            self._costs(name)
            for line in bill.line_ids:
                self.assertTrue(line.explanation)

    def _negotiate(self):
        """No price above 6 m: it waits, and is billed once it was measured anew."""
        if not self._is_negotiated():
            return
        shop = self.homes["tall"]
        line = self.run.line_ids.filtered(lambda each: each.household_id == shop)
        self.assertEqual(line.exception_kind, "negotiated")
        self.assertIn("6.1", line.reason)
        self._as("administrator", shop.space_ids).height = 5.9
        self.run.action_retry()
        self._as("approver", self.run).action_approve()
        self.run.action_start()
        self.bills["tall"] = shop.bill_ids
        self._costs("tall")

    def _pay(self):
        """A neighbour brings everybody's money, all on one receipt."""
        self._pay_all(*PROMPT)

    def _get_fapiao(self):
        for name in PROMPT:
            bill = self.bills[name]
            fapiao = self._issue(self._request(bill))
            self.assertEqual(fapiao.amount_total, bill.amount_own, name)
            self.assertEqual(fapiao.amount_tax, self.winter.homes[name].tax[0], name)

    # === HELPERS === #

    def _is_negotiated(self):
        return bool(self.tariff.over_height_limit)

    def _pay_all(self, *names, late_fee=0.0):
        """What households themselves owe is paid; it is what was worked out."""
        total = late_fee
        homes = self.env["heating.household"]
        for name in names:
            amount, others = self._get_costs(name)
            own = amount - others
            total += own - self.paid.get(name, 0.0)
            self.paid[name] = own
            homes |= self.homes[name]
        self._take(homes, round(total, 2))
        for name in names:
            self.assertEqual(self.bills[name].amount_own_residual, 0.0, name)
            self.assertEqual(self.homes[name].amount_due, 0.0, name)

    def _get_costs(self, name):
        """What the household's bill comes to by now, and what of it others pay."""
        home, change = self.winter.homes[name], self.changes[name]
        return home.costs[change], home.others[change] if home.others else 0.0

    def _settle_fapiao_of(self, name):
        """What fapiao cover too much is taken back, what is missing is added.

        Where a shop became a flat it is both: less with tax, and more without.
        """
        bill = self.bills[name]
        duty = self.env["heating.fapiao.duty"].search(
            [("bill_id", "=", bill.id), ("state", "=", "open")]
        )
        room = sum(
            free
            for move, free in bill._get_fapiao_room().items()
            if not move.heating_payer_kind_id
        )
        excess = round(bill.fapiao_covered + room - bill.amount_own, 2)
        self.assertEqual(duty.amount, excess, name)
        if name != "mixed":
            self.assertFalse(duty.amount and room, name)
        if duty:
            self._take_back(duty)
            self.assertEqual(duty.state, "done")
        if room:
            self._issue(self._request(bill))
        self.assertEqual(bill.fapiao_covered, bill.amount_own, name)

    def _take_back(self, duty):
        """The accountant follows the duty, as its button has it."""
        action = self._as("accountant", duty).action_red()
        red = (
            self._as("accountant", self.env["heating.fapiao.red"])
            .with_context(**action["context"])
            .create(
                {
                    "number": f"26372000000{self._next():09d}",
                    "date": self._today(),
                }
            )
        )
        red.action_red()
        self.env.invalidate_all()

    # === WHAT MUST HOLD === #

    def _costs(self, name):
        """The bill is what was worked out, for each who pays a part of it."""
        self.env.invalidate_all()
        bill = self.bills[name]
        amount, others = self._get_costs(name)
        self.assertEqual(bill.amount_total, amount, name)
        self.assertAlmostEqual(bill.amount_own, amount - others, 2, name)
        self.assertEqual(round(sum(bill.part_ids.mapped("amount")), 2), others, name)
        # what was before stays readable
        self.assertEqual(bill.version_count, self.changes[name], name)
        moves = bill.move_ids
        self.assertEqual(round(sum(moves.mapped("amount_total_signed")), 2), amount)

    def _changes(self, name):
        """Something has happened to the household: its bill is another by now."""
        self.changes[name] += 1
        self._costs(name)

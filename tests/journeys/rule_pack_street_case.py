"""What happens to every kind of household in a winter: see `rule_pack_streets`."""

from odoo.exceptions import UserError

from tests.journeys.rule_pack_street_base import StreetBase


class StreetCase(StreetBase):
    """A winter of a street, each household of which changes in its own way."""

    def _spend(self, street, more=()):
        steps = (
            (-40, self._settle_in),
            (-30, self._name_the_employer),
            (-20, self._bill),
            (-20, self._negotiate),
            (-20, self._pay),
            (-20, self._get_fapiao),
            (-10, self._stop_for_the_winter),
            (-3, self._ask_who_is_silent),
            (20, self._put_right),
            (30, self._measure),
            (30, self._cut_off),
            (59, self._pay_before_reconnecting),
            (60, self._stop_late),
            (60, self._make_the_shop_a_flat),
            (60, self._restore),
            (70, self._settle_fapiao),
            (70, self._others_pay),
            *more,
        )
        # of one day in the order given
        self._live_through(street, sorted(steps, key=lambda step: step[0]))

    # === CHANGES === #

    def _stop_for_the_winter(self):
        self._ask("stop", self.homes["empty"], date_from=self.start)
        self._changes("empty")

    def _ask_who_is_silent(self):
        """The last day to pay is over, and one household has said nothing."""
        clerk_season = self._as("archive_clerk", self.season)
        if self.tariff.silent_household != "stopped":
            with self.assertRaisesRegex(UserError, "is silent"):
                clerk_season.action_stop_silent()
            return
        clerk_season.action_stop_silent()
        application = self.env["heating.application"].search(
            [("type_id.code", "=", "silent")]
        )
        self.assertEqual(application.household_id, self.homes["owing"])
        self._carry_out(application)
        self._changes("owing")
        self.assertEqual(self.homes["owing"].amount_due, 0.0)

    def _put_right(self):
        """The deed has come: area and inner area were wrong from the first day on."""
        space = self.homes["unmeasured"].space_ids
        self._as("administrator", space).write({"built_area": 95.0, "inner_area": 85.0})
        self._changes("unmeasured")

    def _measure(self):
        """A balcony is closed, a ceiling is hung: both count from now on."""
        self._ask(
            "area",
            self.homes["low_income"],
            space_id=self.homes["low_income"].space_ids.id,
            new_built_area=66.0,
            new_inner_area=53.0,
        )
        self._changes("low_income")
        if self._is_negotiated():
            self._ask(
                "area",
                self.homes["tall"],
                space_id=self.homes["tall"].space_ids.id,
                new_built_area=50.0,
                new_height=5.5,
            )
            self._changes("tall")

    def _cut_off(self):
        """Who owes is cut off, where the city says what that costs."""
        if self.tariff.silent_household == "stopped":
            return
        home = self.homes["owing"]
        warnings = [{"date": self._day(days), "means": "paper"} for days in (10, 20)]
        draft = self._draft(
            "cut_off", home, warning_ids=[(0, 0, warning) for warning in warnings]
        )
        if len(self.winter.homes["owing"].costs) == 1:
            self.assertIn("no share for the supply state", draft.refusal_text)
            draft.action_cancel()
            self._pay_all("owing", late_fee=self.winter.late_fee)
            return
        draft.request_validation()
        self._carry_out(draft)
        self._changes("owing")
        self.assertEqual(home.supply_state, "cut_off")

    def _stop_late(self):
        self._ask("mid_stop", self.homes["school"], date_to=self._day(89))
        self._changes("school")

    def _make_the_shop_a_flat(self):
        space = self.homes["mixed"].space_ids.filtered(
            lambda each: each.category_id.code == "business"
        )
        self._ask(
            "category",
            self.homes["mixed"],
            space_id=space.id,
            new_category_id=self._category("resident").id,
        )
        self._changes("mixed")

    def _pay_before_reconnecting(self):
        """No late fee runs while the heat is cut off: it is still the 31st day's."""
        if self.homes["owing"].supply_state == "cut_off":
            self._pay_all("owing", late_fee=self.winter.late_fee)

    def _restore(self):
        """The heat is back; the days without it stay charged as they were."""
        home = self.homes["owing"]
        if home.supply_state == "supplied":
            return
        self._ask("reconnect" if home.supply_state == "cut_off" else "restore", home)
        self._changes("owing")
        self.assertEqual(home.supply_state, "supplied")
        self._pay_all("owing")

    def _settle_fapiao(self):
        for name in self.bills:
            self._settle_fapiao_of(name)

    def _others_pay(self):
        """Each payer pays its parts of all bills at once, and gets one fapiao."""
        for code in ("government", "employer"):
            kind = self._payer_kind(code)
            bills = self.env["heating.bill"].search(
                [
                    ("season_id", "=", self.season.id),
                    ("part_ids.kind_id", "=", kind.id),
                ]
            )
            if not bills:
                continue
            parts = bills.part_ids.filtered(
                lambda part, kind=kind: part.kind_id == kind
            )
            amount = round(sum(parts.mapped("amount")), 2)
            moves = bills.move_ids.filtered(
                lambda move, kind=kind: (
                    move.heating_payer_kind_id == kind and move.amount_residual > 0
                )
            )
            self._take(bills.household_id, amount, moves)
            self.assertEqual(sum(parts.mapped("amount_residual")), 0.0)
            fapiao = self._issue(self._request(bills, kind))
            self.assertEqual(fapiao.amount_total, amount)
        for name, bill in self.bills.items():
            self._check_fapiao(name, bill)

    def _check_fapiao(self, name, bill):
        """All is covered, and books and fapiao have the tax worked out by hand."""
        self.assertEqual(round(bill.fapiao_covered, 2), bill.amount_total, name)
        tax = self.winter.homes[name].tax[1]
        in_books = bill.move_ids.mapped("amount_tax_signed")
        self.assertEqual(round(sum(in_books), 2), tax, name)
        lines = self.env["heating.fapiao.line"].search(
            [("bill_id", "=", bill.id), ("state", "in", ("issued", "red"))]
        )
        self.assertEqual(round(sum(lines.mapped("amount_tax")), 2), tax, name)

"""What journeys under a rule pack share: the company, its people, what they do."""

from contextlib import contextmanager
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.heating_report.audit import broken_laws

from tests.common import build_addresses, build_users

# sealed when it is done: these shut the valve
SHUT = ("stop", "mid_stop", "cut_off", "silent")


class RulePackCase(TransactionCase):
    """A company that begins a season under a city's rules.

    :cvar winter: the pack's code (`pack`), `start` and `end` of the season, and what
        its notes ask for: `prices` by category, the share due while `stopped`
    """

    winter = None

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
        cls.cash = cls.env["heating.tender.method"].search(
            [("kind", "=", "cash"), ("company_id", "=", cls.env.company.id)], limit=1
        )
        cls.numbers = iter(range(1, 1000))

    # === THE CALENDAR === #

    def _live_through(self, winter, steps):
        """Take each step on its day; the laws of the books hold after every one.

        :param steps: pairs of days after the first day of heating, and a method
        """
        self._begin(winter)
        for days, step in steps:
            with self._on(self._day(days)):
                step()
            self._check_books(step.__name__)

    def _begin(self, winter):
        self.winter = winter
        self.start = date.fromisoformat(winter.start)

    def _check_books(self, step):
        self.env.invalidate_all()
        self.assertEqual(broken_laws(self.env), {}, step)

    @contextmanager
    def _on(self, day):
        """At ten in the morning of a day in China."""
        with freeze_time(f"{day} 02:00:00"):
            self.env["heating.household"]._refresh_current_values()
            yield
            self.env.flush_all()

    def _day(self, days):
        return self.start + timedelta(days=days)

    def _today(self):
        return self.env.company._heating_today().isoformat()

    # === THE TARIFF === #

    def _approve_the_tariff(self, due=0, parts=None):
        """A draft from the pack, what its notes ask for, then another approves it.

        :param due: the last day to pay, in days after the first day of heating
        :param parts: who else pays how much of a price: code → payer → yuan
        """
        season = self.env["heating.season"].create(
            {"date_start": self.winter.start, "date_end": self.winter.end}
        )
        season.date_due = self._day(due)
        self.season = season
        tariff = self._as(
            "administrator", self.env["heating.tariff"]
        )._create_from_pack(self.winter.pack, season)
        values = {
            "price_ids": [
                Command.create({"category_id": self._category(code).id, "price": price})
                for code, price in self.winter.prices.items()
            ],
            "payer_ids": [
                Command.create(
                    {
                        "category_id": self._category(code).id,
                        "payer_id": self._payer_kind(payer).id,
                        "part": yuan,
                    }
                )
                for code, yuan_by_payer in (parts or {}).items()
                for payer, yuan in yuan_by_payer.items()
            ],
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
        self.tariff = tariff

    def _category(self, code):
        """A price category; one that the product does not bring along is made."""
        category = self.env["heating.category"]
        return category.search([("code", "=", code)]) or self._as(
            "administrator", category
        ).create({"name": code.replace("_", " ").title(), "code": code})

    def _payer_kind(self, code):
        return self.env.ref(f"heating_billing.payer_kind_{code}")

    def _build_payer(self, name, tax_number):
        """An organisation that pays a part of other people's heat."""
        return self.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "vat": tax_number,
                "email": "payer@example.com",
            }
        )

    def _name_the_bureau(self):
        """Who is billed the part that the government pays."""
        self.bureau = self._build_payer("Finance Bureau", "91350100M000100Y43")
        self._as(
            "administrator", self._payer_kind("government")
        ).partner_id = self.bureau

    # === WHO DOES WHAT === #

    def _as(self, role, record):
        return record.with_user(self.users[role])

    def _next(self):
        return next(self.numbers)

    def _number(self):
        return f"T{self._next():06d}"

    def _take(self, households, amount, moves=None):
        """A cashier opens the desk, takes cash, counts it and closes the desk."""
        shift = self._as("cashier", self.env["heating.shift"]).create(
            {"desk_id": self.place["desk"].id, "opening_float": 0.0}
        )
        self._as("cashier", self.env["heating.receipt"]).counter_take(
            {
                "key": f"{households[0].number}-{amount}",
                "household_ids": households.ids,
                "tenders": [{"method_id": self.cash.id, "amount": amount}],
                **({"move_ids": moves.ids} if moves else {}),
            }
        )
        shift.action_close(shift.sudo()._get_expected_cash())
        self.env.invalidate_all()

    def _request(self, bills, kind=None):
        before = self.env["heating.fapiao"].search([])
        self._as("accountant", self.env["heating.fapiao.request"]).create(
            {
                "bill_ids": [Command.set(bills.ids)],
                "payer_kind_id": kind.id if kind else False,
            }
        ).action_request()
        return self.env["heating.fapiao"].search([]) - before

    def _issue(self, fapiao):
        number = f"26372000000{self._next():09d}"
        self._as("accountant", fapiao)._issue(number, self.env.company._heating_today())
        return fapiao.sudo()

    def _ask(self, code, household, **values):
        """A clerk asks, an approver agrees, a field worker turns the valve."""
        application = self._draft(code, household, **values)
        application.request_validation()
        return self._carry_out(application)

    def _draft(self, code, household, **values):
        return self._as("archive_clerk", self.env["heating.application"]).create(
            {
                "type_id": self.types[code].id,
                "household_id": household.id,
                "date_from": self._today(),
                **values,
            }
        )

    def _carry_out(self, application):
        self._as("approver", application).validate_tier()
        if application.state == "approved":
            seal = "S-1" if application.type_id.code in SHUT else False
            self._as("field_worker", application).action_confirm_field(
                self._today(), seal
            )
        self.assertEqual(application.state, "done", application.pending_text)
        return application.sudo()

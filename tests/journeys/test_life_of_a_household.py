"""A household's life: joining, two winters, every business in between, and leaving.

Each step is asked for by a clerk, approved by another, confirmed on site by a third and
paid at a counter; the laws of the books hold after every one of them, and what is owed
is compared with figures worked out here by hand.
"""

from contextlib import contextmanager

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.heating_report.audit import broken_laws

from tests.common import HeatingCase, bill_season, build_tariff

SHARES = {"stopped": 0.3, "late_start": 1.0, "cut_off": 0.0}


@tagged("post_install", "-at_install")
class TestLifeOfAHousehold(HeatingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context={
                **cls.env.context,
                "queue_job__no_delay": True,
                "tz": "Asia/Shanghai",
            }
        )
        cls.types = {
            kind.code: kind for kind in cls.env["heating.application.type"].search([])
        }
        cls.types["join"].write({"fee_kind": "area", "fee_price": 50.0})
        cls.types["restore"].write({"fee_kind": "fixed", "fee_price": 100.0})
        cls.seller, cls.buyer = cls.env["res.partner"].create(
            [{"name": "Seller", "phone": "1380"}, {"name": "Buyer", "phone": "1390"}]
        )

    def test_from_joining_to_leaving(self):
        with mute_logger("odoo.addons.queue_job.utils"):
            for step in (
                self._join,
                self._first_bill,
                self._grow,
                self._stop,
                self._restore,
                self._change_hands,
                self._second_winter,
                self._cut_off,
                self._reconnect,
                self._leave,
            ):
                step()
                self._check_books(step.__name__)

    # === THE STEPS === #

    def _join(self):
        with self._on("2026-09-10"):
            application = self._ask(
                "join",
                household_id=False,
                location_id=self.place["units"][0].id,
                room="1501",
                new_customer_id=self.seller.id,
                new_category_id=self._category().id,
                new_built_area=100.0,
                surveyed_on="2026-09-08",
                date_from="2026-09-10",
            )
            self.home = application.household_id
            self.assertEqual(application.state, "approved")
            self.assertEqual(self.home.state, "joining")
            self.assertIn("5,000.00", application.pending_text)
            self._owes(5000.0)
            self._pay(5000.0)
            self.assertEqual(application.state, "approved")
            self._sign(application.contract_ids)
            self.assertEqual(application.state, "done")
            self.assertEqual(self.home.state, "active")

    def _first_bill(self):
        with self._on("2026-10-10"):
            run = bill_season(self.env, self.season, self.users)
            self.assertEqual(run.billed_count, 1)
            self._owes(2000.0)
            self._pay(1500.0)

    def _grow(self):
        """From 1 December 110 m²: 16 days at 100 m² and 104 at 110 m² of 120 days."""
        with self._on("2026-12-01"):
            self._ask(
                "area",
                space_id=self.home.space_ids.id,
                new_built_area=110.0,
                date_from="2026-12-01",
            )
            # 266.67 + 1,906.67 yuan instead of 2,000, of which 1,500 are paid
            self._owes(673.34)
            bill = self.home.bill_ids
            self.assertEqual(bill.version_count, 1)
            self.assertEqual(bill.version_ids.amount_total, 2000.0)
            self.assertEqual(len(bill.version_ids.line_ids), 1)
            self._pay(673.34)

    def _stop(self):
        """From 10 January 30 %: 64 of the 104 days, so 1,173.33 become 352.00."""
        with self._on("2027-01-10"):
            application = self._ask("stop", date_from="2027-01-10")
            self.assertEqual(application.state, "approved")
            self._confirm(application, "2027-01-10")
            self.assertEqual(application.state, "done")
            # 266.67 + 733.33 + 352.00 instead of 2,173.34: too much was paid
            self._owes(0.0)
            self.assertEqual(self.home.bill_ids.amount_total, 1352.0)
            self.assertEqual(self._prepaid(), 821.34)

    def _restore(self):
        """On 1 February again; the fee of 100 yuan is paid from the prepayment."""
        with self._on("2027-02-01"):
            application = self._ask("restore", date_from="2027-02-01")
            self.assertEqual(self._prepaid(), 721.34)
            self._confirm(application, "2027-02-01")
            # 22 days at 30 %, 82 in full: 266.67 + 1,503.33 + 121.00
            self.assertEqual(self.home.bill_ids.amount_total, 1891.0)
            self._owes(0.0)
            self.assertEqual(self._prepaid(), 182.34)

    def _change_hands(self):
        """On 15 February: 28 days of heat are the buyer's, and so is the prepayment."""
        with self._on("2027-02-15"):
            application = self._ask(
                "transfer",
                date_from="2027-02-15",
                new_customer_id=self.buyer.id,
                debt_handling="split",
                advance_handling="pass",
            )
            self.assertEqual(application.state, "approved")
            former = self.home.contract_id
            self.assertEqual(former.partner_id, self.seller)
            application.action_confirm_old()
            colleague = self.users["archive_clerk"].copy({"login": "test-colleague"})
            application.with_user(colleague).action_confirm_new()
            self.assertEqual(application.state, "done")
            self.assertEqual(former.state, "ended")
            self.assertEqual(application.contract_ids.partner_id, self.buyer)
            bill = self.home.bill_ids
            # 110 m² × 20 yuan × 28 ÷ 120: the stop was in the seller's days, who had
            # paid all of it and gets it back
            self.assertEqual(bill.amount_total, 1891.0)
            self.assertEqual(self._balance(self.seller, "asset_receivable"), 0.0)
            self.assertEqual(
                [
                    (occupancy.partner_id, str(occupancy.date_from))
                    for occupancy in self.home.occupancy_ids.sorted("date_from")
                ],
                [(self.seller, "2026-09-10"), (self.buyer, "2027-02-15")],
            )
            invoices = bill.move_ids.filtered(lambda m: m.partner_id == self.buyer)
            self.assertEqual(sum(invoices.mapped("amount_total_signed")), 513.33)
            # all that was the seller's has passed, and pays the buyer's part
            self._owes(0.0)
            self.assertEqual(self._prepaid(), 182.34)
            # what was before is the seller's: not to be billed to the buyer
            with self.assertRaisesRegex(UserError, "changed hands on 2027-02-15"):
                self._ask(
                    "area",
                    space_id=self.home.space_ids.filtered(lambda s: not s.date_to).id,
                    new_built_area=120.0,
                    date_from="2026-12-10",
                )

    def _second_winter(self):
        with self._on("2027-10-10"):
            self.season_2 = self.env["heating.season"].create(
                {"date_start": "2027-11-15", "date_end": "2028-03-14"}
            )
            build_tariff(
                self.env,
                self.season_2,
                self.users["approver"],
                share_ids=[
                    Command.create({"supply_state": state, "share": share})
                    for state, share in SHARES.items()
                ],
            )
            run = bill_season(self.env, self.season_2, self.users, date="2027-10-10")
            self.assertEqual(run.billed_count, 1)
            # 110 m² × 20 yuan less the prepayment; 2028 has a 29 February
            self._owes(2017.66)

    def _cut_off(self):
        with self._on("2028-01-14"):
            application = self._ask(
                "cut_off",
                date_from="2028-01-14",
                warning_ids=[
                    Command.create({"date": day, "means": "paper"})
                    for day in ("2028-01-02", "2028-01-09")
                ],
            )
            self._confirm(application, "2028-01-14")
            self.assertEqual(self.home.supply_state, "cut_off")
            # 60 of 121 days with heat: 1,090.91 yuan
            self.assertEqual(self._bill(self.season_2).amount_total, 1090.91)
            self._owes(908.57)

    def _reconnect(self):
        with self._on("2028-02-13"):
            self._pay(908.57)
            application = self._ask("reconnect", date_from="2028-02-13")
            self._confirm(application, "2028-02-13", False)
            # 60 + 31 days: 1,090.91 + 563.64 are one line of 91 days, 1,654.55
            self.assertEqual(self._bill(self.season_2).amount_total, 1654.55)
            self._owes(563.64)

    def _leave(self):
        with self._on("2028-04-10"):
            application = self._ask("leave", date_from="2028-04-10")
            self._confirm(application, "2028-04-10")
            self.assertEqual(application.state, "approved")
            self.assertIn("563.64", application.pending_text)
            # rounded up at the counter: what is over is given back
            self._pay(600.0, surplus="advance")
            self.assertEqual(application.state, "done")
            self.assertEqual(self.home.state, "closed")
            self._give_back(36.36)
            self.assertEqual(len(self.home.supply_ids), 5)
            self.assertEqual(len(self.home.bill_ids), 2)

    # === WHO DOES WHAT === #

    @contextmanager
    def _on(self, day):
        """At ten in the morning of a day in China."""
        with freeze_time(f"{day} 02:00:00"):
            self.env["heating.household"]._refresh_current_values()
            self.shift = self.open_shift()
            yield
            self.shift.with_user(self.users["cashier"]).action_close(
                self.shift.sudo()._get_expected_cash()
            )
            self.env.flush_all()

    def _ask(self, code, **vals):
        """A clerk asks, an approver agrees.

        :return: the application, as the clerk sees it
        """
        application = self.as_role(
            "archive_clerk", self.env["heating.application"]
        ).create(
            {
                "type_id": self.types[code].id,
                "household_id": getattr(self, "home", self.env["heating.household"]).id,
                **vals,
            }
        )
        self.env["ir.attachment"].create(
            [
                {
                    "name": f"{paper.code}.png",
                    "raw": b"as it was shown at the counter",
                    "res_model": application._name,
                    "res_id": application.id,
                    "heating_paper_kind_id": paper.id,
                }
                for paper in application.type_id.paper_kind_ids
            ]
        )
        application.request_validation()
        self.as_role("approver", application).validate_tier()
        return application

    def _confirm(self, application, day, seal="S-1"):
        self.as_role("field_worker", application).action_confirm_field(day, seal)

    def _sign(self, contract):
        """The clerk offers the contract, and attaches it as signed on paper."""
        contract = self.as_role("archive_clerk", contract)
        contract.action_send()
        self.env["ir.attachment"].create(
            {
                "name": "contract.pdf",
                "raw": b"signed",
                "res_model": "heating.contract",
                "res_id": contract.id,
                "heating_paper_kind_id": self.env.ref(
                    "heating_customer.paper_kind_contract"
                ).id,
            }
        )
        contract.action_mark_signed()
        self.env.invalidate_all()

    def _give_back(self, amount):
        """Asked for by leaving, approved, handed out by who did not take it."""
        [refund] = self.home.sudo().refund_ids
        self.assertEqual((refund.state, refund.amount), ("requested", amount))
        self.as_role("approver", refund).validate_tier()
        desk = self.env["heating.desk"].create(
            {"name": "Desk 2", "code": "E2", "hall_id": self.place["hall"].id}
        )
        drawer = self.open_shift("head_cashier", desk, 100.0)
        self.as_role("head_cashier", refund).action_pay_out(received_by="Customer")
        self.assertEqual(self._prepaid(), 0.0)
        self.as_role("head_cashier", drawer).action_close(63.64)
        self.assertEqual(drawer.sudo().cash_difference, 0.0)

    def _pay(self, amount, surplus="refuse"):
        receipts = self.as_role("cashier", self.env["heating.receipt"])
        self.paid = getattr(self, "paid", 0) + 1
        receipts.counter_take(
            {
                "key": f"life-of-a-household-{self.paid:03d}",
                "household_ids": self.home.ids,
                "tenders": [{"method_id": self.method("cash").id, "amount": amount}],
                "surplus": surplus,
            }
        )
        self.env.invalidate_all()

    # === WHAT MUST HOLD === #

    def _category(self):
        return self.env["heating.category"].search([("code", "=", "resident")])

    def _bill(self, season):
        return self.home.bill_ids.filtered(lambda bill: bill.season_id == season)

    def _owes(self, amount):
        self.env.invalidate_all()
        self.assertAlmostEqual(self.home.sudo().amount_due, amount, 2)

    def _prepaid(self):
        self.env.invalidate_all()
        return round(self.home.sudo().advance_balance, 2)

    def _balance(self, partner, account_type):
        lines = self.env["account.move.line"].search(
            [
                ("partner_id", "=", partner.id),
                ("account_id.account_type", "=", account_type),
                ("parent_state", "=", "posted"),
            ]
        )
        return round(sum(lines.mapped("balance")), 2)

    def _check_books(self, step):
        self.env.invalidate_all()
        self.assertEqual(broken_laws(self.env), {}, step)

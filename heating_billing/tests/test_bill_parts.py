from datetime import date

from freezegun import freeze_time
from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_parts import SharedBillCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20 04:00:00")
class TestBillParts(SharedBillCommon):
    """One bill that several pay: each has invoices of its own, to the cent."""

    def _get_amounts(self, bill):
        """What each is billed in the ledger: dict of partner → yuan."""
        posted = bill.move_ids.filtered(lambda move: move.state == "posted")
        return {
            partner: round(sum(moves.mapped("amount_total_signed")), 2)
            for partner, moves in posted.grouped("partner_id").items()
        }

    def _bill_shop(self, **vals):
        self._bill_season(**vals)
        return self._get_bill(self.shop)

    def test_each_payer_has_an_invoice(self):
        bill = self._bill_shop()
        self.assertEqual(bill.amount_total, 3000.0)
        self.assertEqual(
            self._get_amounts(bill), {self.customer: 2300.0, self.employer: 700.0}
        )
        self.assertEqual(len(bill.move_ids), 2)
        theirs = bill.move_ids.filtered("heating_payer_kind_id")
        self.assertEqual(theirs.partner_id, self.employer)
        self.assertEqual(theirs.heating_payer_kind_id, self.employer_kind)
        self.assertEqual(theirs.heating_household_id, self.shop)
        part = bill.part_ids
        self.assertEqual((part.amount, part.amount_residual), (700.0, 700.0))
        self.assertEqual(bill.line_ids.part_ids.mapped("amount"), [700.0])
        self.assertEqual((bill.amount_own, bill.amount_own_residual), (2300.0, 2300.0))
        # the household owes its own part, and whoever asks hears of the other
        self.assertEqual(self.shop.amount_due, 2300.0)
        sections = {each["code"]: each for each in self.shop._get_overview_sections()}
        self.assertIn("Cotton Mill", str(sections["others"]))
        self.assertNotIn("700", str(sections["debts"]))
        # a bill without others has one invoice, as ever
        self.assertEqual(len(self._get_bill(self.household).move_ids), 1)
        self.assertNotIn(
            "others",
            [each["code"] for each in self.household._get_overview_sections()],
        )

    def test_each_pays_tax_on_its_own_part(self):
        bill = self._bill_shop()
        for move in bill.move_ids:
            self.assertEqual(
                move.amount_tax, round(move.amount_total - move.amount_total / 1.09, 2)
            )

    def test_without_anybody_named_nothing_is_billed(self):
        self.shop.part_payer_ids.unlink()
        run = self._bill_season()
        line = run.line_ids.filtered(lambda each: each.household_id == self.shop)
        self.assertEqual((line.state, line.exception_kind), ("exception", "payers"))
        self.assertIn("700", line.reason)
        self.assertIn("name the payer on the household", line.reason)
        self.assertFalse(self._get_bill(self.shop))

    def test_the_kind_s_own_payer_serves_all_who_name_nobody(self):
        self.shop.part_payer_ids.unlink()
        bureau = self.env["res.partner"].create({"name": "Bureau"})
        self.employer_kind.partner_id = bureau
        bill = self._bill_shop()
        self.assertEqual(bill.part_ids.partner_id, bureau)

    def test_who_is_named_on_the_bill_s_date_pays(self):
        self.shop.part_payer_ids.date_to = "2026-10-09"
        later = self.env["res.partner"].create({"name": "Later"})
        self.employer_kind.partner_id = self.customer_2
        self.shop.part_payer_ids = [
            Command.create(
                {
                    "kind_id": self.employer_kind.id,
                    "partner_id": later.id,
                    "date_from": "2026-10-11",
                }
            )
        ]
        bill = self._bill_shop(date="2026-10-10")
        self.assertEqual(bill.part_ids.partner_id, self.customer_2)

    def test_a_part_has_one_payer_a_day(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(ExclusionViolation),
            self.env.cr.savepoint(),
        ):
            self.shop.part_payer_ids = [
                Command.create(
                    {
                        "kind_id": self.employer_kind.id,
                        "partner_id": self.customer_2.id,
                        "date_from": "2026-10-11",
                    }
                )
            ]

    def test_more_area_is_billed_to_each_in_its_part(self):
        bill = self._bill_shop()
        self.shop.space_ids.built_area = 110.0
        bill._reassess("Measured again")
        self.assertEqual(
            self._get_amounts(bill), {self.customer: 2530.0, self.employer: 770.0}
        )
        self.shop.space_ids.built_area = 90.0
        bill._reassess("Measured again")
        self.assertEqual(
            self._get_amounts(bill), {self.customer: 2070.0, self.employer: 630.0}
        )
        self.assertEqual(bill.part_ids.amount, 630.0)
        self.assertEqual(bill.part_ids.amount_residual, 630.0)
        # versions keep who paid what of each line
        old = bill.version_ids.line_ids.part_ids
        self.assertEqual(sorted(old.mapped("amount")), [700.0, 770.0])

    def test_an_undone_bill_is_nobody_s_and_can_be_billed_again(self):
        bill = self._bill_shop()
        run = bill.run_id
        other_approver = self._create_user("approver", login="approver-2")
        for name in ("First", "Second"):
            run.with_user(self.accountant).action_request_undo(name)
            run.with_user(other_approver).action_undo()
            self.assertEqual(
                self._get_amounts(bill), {self.customer: 0.0, self.employer: 0.0}
            )
            self.assertEqual(set(bill.move_ids.mapped("amount_residual")), {0.0})
            self.assertFalse(bill.part_ids)
            run = self._bill_season()
            self.assertEqual(
                self._get_amounts(bill), {self.customer: 2300.0, self.employer: 700.0}
            )
            self.assertEqual(bill.part_ids.amount_residual, 700.0)

    def test_a_transfer_leaves_the_others_part_alone(self):
        bill = self._bill_shop()
        former = bill.partner_id
        # 30 of 120 days are still the former customer's
        amount = bill._get_amount_from(date(2026, 12, 15))
        self.assertEqual(amount, 1725.0)
        bill._pass_on(amount, former, self.customer_2, "Sold")
        self.assertEqual(
            self._get_amounts(bill),
            {former: 575.0, self.customer_2: 1725.0, self.employer: 700.0},
        )

    def test_a_fapiao_is_over_one_payer_s_part(self):
        bill = self._bill_shop()
        wizard = self.env["heating.fapiao.request"].with_user(self.accountant)
        own = wizard.create({"bill_ids": [Command.set(bill.ids)]})
        self.assertTrue(own.shared)
        self.assertEqual((own.amount_free, own.unpaid), (2300.0, 2300.0))
        self.assertEqual(own.title_ids.buyer_title, self.customer.name)
        part = wizard.create(
            {
                "bill_ids": [Command.set(bill.ids)],
                "payer_kind_id": self.employer_kind.id,
            }
        )
        self.assertEqual((part.amount_free, part.unpaid), (700.0, 700.0))
        self.assertEqual(part.title_ids.buyer_title, "Cotton Mill")
        part.action_request()
        self.assertEqual(bill.fapiao_covered, 700.0)
        self.assertEqual(own._get_rooms(), wizard.browse(own.id)._get_rooms())
        self.assertEqual(sum(own._get_rooms().values()), 2300.0)

    def test_clients_make_and_change_no_parts(self):
        bill = self._bill_shop()
        chief = self._create_user("administrator", login="chief")
        for user in (self.accountant, chief):
            for model, values in (
                ("heating.bill.payer", {"amount": 1.0}),
                ("heating.bill.line.part", {"amount": 1.0}),
            ):
                records = (
                    bill.part_ids
                    if model == "heating.bill.payer"
                    else bill.line_ids.part_ids
                )
                with self.subTest(user=user.login, model=model):
                    with self.assertRaises(UserError):
                        self.rpc(user, model, "write", records.ids, values)
                    with self.assertRaises(UserError):
                        self.rpc(user, model, "unlink", records.ids)
        with self.assertRaises(AccessError):
            self.rpc(
                self.accountant,
                "account.move",
                "create",
                {
                    "move_type": "out_invoice",
                    "heating_payer_kind_id": self.employer_kind.id,
                },
            )

    def test_an_application_changes_who_pays_a_part(self):
        works = self.env["res.partner"].create({"name": "Steel Works"})
        application = (
            self.env["heating.application"]
            .with_user(self.clerk)
            .create(
                {
                    "type_id": self.env.ref(
                        "heating_customer.application_type_payer"
                    ).id,
                    "household_id": self.shop.id,
                    "payer_kind_id": self.employer_kind.id,
                    "new_payer_id": self.employer.id,
                    "date_from": "2026-11-20",
                }
            )
        )
        with self.assertRaisesRegex(UserError, "Cotton Mill pays the part"):
            application.request_validation()
        application.new_payer_id = works
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        self.assertEqual(application.state, "done", application.pending_text)
        self.assertFalse(self.shop.payer_id)
        payers = self.shop.part_payer_ids.sorted("date_to")
        self.assertEqual(payers.partner_id, self.employer | works)
        self.assertEqual(str(payers[0].date_to or payers[1].date_to), "2026-11-19")
        kinds = self.employer_kind
        self.assertEqual(
            kinds._get_partners_on(self.shop, application.date_from),
            {(self.shop.id, self.employer_kind.id): works},
        )
        labels = dict(application._get_print_rows())
        self.assertIn(self.employer_kind.name, labels.values())

    def test_the_notice_asks_for_the_household_s_part(self):
        bill = self._bill_shop()
        html = str(
            self.env["ir.actions.report"]._render_qweb_html(
                "heating_billing.bill_document", bill.ids
            )[0],
            "utf-8",
        )
        self.assertIn("Cotton Mill", html)
        self.assertIn("Your part", html)
        self.assertIn("2,300.00", html)

    def test_who_pays_a_part_costs_no_query_a_household(self):
        def count(households):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.employer_kind._get_partners_on(
                households, self.env.company._heating_today()
            )
            return self.env.cr.sql_log_count - before

        many = self.household
        for number in range(5):
            many |= self._create_household(f"T9000{number:02d}", self.customer)
        count(many)
        self.assertEqual(count(many), count(self.household))

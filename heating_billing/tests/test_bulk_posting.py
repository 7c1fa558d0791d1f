import re
from unittest.mock import patch

from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.heating_billing.bulk_posting import overrides
from odoo.addons.heating_billing.bulk_posting.prediction import Template
from odoo.addons.heating_billing.models import heating_poster_rows
from odoo.addons.heating_billing.tests.common import HeatingBillingCommon

# ids, which are new each time, and numbers, which are taken in another order; and who
# wrote last, which with Odoo hangs on whose environment happens to flush
NEW = {
    "full_reconcile_id",
    "heating_bill_id",
    "heating_charge_id",
    "id",
    "matching_number",
    "move_id",
    "sequence_number",
    "write_uid",
}


class BulkPostingCommon(HeatingBillingCommon):
    """Thirty-six households of two categories, whose season is billed."""

    COUNT = 36

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.business = cls.env.ref("heating_customer.category_business")
        cls.households = cls.env["heating.household"].union(
            *(cls._create_flat(index) for index in range(cls.COUNT))
        )

    @classmethod
    def _create_tariff(cls, name, **vals):
        """Override: residents are exempt, business is taxed at 9 %."""
        tariff = super()._create_tariff(name, **vals)
        residents, business = tariff.price_ids
        residents.tax_id = cls.env.company.heating_exempt_tax_id
        business.tax_id = cls.env.company.heating_included_tax_id
        return tariff

    @classmethod
    def _create_flat(cls, index, **vals):
        """Each third one is a shop, each fourth one has two spaces."""
        category = cls.business if index % 3 == 0 else cls.category
        areas = [61.37 + index * 1.13]
        if index % 4 == 0:
            areas.append(18.05 + index)
        customer = cls.env["res.partner"].create({"name": f"Customer {index}"})
        return cls._create_household(
            f"77{index:04d}",
            customer,
            space_ids=[
                Command.create(
                    {"name": str(area), "category_id": category.id, "built_area": area}
                )
                for area in areas
            ],
            **vals,
        )

    def setUp(self):
        super().setUp()
        self.written = []
        copy_rows = heating_poster_rows.copy_rows

        def spy(env, table, columns, rows, **kwargs):
            if table == "account_move":
                self.written.extend(rows)
            return copy_rows(env, table, columns, rows, **kwargs)

        self.startPatcher(patch.object(heating_poster_rows, "copy_rows", spy))

    def _bill_quietly(self):
        """Bill the season and return the run, with the notes of its lines."""
        run = self._bill_season()
        self.assertEqual(set(run.line_ids.mapped("state")), {"billed"})
        return run, set(run.line_ids.mapped("posting_note")) - {False}

    # === LEDGERS === #

    def _read_ledger(self, moves):
        """Every stored column of documents and of what they are about, by household.

        :return: list of texts, in an order of their own
        """
        self.env.flush_all()
        texts = []
        relations = self.env["heating.poster"]._get_relations()
        documents = heating_poster_rows.read_documents(self.env, moves.ids, relations)
        for move, lines in documents.values():
            rows = [move, *lines]
            for row in rows:
                for link in ("heating_bill_id", "heating_charge_id"):
                    self.assertEqual(row[link], move[link])
            name = move["name"]
            texts.append(
                "\n".join(
                    repr(
                        sorted(
                            (str(column), str(value).replace(name, "#"))
                            for column, value in row.items()
                            if column not in NEW
                        )
                    )
                    for row in rows
                )
            )
        return sorted(texts)

    def _read_debts(self, moves):
        """What bills, charges and customers say after documents were posted."""
        self.env.flush_all()
        rows = []
        for table, ids in (
            ("heating_bill", moves.heating_bill_id.ids),
            ("heating_charge", moves.heating_charge_id.ids),
        ):
            rows += self.env.execute_query(
                SQL(
                    "SELECT household_id, amount_residual FROM %s "
                    "WHERE id = ANY(%s) ORDER BY 1, 2",
                    SQL.identifier(table),
                    ids,
                )
            )
        rows += self.env.execute_query(
            SQL(
                "SELECT id, customer_rank FROM res_partner WHERE id = ANY(%s) "
                "ORDER BY id",
                moves.partner_id.ids,
            )
        )
        return rows

    def _do_both_ways(self, act):
        """Do the same by rows and by Odoo, and compare what is in the ledger then.

        :param act: does it and returns the documents
        """
        ledgers = []
        for by_rows in (True, False):
            self.env.company.heating_bulk_posting = by_rows
            self.env.flush_all()
            self.written.clear()
            savepoint = self.env.cr.savepoint()
            moves = act()
            self.assertEqual(bool(self.written), by_rows)
            names = sorted(moves.mapped("name"))
            self.assertEqual(len(set(names)), len(moves))
            ledgers.append((names, self._read_ledger(moves), self._read_debts(moves)))
            savepoint.close(rollback=True)
            self.env.invalidate_all()
            moves._get_sequence_cache().clear()
        for by_rows, by_odoo in zip(*ledgers, strict=True):
            self.assertEqual(len(by_rows), len(by_odoo))
            for written, made in zip(by_rows, by_odoo, strict=True):
                self.assertEqual(written, made)


class TestBulkPosting(BulkPostingCommon):
    def test_bills_are_the_same_both_ways(self):
        """Both categories, one space and two, taxed and not, half of it stopped."""
        self.env["heating.supply"].create(
            [
                {
                    "household_id": household.id,
                    "state": "stopped",
                    "date_from": "2026-12-20",
                }
                for household in self.households[7:20]
            ]
        )
        self._do_both_ways(lambda: self._bill_season().line_ids.bill_id.move_ids)

    def test_charges_are_the_same_both_ways(self):
        charges = self.env["heating.charge"].create(
            [
                {
                    "household_id": household.id,
                    "kind": "material",
                    "name": "Valve",
                    "amount": 17.35 + index,
                    "date": "2026-10-12",
                }
                for index, household in enumerate(self.households)
            ]
        )

        def act():
            charges._post_invoices()
            return charges.move_ids

        self._do_both_ways(act)

    def test_credit_notes_are_the_same_both_ways(self):
        """A whole run is undone: each bill is credited, in red."""
        run = self._bill_season()
        bills = run.line_ids.bill_id

        def act():
            bills._undo("Wrong prices")
            return bills.move_ids.filtered(lambda m: m.move_type == "out_refund")

        self._do_both_ways(act)

    def test_discount_lines_below_zero(self):
        """A line that takes something off is booked on the same side, the other way."""
        charges = self.env["heating.charge"].create(
            [
                {
                    "household_id": household.id,
                    "kind": "material",
                    "name": "Valve",
                    "amount": 50.0 + index,
                }
                for index, household in enumerate(self.households)
            ]
        )
        taxes = self.env.company.heating_included_tax_id

        def act():
            vals_list = []
            for index, charge in enumerate(charges):
                vals = charge._prepare_invoice_vals(charge._get_own_kind())
                line = vals["invoice_line_ids"][0][2]
                vals["invoice_line_ids"] = [
                    Command.create(
                        line
                        | {"price_unit": price, "tax_ids": [Command.set(taxes.ids)]}
                    )
                    for price in (50.0 + index, 33.33, round(-7.77 - index / 100, 2))
                ]
                vals_list.append(vals)
            return self.env["heating.poster"]._post(vals_list)

        self._do_both_ways(act)

    def _create_taxed_charges(self, amounts):
        """Charges of a kind that is taxed; the first and the last ones are samples."""
        self.env["heating.charge.price"].search(
            [("kind", "=", "material")]
        ).tax_id = self.env.company.heating_included_tax_id
        return self.env["heating.charge"].create(
            [
                {
                    "household_id": household.id,
                    "kind": "material",
                    "name": "Washer",
                    "amount": amount,
                    "date": "2026-10-12",
                }
                for household, amount in zip(self.households, amounts, strict=False)
            ]
        )

    def test_taxes_of_less_than_a_cent(self):
        """Odoo writes no line for them: not what the others are an example of."""
        amounts = [0.05, *(10.0 + index for index in range(20)), *[0.03] * 15]
        charges = self._create_taxed_charges(amounts)

        def act():
            charges._post_invoices()
            return charges.move_ids

        self._do_both_ways(act)
        taxed = act().filtered("amount_tax")
        self.assertEqual(len(taxed), 20)
        self.assertEqual(
            taxed.mapped(lambda move: len(move.line_ids)),
            [3] * 20,
        )

    def test_taxes_rounded_over_all_lines(self):
        """What a line says of itself may be a cent off what is booked of it."""
        self.env.company.tax_calculation_rounding_method = "round_globally"
        self.test_discount_lines_below_zero()
        self._do_both_ways(lambda: self._bill_season().line_ids.bill_id.move_ids)

    def test_salespersons_and_contacts_of_a_kind(self):
        for household in self.households[3:9]:
            household.customer_id.user_id = self.accountant
        self.households[12].customer_id.type = "other"
        self.env["res.partner"].create(
            {"name": "Porter", "parent_id": self.households[12].customer_id.id}
        )
        self._do_both_ways(lambda: self._bill_season().line_ids.bill_id.move_ids)

    def test_numbers_that_grow_by_a_digit(self):
        """Odoo remembers 99999 and 100000 apart, and the rows go on from the latter."""
        charge = self._create_taxed_charges([10.0])
        charge._post_invoices()
        first = charge.move_ids
        wide = re.sub(r"\d+$", "99997", first.name)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move SET name = %s, sequence_number = 99997 WHERE id = %s",
            [wide, first.id],
        )
        self.env.invalidate_all()
        first._get_sequence_cache().clear()
        # two shapes, whose samples are 99998, 99999, 100000 and 100001
        seasons = [False] * 18 + [self.season.id] * 18
        charges = self.env["heating.charge"].create(
            [
                {
                    "household_id": household.id,
                    "kind": "material",
                    "season_id": season_id,
                    "name": "Washer",
                    "amount": 20.0,
                    "date": "2026-10-12",
                }
                for household, season_id in zip(self.households, seasons, strict=True)
            ]
        )
        charges._post_invoices()
        self.assertTrue(self.written)
        numbers = sorted(charges.move_ids.mapped("sequence_number"))
        self.assertEqual(numbers, list(range(99998, 99998 + len(charges))))
        for move in charges.move_ids:
            self.assertTrue(move.name.endswith(str(move.sequence_number)))

    def test_numbers_have_no_gap(self):
        run, notes = self._bill_quietly()
        moves = run.line_ids.bill_id.move_ids
        self.assertFalse(notes)
        self.assertFalse(run.posting_text)
        self.assertGreater(len(self.written), 25)
        numbers = sorted(moves.mapped("sequence_number"))
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + len(moves))))
        self.assertFalse(any(moves.mapped("made_sequence_gap")))
        # and Odoo goes on from there
        after = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "journal_id": self.env.company.heating_bill_journal_id.id,
                "partner_id": self.customer.id,
                "invoice_date": moves[0].invoice_date,
                "invoice_line_ids": [Command.create({"name": "x", "price_unit": 1.0})],
            }
        )
        after.action_post()
        self.assertEqual(after.sequence_number, numbers[-1] + 1)

    def test_bills_know_what_is_open(self):
        """What the ORM has in its memory is not older than the rows."""
        bills = self._bill_season().line_ids.bill_id
        for bill in bills:
            self.assertEqual(bill.amount_residual, bill.amount_total)
            self.assertEqual(bill.move_ids.amount_total, bill.amount_total)
            self.assertEqual(bill.payment_state, "open")
        self.assertEqual(
            set(self.households.customer_id.mapped("customer_rank")),
            {1},
            "each has one invoice",
        )

    # === LEFT TO ODOO === #

    def _assert_left_to_odoo(self, words):
        """Nobody is written by rows, the run says why, and the bills are right."""
        run, notes = self._bill_quietly()
        self.assertFalse(self.written)
        self.assertTrue(notes)
        for note in notes:
            self.assertIn(words, note)
            self.assertIn(note, run.posting_text)
        bills = run.line_ids.bill_id
        self.assertEqual(
            sum(bills.move_ids.mapped("amount_total")),
            sum(bills.mapped("amount_total")),
        )
        self.assertEqual(set(bills.move_ids.mapped("state")), {"posted"})

    def test_a_rule_that_does_not_hold(self):
        predict = Template.predict_move

        def wrong(template, *args):
            return predict(template, *args) | {"ref": "something else"}

        with patch.object(Template, "predict_move", wrong):
            self._assert_left_to_odoo("account_move.ref")

    def test_a_column_that_nobody_knows(self):
        """Odoo fills a column by a rule of its own: the second document shows it."""
        self.env.cr.execute("ALTER TABLE account_move_line ADD COLUMN x_rule varchar")
        self.env.cr.execute(
            """
            CREATE FUNCTION x_rule() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN NEW.x_rule := 'of ' || NEW.partner_id; RETURN NEW; END $$;
            CREATE TRIGGER x_rule BEFORE INSERT ON account_move_line
               FOR EACH ROW EXECUTE FUNCTION x_rule()
            """
        )
        self._assert_left_to_odoo("account_move_line.x_rule")

    def test_an_addon_that_nobody_has_looked_at(self):
        known = overrides.KNOWN_ADDONS - {"l10n_cn"}
        with patch.object(
            type(self.env["heating.poster"]), "_get_known_addons", lambda _self: known
        ):
            self._assert_left_to_odoo("l10n_cn")

    def test_an_automation_rule(self):
        """Such a rule puts methods of its own on the model's class."""
        model = type(self.env["account.move"])
        with patch.object(model, "create", model.create):
            self._assert_left_to_odoo("account.move.create")

    def test_a_fiscal_position_that_applies_by_itself(self):
        self.env["account.fiscal.position"].create(
            {"name": "Bonded zone", "auto_apply": True}
        )
        self._assert_left_to_odoo("Bonded zone")

    def test_a_fiscal_position_of_the_company_above(self):
        company = self.env.company
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": company.id}
        )
        poster = self.env["heating.poster"]
        self.assertFalse(poster._get_obstacle(branch))
        self.env["account.fiscal.position"].create(
            {"name": "Bonded zone", "auto_apply": True}
        )
        self.assertIn("Bonded zone", poster._get_obstacle(branch))

    def test_an_analytic_distribution_by_customer(self):
        self.env["account.analytic.distribution.model"].create(
            {"partner_id": self.households[5].customer_id.id}
        )
        self._assert_left_to_odoo("depends on the customer")

    def test_what_other_models_have_of_documents(self):
        """A column worked out from documents, a method that documents are made with."""
        known = overrides.KNOWN_ADDONS
        self.assertIn(
            "heating.",
            overrides._find_in_columns(self.env, known - {"heating_billing"}),
        )
        self.assertIn(
            "account.fiscal.position",
            overrides._find_in_methods(self.env, known - {"account"}),
        )
        self.assertFalse(overrides.find_override(self.env, known))

    def test_postgresql_does_not_count(self):
        """Without its counts nothing says that Odoo writes to no other table."""
        self.env.cr.execute("SET LOCAL track_counts = off")
        self._assert_left_to_odoo("PostgreSQL counts 0 documents")

    def test_documents_that_touch_other_tables(self):
        plan = self.env["account.analytic.plan"].create({"name": "Stations"})
        account = self.env["account.analytic.account"].create(
            {"name": "East", "plan_id": plan.id}
        )
        self.station.analytic_account_id = account
        self._assert_left_to_odoo("account_analytic_line")

    def test_off(self):
        self.env.company.heating_bulk_posting = False
        _run, notes = self._bill_quietly()
        self.assertFalse(self.written)
        self.assertFalse(notes)

    def test_customers_who_are_not_like_the_others(self):
        """A firm's contact, and who has goods sent elsewhere, are left to Odoo."""
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        self.households[5].customer_id.parent_id = firm
        self.env["res.partner"].create(
            {
                "name": "Gate",
                "type": "delivery",
                "parent_id": self.households[8].customer_id.id,
            }
        )
        run, notes = self._bill_quietly()
        self.assertFalse(notes)
        self.assertTrue(self.written)
        moves = run.line_ids.bill_id.move_ids.grouped("heating_household_id")
        self.assertEqual(moves[self.households[5]].commercial_partner_id, firm)
        self.assertEqual(moves[self.households[8]].partner_shipping_id.name, "Gate")

    def test_queries_do_not_grow_with_households(self):
        def count(run):
            run.action_rehearse()
            run.with_user(self.approver).action_approve()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            run.action_start()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        branch = self.env["heating.branch"].create({"name": "Other"})
        place = self.env["heating.location"].create(
            {"name": "Other", "kind": "community", "branch_id": branch.id}
        )
        few = count(self._create_run(branch_ids=self.households.branch_id.ids))
        for index in range(1000, 1000 + 4 * self.COUNT):
            self._create_flat(index, location_id=place.id)
        many = count(self._create_run(branch_ids=branch.ids))
        self.assertLessEqual(many, few + 5)

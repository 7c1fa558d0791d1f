import re

from odoo.fields import Command

from .common_bulk_posting import BulkPostingCommon


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

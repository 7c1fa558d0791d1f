from unittest.mock import patch

from odoo.fields import Command
from odoo.tools import SQL

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

from odoo import api, fields, models
from odoo.tools import SQL

from ..opening_ledger import LedgerNumbers, read_arrears, read_payments

ARREARS_BATCH = 200
ARREARS_FIELDS = ("row", "number", "season_label", "owed")
PAYMENT_BATCH = 1000
PAYMENT_FIELDS = (
    "row",
    "number",
    "season_label",
    "receivable",
    "paid",
    "paid_on",
    "method",
)


class HeatingLedgerImport(models.Model):
    _inherit = "heating.ledger.import"

    def _stage_workbook(self, book):
        """Override of `heating_customer` to read arrears and payments too."""
        households = super()._stage_workbook(book)
        numbers = LedgerNumbers(
            households.numbers,
            households.refused_numbers,
            self._get_archived_numbers(),
        )
        today = fields.Date.context_today(self)
        self._stage_arrears(read_arrears(book, numbers, today=today))
        self._stage_payments(read_payments(book, numbers, today=today))
        return households

    def _get_archived_numbers(self):
        """The numbers of all households that the company's archive has."""
        self.env["heating.household"].flush_model(["number", "company_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT number FROM heating_household WHERE company_id = %s",
                self.company_id.id,
            )
        )
        return frozenset(number for (number,) in rows)

    def _stage_arrears(self, arrears):
        """Note what the sheet of arrears says, and set aside what is not booked.

        :param arrears: an `opening_ledger.LedgerArrears`
        """
        households = self._find_households(
            {row.number for row in arrears.importable}, self.company_id
        )
        known = self._find_opening_charges(households.values())
        new = [
            row
            for row in arrears.importable
            if (households.get(row.number), row.season_label) not in known
        ]
        self.write(
            {
                "arrears_row_count": arrears.row_count,
                "arrears_count": len(arrears.importable),
                "arrears_amount": float(arrears.owed),
                "arrears_existing_count": len(arrears.importable) - len(new),
                "arrears_refused_count": len(arrears.of_refused),
                "arrears_refused_amount": float(
                    sum(row.owed for row in arrears.of_refused)
                ),
                "arrears_unknown_count": len(arrears.of_unknown),
                "arrears_unknown_amount": float(
                    sum(row.owed for row in arrears.of_unknown)
                ),
                "arrears_settled_count": len(arrears.settled),
            }
        )
        self._note_left_out(arrears, self._prepare_strangers(arrears, "owed"))
        self._stage_rows("arrears", arrears.sheet, new, ARREARS_FIELDS, ARREARS_BATCH)

    def _stage_payments(self, payments):
        """Note what the sheet of payments says, and set aside what is not on file.

        :param payments: an `opening_ledger.LedgerPayments`
        """
        households = self._find_households(
            {row.number for row in payments.importable}, self.company_id
        )
        known = self._find_payments(households.values())
        new = [
            row
            for row in payments.importable
            if self._get_payment_key(
                households.get(row.number),
                row.season_label,
                row.paid_on,
                row.method,
                row.paid,
            )
            not in known
        ]
        self.write(
            {
                "payment_row_count": payments.row_count,
                "payment_count": len(payments.importable),
                "payment_amount": float(payments.paid),
                "payment_existing_count": len(payments.importable) - len(new),
                "payment_unpaid_count": len(payments.unpaid),
            }
        )
        self._note_left_out(payments, self._prepare_strangers(payments, "paid"))
        self._stage_rows("payment", payments.sheet, new, PAYMENT_FIELDS, PAYMENT_BATCH)

    @api.model
    def _prepare_strangers(self, table, amount_field):
        """Values of lines for rows whose household does not come in.

        :param table: the arrears or the payments, as their reader gives them
        :param amount_field: the field of a row that says how many yuan it is about
        """
        groups = (
            ("refused", "household_refused", table.of_refused),
            ("unknown", "household_unknown", table.of_unknown),
        )
        return [
            {
                "kind": kind,
                "sheet": table.sheet,
                "row": row.row,
                "number": row.number,
                "value": f"{getattr(row, amount_field):.2f}",
                "code": code,
                "facts": {"number": row.number, "season": row.season_label},
            }
            for kind, code, rows in groups
            for row in rows
        ]

    # === WHAT THE BOOKS HAVE ALREADY === #

    def _find_opening_charges(self, household_ids):
        """Opening arrears in the books.

        :return: a set of (id of the household, name of the season)
        """
        self.env["heating.charge"].flush_model(["household_id", "season_id", "kind"])
        return set(
            self.env.execute_query(
                SQL(
                    """
                    SELECT charge.household_id, season.name
                      FROM heating_charge charge
                      JOIN heating_season season ON season.id = charge.season_id
                     WHERE charge.kind = 'opening'
                       AND charge.household_id = ANY(%s)
                    """,
                    list(household_ids),
                )
            )
        )

    def _find_payments(self, household_ids):
        """Payments of earlier seasons on file.

        :return: a set of keys as `_get_payment_key` makes them
        """
        self.env["heating.payment.history"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT history.household_id, season.name, history.paid_on,
                       history.method, history.paid
                  FROM heating_payment_history history
                  JOIN heating_season season ON season.id = history.season_id
                 WHERE history.household_id = ANY(%s)
                """,
                list(household_ids),
            )
        )
        return {self._get_payment_key(*row) for row in rows}

    @api.model
    def _get_payment_key(self, household_id, season_label, paid_on, method, paid):
        """What tells one payment of a household from another."""
        fen = round(float(paid) * 100)
        return (
            household_id,
            season_label,
            fields.Date.to_date(paid_on),
            method or "",
            fen,
        )

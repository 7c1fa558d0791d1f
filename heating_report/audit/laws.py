"""The laws of the books (architecture.md), each as one SQL query that comes back empty.

A query returns one row for each record that breaks its law: an id and the two figures
or facts that disagree. They only read, so that they can run at any time, on a replica
too. ``balance`` is added up, never debit or credit: China books storno.
"""

from odoo.tools import SQL

# Law 1: a bill's total is the sum of its lines …
BILL_IS_ITS_LINES = """
    SELECT bill.id, bill.amount_total, COALESCE(SUM(line.amount), 0)
      FROM heating_bill bill
 LEFT JOIN heating_bill_line line ON line.bill_id = bill.id
  GROUP BY bill.id
    HAVING bill.amount_total <> COALESCE(SUM(line.amount), 0)
"""

# … and what its posted invoices less its credit notes say.
BILL_IS_ITS_INVOICES = """
    SELECT bill.id, bill.amount_total, COALESCE(SUM(move.amount_total_signed), 0)
      FROM heating_bill bill
 LEFT JOIN account_move move
        ON move.heating_bill_id = bill.id AND move.state = 'posted'
       AND move.move_type IN ('out_invoice', 'out_refund')
  GROUP BY bill.id
    HAVING bill.amount_total <> COALESCE(SUM(move.amount_total_signed), 0)
"""

# Law 1: a posted charge is its invoices; a draft one has none.
CHARGE_IS_ITS_INVOICES = """
    SELECT charge.id,
           CASE WHEN charge.state = 'posted' THEN charge.amount ELSE 0 END,
           COALESCE(SUM(move.amount_total_signed), 0)
      FROM heating_charge charge
 LEFT JOIN account_move move
        ON move.heating_charge_id = charge.id AND move.state = 'posted'
       AND move.move_type IN ('out_invoice', 'out_refund')
  GROUP BY charge.id
    HAVING CASE WHEN charge.state = 'posted' THEN charge.amount ELSE 0 END
           <> COALESCE(SUM(move.amount_total_signed), 0)
"""

# Law 1: a document for heat is tied to one bill or one charge, of its own household.
DOCUMENT_IS_TIED = """
    SELECT move.id, move.heating_bill_id, move.heating_charge_id
      FROM account_move move
 LEFT JOIN heating_bill bill ON bill.id = move.heating_bill_id
 LEFT JOIN heating_charge charge ON charge.id = move.heating_charge_id
     WHERE move.heating_household_id IS NOT NULL
       AND (num_nonnulls(move.heating_bill_id, move.heating_charge_id) <> 1
            OR COALESCE(bill.household_id, charge.household_id)
               <> move.heating_household_id)
"""

# Law 2: after a bill run has ended, each active household of its branches that had
# joined has a bill for the season or a line in the run that says why not.
HOUSEHOLD_IS_BILLED_OR_EXCUSED = """
    SELECT household.id, run.id, household.number
      FROM heating_bill_run run
      JOIN heating_household household
        ON household.company_id = run.company_id
       AND household.state = 'active' AND household.active
       AND household.create_date <= run.started_at
     WHERE run.state = 'done'
       AND (NOT EXISTS (SELECT FROM heating_bill_run_heating_branch_rel scope
                         WHERE scope.heating_bill_run_id = run.id)
            OR household.branch_id IN
               (SELECT scope.heating_branch_id
                  FROM heating_bill_run_heating_branch_rel scope
                 WHERE scope.heating_bill_run_id = run.id))
       AND NOT EXISTS (SELECT FROM heating_bill bill
                        WHERE bill.household_id = household.id
                          AND bill.season_id = run.season_id)
       AND NOT EXISTS (SELECT FROM heating_bill_run_line line
                        WHERE line.run_id = run.id
                          AND line.household_id = household.id
                          AND line.reason IS NOT NULL)
"""

# Law 3: a receipt is the sum of its tenders, and of what it paid.
RECEIPT_IS_ITS_TENDERS = """
    SELECT receipt.id, receipt.amount_total, tender.amount, line.amount
      FROM heating_receipt receipt
 LEFT JOIN LATERAL (SELECT COALESCE(SUM(amount), 0) AS amount
                      FROM heating_tender
                     WHERE receipt_id = receipt.id) tender ON TRUE
 LEFT JOIN LATERAL (SELECT COALESCE(SUM(amount), 0) AS amount
                      FROM heating_receipt_line
                     WHERE receipt_id = receipt.id) line ON TRUE
     WHERE receipt.amount_total <> tender.amount
        OR receipt.amount_total <> line.amount
"""

# Law 3: each tender is exactly one posted payment of its amount.
TENDER_IS_ITS_PAYMENT = """
    SELECT tender.id, tender.amount, payment.amount
      FROM heating_tender tender
 LEFT JOIN account_payment payment ON payment.id = tender.payment_id
 LEFT JOIN account_move move ON move.id = payment.move_id
     WHERE payment.id IS NULL
        OR payment.amount <> tender.amount
        OR payment.heating_tender_id <> tender.id
        OR move.state IS DISTINCT FROM 'posted'
"""

# Law 3: a voided tender has its opposite entry, account by account, and only it has.
VOID_IS_OPPOSITE = """
    SELECT tender.id, tender.state, together.account_id, together.balance
      FROM heating_tender tender
      JOIN account_payment payment ON payment.id = tender.payment_id
 LEFT JOIN LATERAL (
           SELECT line.account_id, line.heating_household_id,
                  SUM(line.balance) AS balance
             FROM account_move_line line
            WHERE line.move_id IN (payment.move_id, tender.void_move_id)
              AND line.parent_state = 'posted'
         GROUP BY line.account_id, line.heating_household_id
           HAVING SUM(line.balance) <> 0) together ON TRUE
     WHERE (tender.state = 'voided'
            AND (tender.void_move_id IS NULL OR together.account_id IS NOT NULL))
        OR (tender.state = 'posted' AND tender.void_move_id IS NOT NULL)
"""

# Law 3: a receipt and its tenders are voided together.
VOID_IS_WHOLE = """
    SELECT receipt.id, receipt.state, tender.id
      FROM heating_receipt receipt
      JOIN heating_tender tender ON tender.receipt_id = receipt.id
     WHERE receipt.state <> tender.state
"""

# Law 4: the drawer of a closed shift is its float, cash in and cash given back.
DRAWER_ADDS_UP = """
    SELECT shift.id, shift.expected_cash,
           COALESCE(shift.opening_float, 0) + cash.taken - cash.given_back
      FROM heating_shift shift
 LEFT JOIN LATERAL (
           SELECT COALESCE(SUM(amount) FILTER (WHERE shift_id = shift.id), 0) AS taken,
                  COALESCE(SUM(amount) FILTER (WHERE void_shift_id = shift.id), 0)
                      AS given_back
             FROM heating_tender
            WHERE kind = 'cash'
              AND (shift_id = shift.id OR void_shift_id = shift.id)) cash ON TRUE
     WHERE shift.state <> 'open'
       AND shift.expected_cash
           <> COALESCE(shift.opening_float, 0) + cash.taken - cash.given_back
"""

# Law 5: the numbers of a desk have no gap in a year.
RECEIPT_NUMBERS_WITHOUT_GAPS = """
    SELECT numbered.id, numbered.number, numbered.previous
      FROM (SELECT id, number, desk_id,
                   split_part(number, '-', -1)::int AS serial,
                   LAG(split_part(number, '-', -1)::int) OVER desk AS previous,
                   ROW_NUMBER() OVER desk AS position
              FROM heating_receipt
            WINDOW desk AS (PARTITION BY desk_id, regexp_replace(number, '-[0-9]+$', '')
                            ORDER BY split_part(number, '-', -1)::int)) numbered
     WHERE (numbered.position > 1 AND numbered.serial <> numbered.previous + 1)
"""

# Law 7: what a household owes by its bills and charges is what the ledger says.
RECEIVABLE_IS_THE_STATEMENT = """
    SELECT statement.household_id, statement.owed, ledger.owed
      FROM (SELECT household_id, SUM(owed) AS owed
              FROM (SELECT household_id, amount_residual AS owed FROM heating_bill
                     UNION ALL
                    SELECT household_id, amount_residual FROM heating_charge) document
          GROUP BY household_id) statement
 LEFT JOIN LATERAL (
           SELECT COALESCE(SUM(line.amount_residual), 0) AS owed
             FROM account_move_line line
             JOIN account_account account ON account.id = line.account_id
            WHERE line.heating_household_id = statement.household_id
              AND line.parent_state = 'posted'
              AND account.account_type = 'asset_receivable') ledger ON TRUE
     WHERE COALESCE(statement.owed, 0) <> ledger.owed
"""

# Law 7: receivables of heat, added up line by line, are their open amounts: nothing is
# matched with a line of another household or another account.
BALANCE_IS_THE_RESIDUAL = """
    SELECT line.heating_household_id, line.account_id,
           SUM(line.balance), SUM(line.amount_residual)
      FROM account_move_line line
      JOIN account_account account ON account.id = line.account_id
     WHERE line.heating_household_id IS NOT NULL
       AND line.parent_state = 'posted'
       AND account.reconcile
  GROUP BY line.heating_household_id, line.account_id
    HAVING SUM(line.balance) <> SUM(line.amount_residual)
"""

# Law 7: advances belong to a household, and no household has less than nothing.
ADVANCE_HAS_A_HOUSEHOLD = """
    SELECT line.id, line.heating_household_id, line.balance
      FROM account_move_line line
      JOIN res_company company
        ON company.id = line.company_id
       AND company.heating_advance_account_id = line.account_id
      JOIN account_move move ON move.id = line.move_id
 LEFT JOIN account_payment payment ON payment.id = move.origin_payment_id
     WHERE line.parent_state = 'posted'
       AND line.heating_household_id IS NULL
       AND payment.heating_tender_id IS NOT NULL
     UNION ALL
    SELECT MIN(line.id), line.heating_household_id, SUM(line.balance)
      FROM account_move_line line
      JOIN res_company company
        ON company.id = line.company_id
       AND company.heating_advance_account_id = line.account_id
     WHERE line.parent_state = 'posted'
       AND line.heating_household_id IS NOT NULL
  GROUP BY line.heating_household_id
    HAVING SUM(line.balance) > 0
"""

# Every entry balances, and so does the whole.
ENTRY_BALANCES = """
    SELECT move.id, move.name, SUM(line.balance)
      FROM account_move move
      JOIN account_move_line line ON line.move_id = move.id
     WHERE move.state = 'posted'
  GROUP BY move.id
    HAVING ROUND(SUM(line.balance), 2) <> 0
"""

# An applied advance names a pair of lines of its amount; an undone one its undoing.
APPLICATION_IS_ITS_LINES = """
    SELECT application.id, application.amount, debit.balance, credit.balance
      FROM heating_advance_application application
      JOIN account_move_line debit ON debit.id = application.debit_line_id
      JOIN account_move_line credit ON credit.id = application.credit_line_id
     WHERE debit.balance <> application.amount
        OR credit.balance <> -application.amount
        OR (application.state = 'undone') <> (application.undo_move_id IS NOT NULL)
"""

LAWS = {
    "a bill is the sum of its lines": BILL_IS_ITS_LINES,
    "a bill is its invoices less its credit notes": BILL_IS_ITS_INVOICES,
    "a charge is its invoices": CHARGE_IS_ITS_INVOICES,
    "a document is tied to one bill or charge": DOCUMENT_IS_TIED,
    "a household is billed or excused": HOUSEHOLD_IS_BILLED_OR_EXCUSED,
    "a receipt is its tenders and its lines": RECEIPT_IS_ITS_TENDERS,
    "a tender is one posted payment": TENDER_IS_ITS_PAYMENT,
    "a voided tender has its opposite": VOID_IS_OPPOSITE,
    "a receipt is voided as a whole": VOID_IS_WHOLE,
    "a closed drawer adds up": DRAWER_ADDS_UP,
    "receipt numbers have no gap": RECEIPT_NUMBERS_WITHOUT_GAPS,
    "receivables are the statements": RECEIVABLE_IS_THE_STATEMENT,
    "balances are the open amounts": BALANCE_IS_THE_RESIDUAL,
    "an advance has a household": ADVANCE_HAS_A_HOUSEHOLD,
    "an entry balances": ENTRY_BALANCES,
    "an applied advance is its lines": APPLICATION_IS_ITS_LINES,
}


def broken_laws(env):
    """Run every law.

    :param env: an environment; what it has not written yet is flushed first
    :return: dict of law → rows that break it; empty when the books are in order
    """
    env.flush_all()
    broken = {}
    for name, query in LAWS.items():
        rows = env.execute_query(SQL(query))
        if rows:
            broken[name] = rows
    return broken

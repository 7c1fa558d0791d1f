"""Law 7: the ledger says what the households' statements say."""

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
        OR debit.partner_id IS DISTINCT FROM credit.partner_id
        OR (application.state = 'undone') <> (application.undo_move_id IS NOT NULL)
"""

# Law 7, by customer: what pays a debt is of the same household, customer and account,
# so that each customer's ledger stays right whoever stood at the counter.
MATCHED_WITHIN_A_CUSTOMER = """
    SELECT partial.id, debit.id, credit.id
      FROM account_partial_reconcile partial
      JOIN account_move_line debit ON debit.id = partial.debit_move_id
      JOIN account_move_line credit ON credit.id = partial.credit_move_id
     WHERE (debit.heating_household_id IS NOT NULL
            OR credit.heating_household_id IS NOT NULL)
       AND (debit.heating_household_id IS DISTINCT FROM credit.heating_household_id
            OR debit.partner_id IS DISTINCT FROM credit.partner_id
            OR debit.account_id <> credit.account_id)
"""

# Law 7: a document's line names the customer and the household of the document.
LINE_IS_ITS_DOCUMENT = """
    SELECT line.id, line.partner_id, move.partner_id
      FROM account_move move
      JOIN account_move_line line ON line.move_id = move.id
      JOIN account_account account ON account.id = line.account_id
     WHERE move.heating_household_id IS NOT NULL
       AND account.account_type = 'asset_receivable'
       AND (line.heating_household_id IS DISTINCT FROM move.heating_household_id
            OR line.heating_bill_id IS DISTINCT FROM move.heating_bill_id
            OR line.heating_charge_id IS DISTINCT FROM move.heating_charge_id
            OR line.partner_id IS DISTINCT FROM move.commercial_partner_id)
"""

# Law 7: a line's open amount is what no other line has paid, and it is called paid
# when, and only when, nothing of it is open.
RESIDUAL_IS_WHAT_IS_UNMATCHED = """
    SELECT line.id, line.amount_residual, line.balance, matched.amount
      FROM account_move_line line
      JOIN account_account account ON account.id = line.account_id
CROSS JOIN LATERAL (
           SELECT COALESCE((SELECT SUM(amount) FROM account_partial_reconcile
                             WHERE credit_move_id = line.id), 0)
                - COALESCE((SELECT SUM(amount) FROM account_partial_reconcile
                             WHERE debit_move_id = line.id), 0) AS amount) matched
     WHERE line.heating_household_id IS NOT NULL
       AND line.parent_state = 'posted'
       AND account.reconcile
       AND (line.amount_residual <> line.balance + matched.amount
            OR COALESCE(line.reconciled, FALSE)
               <> (line.amount_residual = 0 AND matched.amount <> 0))
"""

# Law 7: deferred income is what was billed less what months have recognised, by season.
# Where income is deferred, nothing else stands on the account, and each month's entry
# is its proof.
DEFERRED_IS_NOT_YET_RECOGNISED = """
    SELECT company_id, season_id, SUM(ledger), SUM(proof)
      FROM (SELECT line.company_id, line.heating_season_id AS season_id,
                   -line.balance AS ledger,
                   CASE WHEN line.heating_bill_id IS NOT NULL
                         AND line.heating_income_account_id IS NOT NULL
                        THEN -line.balance ELSE 0 END AS proof
              FROM account_move_line line
              JOIN res_company company
                ON company.id = line.company_id
               AND company.heating_deferred_account_id = line.account_id
             WHERE line.parent_state = 'posted'
               AND (company.heating_recognise = 'by_days'
                    OR line.heating_season_id IS NOT NULL)
             UNION ALL
            SELECT recognition.company_id, recognition.season_id, 0, -proof.amount
              FROM heating_recognition_line proof
              JOIN heating_recognition recognition
                ON recognition.id = proof.recognition_id
              JOIN res_company company
                ON company.id = recognition.company_id
               AND company.heating_deferred_account_id = proof.deferred_account_id
             WHERE recognition.state = 'posted') entry
  GROUP BY company_id, season_id
    HAVING SUM(ledger) <> SUM(proof)
"""

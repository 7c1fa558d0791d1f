"""Laws 3 to 5: receipts, tenders, drawers and numbers."""

# Law 3: a receipt is the sum of its tenders, and of what it paid, cash being rounded.
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
        OR receipt.amount_total - COALESCE(receipt.cash_rounding, 0) <> line.amount
        OR (receipt.cash_rounding <> 0
            AND NOT EXISTS (SELECT FROM heating_tender
                             WHERE receipt_id = receipt.id AND kind = 'cash'))
"""

# Law 3: each tender is exactly one posted payment of its amount, in its journal, and
# no payment says that it is a tender's without being it.
TENDER_IS_ITS_PAYMENT = """
    SELECT tender.id, payment.id, tender.amount, payment.amount
      FROM heating_tender tender
 FULL JOIN account_payment payment
        ON payment.id = tender.payment_id AND payment.heating_tender_id = tender.id
 LEFT JOIN account_move move ON move.id = payment.move_id
     WHERE (tender.id IS NOT NULL OR payment.heating_tender_id IS NOT NULL)
       AND (tender.id IS NULL
            OR payment.id IS NULL
            OR payment.amount <> tender.amount
            OR move.state IS DISTINCT FROM 'posted')
"""

# Law 3: what a receipt says it paid, household by household and debt by debt, is what
# its payments say in the ledger; what is over is a prepayment on either side.
RECEIPT_IS_ITS_ENTRIES = """
    SELECT COALESCE(said.receipt_id, booked.receipt_id),
           COALESCE(said.household_id, booked.household_id), said.amount, booked.amount
      FROM (SELECT receipt_id, household_id, bill_id, charge_id, SUM(amount) AS amount
              FROM heating_receipt_line
          GROUP BY receipt_id, household_id, bill_id, charge_id) said
 FULL JOIN (SELECT tender.receipt_id, line.heating_household_id AS household_id,
                   line.heating_bill_id AS bill_id,
                   line.heating_charge_id AS charge_id, -SUM(line.balance) AS amount
              FROM heating_tender tender
              JOIN account_payment payment ON payment.id = tender.payment_id
              JOIN account_move_line line
                ON line.move_id = payment.move_id
               AND line.heating_household_id IS NOT NULL
          GROUP BY tender.receipt_id, line.heating_household_id,
                   line.heating_bill_id, line.heating_charge_id) booked
        ON booked.receipt_id = said.receipt_id
       AND booked.household_id = said.household_id
       AND booked.bill_id IS NOT DISTINCT FROM said.bill_id
       AND booked.charge_id IS NOT DISTINCT FROM said.charge_id
     WHERE said.amount IS DISTINCT FROM booked.amount
"""

# Law 3: what rounding of cash left over stands on no household, in the entry of cash.
ROUNDING_IS_BOOKED = """
    SELECT receipt.id, receipt.cash_rounding, booked.amount
      FROM heating_receipt receipt
 LEFT JOIN LATERAL (
           SELECT COALESCE(-SUM(line.balance), 0) AS amount
             FROM heating_tender tender
             JOIN account_payment payment ON payment.id = tender.payment_id
             JOIN account_move_line line ON line.move_id = payment.move_id
             JOIN account_account account ON account.id = line.account_id
            WHERE tender.receipt_id = receipt.id
              AND split_part(account.account_type, '_', 1)
                  IN ('income', 'expense')) booked ON TRUE
     WHERE COALESCE(receipt.cash_rounding, 0) <> booked.amount
"""

# Law 3: while a receipt stands, each debt that it paid is matched with its payment.
PAID_IS_MATCHED = """
    SELECT tender.id, line.id, line.balance, line.amount_residual
      FROM heating_tender tender
      JOIN account_payment payment ON payment.id = tender.payment_id
      JOIN account_move_line line ON line.move_id = payment.move_id
      JOIN account_account account ON account.id = line.account_id
     WHERE tender.state = 'posted'
       AND account.account_type = 'asset_receivable'
       AND line.balance <> -COALESCE(
           (SELECT SUM(partial.amount)
              FROM account_partial_reconcile partial
              JOIN account_move_line debt ON debt.id = partial.debit_move_id
             WHERE partial.credit_move_id = line.id
               AND debt.heating_household_id = line.heating_household_id
               AND debt.heating_bill_id IS NOT DISTINCT FROM line.heating_bill_id
               AND debt.heating_charge_id
                   IS NOT DISTINCT FROM line.heating_charge_id), 0)
"""

# Law 3: a voided tender has its opposite entry, account by account, and only it has.
VOID_IS_OPPOSITE = """
    SELECT tender.id, tender.state, together.account_id, together.balance
      FROM heating_tender tender
      JOIN account_payment payment ON payment.id = tender.payment_id
 LEFT JOIN LATERAL (
           SELECT line.account_id, line.partner_id, line.heating_household_id,
                  SUM(line.balance) AS balance
             FROM account_move_line line
            WHERE line.move_id IN (payment.move_id, tender.void_move_id)
              AND line.parent_state = 'posted'
         GROUP BY line.account_id, line.partner_id, line.heating_household_id
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

# Law 4: the drawer of a closed shift is its float, cash in, and cash given back for
# voids and refunds.
DRAWER_ADDS_UP = """
    SELECT shift.id, shift.expected_cash,
           COALESCE(shift.opening_float, 0) + cash.taken - cash.given_back
           - refund.given_back - transfer.turned_in
      FROM heating_shift shift
 LEFT JOIN LATERAL (
           SELECT COALESCE(SUM(amount) FILTER (WHERE shift_id = shift.id), 0) AS taken,
                  COALESCE(SUM(amount) FILTER (WHERE void_shift_id = shift.id), 0)
                      AS given_back
             FROM heating_tender
            WHERE kind = 'cash'
              AND (shift_id = shift.id OR void_shift_id = shift.id)) cash ON TRUE
 LEFT JOIN LATERAL (SELECT COALESCE(SUM(amount), 0) AS given_back
                      FROM heating_refund
                     WHERE shift_id = shift.id AND state = 'paid') refund ON TRUE
 LEFT JOIN LATERAL (SELECT COALESCE(SUM(amount), 0) AS turned_in
                      FROM heating_cash_transfer
                     WHERE shift_id = shift.id AND kind = 'turn_in'
                       AND state <> 'refused') transfer ON TRUE
     WHERE shift.state <> 'open'
       AND (shift.expected_cash
            <> COALESCE(shift.opening_float, 0) + cash.taken - cash.given_back
               - refund.given_back - transfer.turned_in
            OR shift.expected_cash < 0)
"""

# Law 5: the numbers of a desk begin with 1 every year and have no gap and no double.
RECEIPT_NUMBERS_WITHOUT_GAPS = """
    SELECT numbered.id, numbered.number, numbered.position
      FROM (SELECT id, number, split_part(number, '-', -1)::int AS serial,
                   ROW_NUMBER() OVER (
                       PARTITION BY company_id, desk_id,
                                    regexp_replace(number, '-[0-9]+$', '')
                       ORDER BY split_part(number, '-', -1)::int, id) AS position
              FROM heating_receipt) numbered
     WHERE numbered.serial <> numbered.position
"""

# Law 4: a drawer's account is what lies in the drawer: of its open shift, and of shifts
# that are closed and not handed over yet.
DRAWER_ACCOUNT_IS_THE_DRAWER = """
    SELECT desk.id, desk.name, ledger.balance, drawer.cash
      FROM heating_desk desk
      JOIN account_journal journal ON journal.id = desk.cash_journal_id
 LEFT JOIN LATERAL (SELECT COALESCE(SUM(balance), 0) AS balance
                      FROM account_move_line
                     WHERE account_id = journal.default_account_id
                       AND parent_state = 'posted') ledger ON TRUE
 LEFT JOIN LATERAL (
           SELECT COALESCE(SUM(
                      COALESCE(shift.opening_float, 0)
                      + (SELECT COALESCE(SUM(amount), 0) FROM heating_tender
                          WHERE kind = 'cash' AND shift_id = shift.id)
                      - (SELECT COALESCE(SUM(amount), 0) FROM heating_tender
                          WHERE kind = 'cash' AND void_shift_id = shift.id)
                      - (SELECT COALESCE(SUM(amount), 0) FROM heating_refund
                          WHERE shift_id = shift.id AND state = 'paid')
                      - (SELECT COALESCE(SUM(amount), 0) FROM heating_cash_transfer
                          WHERE shift_id = shift.id AND kind = 'turn_in'
                            AND state = 'confirmed')), 0) AS cash
             FROM heating_shift shift
            WHERE shift.desk_id = desk.id AND shift.state <> 'confirmed') drawer ON TRUE
     WHERE ledger.balance <> drawer.cash
"""

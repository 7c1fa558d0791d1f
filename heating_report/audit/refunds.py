"""Laws 3, 4 and 7 for what goes out: refunds, their payments and their advances."""

# A refund that was paid out is exactly one posted payment of its amount that did not
# come back, and no payment says that it is a refund's without being it.
REFUND_IS_ITS_PAYMENT = """
    SELECT refund.id, refund.state, payment.id, refund.amount, payment.amount
      FROM heating_refund refund
 FULL JOIN (SELECT * FROM account_payment
             WHERE heating_refund_id IS NOT NULL
               AND heating_return_move_id IS NULL) payment
        ON payment.heating_refund_id = refund.id
 LEFT JOIN account_move move ON move.id = payment.move_id
     WHERE (refund.state = 'paid') IS DISTINCT FROM (payment.id IS NOT NULL)
        OR (payment.id IS NOT NULL
            AND (refund.payment_id IS DISTINCT FROM payment.id
                 OR payment.amount <> refund.amount
                 OR payment.payment_type <> 'outbound'
                 OR move.state IS DISTINCT FROM 'posted'))
"""

# What came back has its opposite entry, account by account.
RETURN_IS_OPPOSITE = """
    SELECT payment.id, line.account_id, SUM(line.balance)
      FROM account_payment payment
      JOIN account_move_line line
        ON line.move_id IN (payment.move_id, payment.heating_return_move_id)
     WHERE payment.heating_return_move_id IS NOT NULL
       AND line.parent_state = 'posted'
  GROUP BY payment.id, line.account_id, line.partner_id, line.heating_household_id
    HAVING SUM(line.balance) <> 0
"""

# What a refund asks for is the sum of the advances that it names.
REFUND_IS_ITS_LINES = """
    SELECT refund.id, refund.amount, named.amount
      FROM heating_refund refund
 LEFT JOIN LATERAL (SELECT COALESCE(SUM(amount), 0) AS amount
                      FROM heating_refund_line
                     WHERE refund_id = refund.id) named ON TRUE
     WHERE refund.state IN ('requested', 'approved', 'paid')
       AND (refund.amount <> named.amount OR refund.amount <= 0)
"""

# Each advance that was paid out is matched with its line of the payment: of the same
# household and customer, of the amount that was approved.
REFUNDED_IS_MATCHED = """
    SELECT line.id, line.amount, debit.balance, matched.amount
      FROM heating_refund_line line
      JOIN heating_refund refund ON refund.id = line.refund_id
      JOIN account_move_line advance ON advance.id = line.advance_line_id
 LEFT JOIN account_move_line debit ON debit.id = line.debit_line_id
 LEFT JOIN account_payment payment ON payment.move_id = debit.move_id
 LEFT JOIN LATERAL (SELECT COALESCE(SUM(amount), 0) AS amount
                      FROM account_partial_reconcile
                     WHERE debit_move_id = debit.id
                       AND credit_move_id = advance.id) matched ON TRUE
     WHERE advance.heating_household_id <> refund.household_id
        OR advance.partner_id <> (SELECT commercial_partner_id FROM res_partner
                                   WHERE id = refund.partner_id)
        OR (refund.state = 'paid'
            AND (debit.balance IS DISTINCT FROM line.amount
                 OR matched.amount <> line.amount
                 OR payment.id IS DISTINCT FROM refund.payment_id))
        OR (refund.state <> 'paid' AND debit.id IS NOT NULL)
"""

# What refunds hold back is still there: it paid nothing and passed to nobody.
HELD_BACK_IS_THERE = """
    SELECT advance.id, -advance.amount_residual, SUM(line.amount)
      FROM heating_refund_line line
      JOIN heating_refund refund ON refund.id = line.refund_id
      JOIN account_move_line advance ON advance.id = line.advance_line_id
     WHERE refund.state IN ('requested', 'approved')
  GROUP BY advance.id
    HAVING SUM(line.amount) > -advance.amount_residual
"""

# Nobody pays out what they asked for, approved or took.
PAID_OUT_BY_ANOTHER = """
    SELECT refund.id, refund.paid_by_id
      FROM heating_refund refund
     WHERE refund.state = 'paid'
       AND (refund.paid_by_id IN (refund.create_uid, refund.requested_by_id)
            OR NOT EXISTS (SELECT FROM tier_review
                            WHERE model = 'heating.refund' AND res_id = refund.id
                              AND status = 'approved')
            OR EXISTS (SELECT FROM tier_review
                        WHERE model = 'heating.refund' AND res_id = refund.id
                          AND done_by = refund.paid_by_id)
            OR EXISTS (SELECT FROM heating_refund_line line
                         JOIN heating_tender tender ON tender.id = line.tender_id
                         JOIN heating_receipt receipt ON receipt.id = tender.receipt_id
                        WHERE line.refund_id = refund.id
                          AND receipt.cashier_id = refund.paid_by_id))
"""

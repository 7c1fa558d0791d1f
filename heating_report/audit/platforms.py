"""Law 6: what Alipay and WeChat Pay have taken and paid back, and what they told us.

What came within the last day may still be on its way into the books.
"""

# An order that was paid is one tender that stands, of one posted payment of its amount;
# no tender names an order that was not, and no receipt of a platform lacks one.
ORDER_IS_ITS_PAYMENT = """
    SELECT tx.id, tender.id, tx.amount, tender.amount, payments.amount
      FROM (SELECT * FROM payment_transaction
             WHERE state = 'done' AND operation <> 'refund'
               AND id IN (SELECT transaction_id
                            FROM heating_household_transaction_rel)) tx
 FULL JOIN (SELECT * FROM heating_tender WHERE transaction_id IS NOT NULL) tender
        ON tender.transaction_id = tx.id
 LEFT JOIN LATERAL (SELECT COUNT(*) AS number, SUM(payment.amount) AS amount,
                           MAX(payment.id) AS payment_id
                      FROM account_payment payment
                      JOIN account_move move ON move.id = payment.move_id
                     WHERE payment.payment_transaction_id = tx.id
                       AND move.state = 'posted') payments ON TRUE
     WHERE tx.id IS NULL
        OR (tender.id IS NULL
            AND tx.last_state_change < NOW() AT TIME ZONE 'UTC' - INTERVAL '1 day')
        OR (tender.id IS NOT NULL
            AND (tender.state <> 'posted'
                 OR tender.amount <> tx.amount
                 OR tender.receipt_id IS DISTINCT FROM tx.heating_receipt_id
                 OR payments.number <> 1
                 OR payments.amount <> tx.amount
                 OR payments.payment_id IS DISTINCT FROM tender.payment_id))
 UNION ALL
    SELECT NULL, receipt.id, NULL, receipt.amount_total, NULL
      FROM heating_receipt receipt
     WHERE receipt.source = 'platform'
       AND NOT EXISTS (SELECT FROM heating_tender
                        WHERE receipt_id = receipt.id AND transaction_id IS NOT NULL)
"""

# What a platform paid back is a refund of that amount, and no more than it had taken.
PAID_BACK_IS_A_REFUND = """
    SELECT refund.id, refund.amount, children.amount
      FROM heating_refund refund
      JOIN LATERAL (SELECT -SUM(amount) FILTER (WHERE state = 'done') AS amount,
                           MAX(last_state_change) AS told
                      FROM payment_transaction
                     WHERE heating_refund_id = refund.id) children
        ON children.amount IS NOT NULL
     WHERE (refund.state = 'paid' AND refund.amount <> children.amount)
        OR children.amount > refund.amount
        OR (refund.state IN ('kept', 'rejected', 'cancelled') AND children.amount > 0)
        OR (refund.state <> 'paid' AND refund.amount = children.amount
            AND children.told < NOW() AT TIME ZONE 'UTC' - INTERVAL '1 day')
 UNION ALL
    SELECT source.id, source.amount, -SUM(child.amount)
      FROM payment_transaction child
      JOIN payment_transaction source ON source.id = child.source_transaction_id
     WHERE child.operation = 'refund' AND child.state NOT IN ('error', 'cancel')
       AND source.heating_receipt_id IS NOT NULL
  GROUP BY source.id, source.amount
    HAVING -SUM(child.amount) > source.amount
"""

# Each message of a platform is followed, or waits for, or has its explanation.
MESSAGE_IS_FOLLOWED = """
    SELECT message.id, message.order_number, message.state, tx.state
      FROM heating_payment_notification message
 LEFT JOIN payment_transaction tx ON tx.id = message.transaction_id
     WHERE (message.state = 'received'
            AND message.create_date
                < NOW() AT TIME ZONE 'UTC' - INTERVAL '1 day')
        OR (message.state = 'followed' AND message.kind = 'payment'
            AND tx.state IS DISTINCT FROM 'done')
        OR (message.state = 'explained' AND message.explained_by_id IS NULL)
"""

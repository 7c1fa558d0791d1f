"""Law 5: fapiao cover no more than there is, and each number stands once."""

# What an invoice says it is covered by is what live lines take of it: those of blue
# fapiao from their request on, less those of red ones that are issued.
COVERED_IS_THE_LIVE_FAPIAO = """
    SELECT move.id, move.heating_covered, live.amount
      FROM account_move move
CROSS JOIN LATERAL (
           SELECT COALESCE(SUM(line.amount), 0) AS amount
             FROM heating_fapiao_line line
             JOIN heating_fapiao fapiao ON fapiao.id = line.fapiao_id
            WHERE line.move_id = move.id
              AND ((fapiao.color = 'blue'
                    AND fapiao.state IN ('requested', 'issued', 'red'))
                   OR (fapiao.color = 'red' AND fapiao.state = 'issued'))) live
     WHERE (move.heating_covered <> 0
            OR EXISTS (SELECT FROM heating_fapiao_line line
                        WHERE line.move_id = move.id))
       AND COALESCE(move.heating_covered, 0) <> live.amount
"""

# … and a bill or charge says the same as its invoices together.
DEBT_IS_COVERED_BY_ITS_INVOICES = """
    SELECT debt.kind, debt.id, debt.covered, invoices.covered
      FROM (SELECT 'bill' AS kind, id, COALESCE(fapiao_covered, 0) AS covered
              FROM heating_bill
             UNION ALL
            SELECT 'charge', id, COALESCE(fapiao_covered, 0)
              FROM heating_charge) debt
 LEFT JOIN (SELECT CASE WHEN heating_bill_id IS NULL THEN 'charge' ELSE 'bill' END
                   AS kind,
                   COALESCE(heating_bill_id, heating_charge_id) AS id,
                   SUM(heating_covered) AS covered
              FROM account_move
             WHERE heating_covered <> 0
          GROUP BY 1, 2) invoices
        ON invoices.kind = debt.kind AND invoices.id = debt.id
     WHERE debt.covered <> COALESCE(invoices.covered, 0)
"""

# No more is covered than a bill or charge, and what of it is each customer's, has
# become after credit notes – or an open duty says exactly how much.
COVERED_WITHIN_THE_DEBT = """
    WITH customer AS (
        SELECT heating_bill_id AS bill_id, heating_charge_id AS charge_id,
               commercial_partner_id,
               SUM(amount_total_signed) AS net,
               COALESCE(SUM(heating_covered), 0) AS covered
          FROM account_move
         WHERE state = 'posted'
           AND move_type IN ('out_invoice', 'out_refund')
           AND num_nonnulls(heating_bill_id, heating_charge_id) = 1
      GROUP BY 1, 2, 3
    ), debt AS (
        SELECT bill_id, charge_id,
               LEAST(SUM(covered),
                     GREATEST(0, SUM(covered) - SUM(net),
                              SUM(GREATEST(0, covered - GREATEST(net, 0))))) AS excess
          FROM customer
      GROUP BY bill_id, charge_id
    )
    SELECT debt.bill_id, debt.charge_id, debt.excess, duty.amount
      FROM debt
 LEFT JOIN heating_fapiao_duty duty
        ON duty.state = 'open'
       AND (duty.bill_id = debt.bill_id OR duty.charge_id = debt.charge_id)
     WHERE debt.excess <> COALESCE(duty.amount, 0)
"""

# A fapiao is the sum of its lines, tax included.
FAPIAO_IS_ITS_LINES = """
    SELECT fapiao.id, fapiao.amount_total, SUM(line.amount),
           fapiao.amount_tax, SUM(line.amount_tax)
      FROM heating_fapiao fapiao
 LEFT JOIN heating_fapiao_line line ON line.fapiao_id = fapiao.id
  GROUP BY fapiao.id
    HAVING fapiao.amount_total IS DISTINCT FROM COALESCE(SUM(line.amount), 0)
        OR fapiao.amount_tax IS DISTINCT FROM COALESCE(SUM(line.amount_tax), 0)
"""

# A number of 20 digits stands on one fapiao, whatever became of the unique index.
FAPIAO_NUMBERED_ONCE = """
    SELECT MIN(id), number, COUNT(*)
      FROM heating_fapiao
     WHERE number IS NOT NULL
  GROUP BY number
    HAVING COUNT(*) > 1 OR number !~ '^[0-9]{20}$'
"""

# What a blue line says is taken back is what red lines take, of the same invoice; and
# a fapiao is called reversed when, and only when, issued red ones have taken all of it.
RED_REVERSES_BLUE = """
    SELECT line.id, line.amount_reversed, red.amount
      FROM heating_fapiao_line line
CROSS JOIN LATERAL (
           SELECT COALESCE(-SUM(each.amount), 0) AS amount,
                  COALESCE(BOOL_AND(each.move_id = line.move_id
                                    AND fapiao.origin_id = line.fapiao_id), TRUE) AS own
             FROM heating_fapiao_line each
             JOIN heating_fapiao fapiao ON fapiao.id = each.fapiao_id
            WHERE each.origin_line_id = line.id
              AND fapiao.state IN ('requested', 'issued')) red
     WHERE line.amount_reversed <> red.amount OR NOT red.own
     UNION ALL
    SELECT blue.id, blue.amount_red, COALESCE(-SUM(red.amount_total), 0)
      FROM heating_fapiao blue
 LEFT JOIN heating_fapiao red ON red.origin_id = blue.id AND red.state = 'issued'
     WHERE blue.color = 'blue'
  GROUP BY blue.id
    HAVING COALESCE(blue.amount_red, 0) <> COALESCE(-SUM(red.amount_total), 0)
        OR (blue.state = 'red')
           <> (blue.amount_total > 0
               AND COALESCE(-SUM(red.amount_total), 0) = blue.amount_total)
"""

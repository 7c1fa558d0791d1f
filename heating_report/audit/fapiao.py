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

# No more is covered than a bill or charge, and what of it is each payer's, has become
# after credit notes: at each tax rate, and of all rates together – or an open duty says
# exactly how much. What is covered is read from the live lines, which know their rate.
COVERED_WITHIN_THE_DEBT = """
    WITH covered AS (
        SELECT line.move_id, COALESCE(line.tax_rate, 0) AS rate,
               SUM(line.amount) AS amount
          FROM heating_fapiao_line line
          JOIN heating_fapiao fapiao ON fapiao.id = line.fapiao_id
         WHERE (fapiao.color = 'blue'
                AND fapiao.state IN ('requested', 'issued', 'red'))
            OR (fapiao.color = 'red' AND fapiao.state = 'issued')
      GROUP BY 1, 2
    ), document AS (
        SELECT move.id, move.heating_bill_id AS bill_id,
               move.heating_charge_id AS charge_id, move.commercial_partner_id,
               move.heating_payer_kind_id,
               CASE move.move_type WHEN 'out_refund' THEN -1 ELSE 1 END AS sign
          FROM account_move move
         WHERE move.state = 'posted'
           AND move.move_type IN ('out_invoice', 'out_refund')
           AND (move.heating_bill_id IN (
                    SELECT heating_bill_id FROM account_move WHERE heating_covered <> 0)
                OR move.heating_charge_id IN (
                    SELECT heating_charge_id
                      FROM account_move WHERE heating_covered <> 0))
    ), part AS (
        SELECT line.move_id, COALESCE(tax.rate, 0) AS rate,
               document.sign * line.price_total AS net, 0 AS covered
          FROM document
          JOIN account_move_line line ON line.move_id = document.id
     LEFT JOIN LATERAL (
               SELECT ROUND(SUM(tax.amount), 2) AS rate
                 FROM account_move_line_account_tax_rel link
                 JOIN account_tax tax ON tax.id = link.account_tax_id
                WHERE link.account_move_line_id = line.id
                  AND tax.amount_type = 'percent') tax ON TRUE
         WHERE line.display_type = 'product'
         UNION ALL
        SELECT move_id, rate, 0, amount FROM covered
    ), payer AS (
        SELECT bill_id, charge_id, commercial_partner_id, heating_payer_kind_id,
               rate, SUM(net) AS net, SUM(covered) AS covered
          FROM part
          JOIN document ON document.id = part.move_id
      GROUP BY GROUPING SETS (
               (bill_id, charge_id, commercial_partner_id, heating_payer_kind_id, rate),
               (bill_id, charge_id, commercial_partner_id, heating_payer_kind_id))
    ), excess AS (
        SELECT bill_id, charge_id, rate,
               LEAST(SUM(covered),
                     GREATEST(0, SUM(covered) - SUM(net),
                              SUM(GREATEST(0, covered - GREATEST(net, 0))))) AS amount
          FROM payer
      GROUP BY bill_id, charge_id, rate
    ), debt AS (
        SELECT bill_id, charge_id,
               GREATEST(SUM(amount) FILTER (WHERE rate IS NOT NULL),
                        SUM(amount) FILTER (WHERE rate IS NULL)) AS excess
          FROM excess
      GROUP BY bill_id, charge_id
    ), duty AS (
        SELECT bill_id, charge_id, amount FROM heating_fapiao_duty WHERE state = 'open'
    )
    SELECT COALESCE(debt.bill_id, duty.bill_id),
           COALESCE(debt.charge_id, duty.charge_id), debt.excess, duty.amount
      FROM debt
 FULL JOIN duty
        ON COALESCE(duty.bill_id, 0) = COALESCE(debt.bill_id, 0)
       AND COALESCE(duty.charge_id, 0) = COALESCE(debt.charge_id, 0)
     WHERE COALESCE(debt.excess, 0) <> COALESCE(duty.amount, 0)
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

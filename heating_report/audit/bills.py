"""Laws 1 and 2: bills, charges and their documents; nobody is forgotten."""

# Law 1: a bill's total is the sum of its lines …
BILL_IS_ITS_LINES = """
    SELECT bill.id, bill.amount_total, COALESCE(SUM(line.amount), 0)
      FROM heating_bill bill
 LEFT JOIN heating_bill_line line
        ON line.bill_id = bill.id AND line.version_id IS NULL
  GROUP BY bill.id
    HAVING bill.amount_total <> COALESCE(SUM(line.amount), 0)
"""

# … and what its posted invoices less its credit notes say, early-bird discounts apart.
BILL_IS_ITS_INVOICES = """
    SELECT bill.id, bill.amount_total, COALESCE(SUM(move.amount_total_signed), 0)
      FROM heating_bill bill
 LEFT JOIN account_move move
        ON move.heating_bill_id = bill.id AND move.state = 'posted'
       AND move.move_type IN ('out_invoice', 'out_refund')
       AND move.heating_discount_id IS NULL
  GROUP BY bill.id
    HAVING bill.amount_total <> COALESCE(SUM(move.amount_total_signed), 0)
"""

# Law 1: a discount is tied to one bill, whose own documents and figures say the same.
DISCOUNT_IS_ITS_DOCUMENTS = """
    SELECT discount.id, discount.amount, -COALESCE(SUM(move.amount_total_signed), 0)
      FROM heating_discount discount
      JOIN heating_bill bill ON bill.id = discount.bill_id
 LEFT JOIN account_move move
        ON move.heating_discount_id = discount.id AND move.state = 'posted'
  GROUP BY discount.id, bill.id
    HAVING discount.amount <> -COALESCE(SUM(move.amount_total_signed), 0)
        OR (discount.state = 'undone' AND discount.amount <> 0)
        OR (discount.state = 'granted'
            AND discount.amount <> COALESCE(bill.amount_discounted, 0))
        OR BOOL_OR(move.heating_bill_id IS DISTINCT FROM discount.bill_id
                   AND move.id IS NOT NULL)
 UNION ALL
    SELECT bill.id, bill.amount_discounted, NULL
      FROM heating_bill bill
     WHERE COALESCE(bill.amount_discounted, 0) <> 0
       AND NOT EXISTS (SELECT FROM heating_discount discount
                        WHERE discount.bill_id = bill.id
                          AND discount.state = 'granted')
"""

# Law 1: what another pays of a bill is its parts of the lines …
PART_IS_ITS_LINES = """
    SELECT COALESCE(part.bill_id, of_lines.bill_id), part.amount, of_lines.amount
      FROM heating_bill_payer part
 FULL JOIN (SELECT line.bill_id, line_part.kind_id, SUM(line_part.amount) AS amount
              FROM heating_bill_line_part line_part
              JOIN heating_bill_line line ON line.id = line_part.line_id
             WHERE line.version_id IS NULL
          GROUP BY line.bill_id, line_part.kind_id) of_lines
        ON of_lines.bill_id = part.bill_id AND of_lines.kind_id = part.kind_id
     WHERE COALESCE(part.amount, 0) <> COALESCE(of_lines.amount, 0)
"""

# … and documents of its own, in that payer's name and nobody else's.
PART_IS_ITS_INVOICES = """
    SELECT COALESCE(part.bill_id, documents.bill_id), part.amount, documents.amount
      FROM heating_bill_payer part
 FULL JOIN (SELECT move.heating_bill_id AS bill_id, move.heating_payer_kind_id AS kind,
                   move.partner_id, SUM(move.amount_total_signed) AS amount
              FROM account_move move
             WHERE move.heating_bill_id IS NOT NULL
               AND move.heating_payer_kind_id IS NOT NULL
               AND move.state = 'posted'
               AND move.move_type IN ('out_invoice', 'out_refund')
          GROUP BY move.heating_bill_id, move.heating_payer_kind_id,
                   move.partner_id) documents
        ON documents.bill_id = part.bill_id
       AND documents.kind = part.kind_id
       AND documents.partner_id = part.partner_id
     WHERE COALESCE(part.amount, 0) <> COALESCE(documents.amount, 0)
"""

# Law 1: a posted charge, less what was waived, is its invoices; a draft one has none.
CHARGE_IS_ITS_INVOICES = """
    SELECT charge.id,
           CASE WHEN charge.state = 'posted'
                THEN charge.amount - COALESCE(charge.amount_waived, 0) ELSE 0 END,
           COALESCE(SUM(move.amount_total_signed), 0)
      FROM heating_charge charge
 LEFT JOIN account_move move
        ON move.heating_charge_id = charge.id AND move.state = 'posted'
       AND move.move_type IN ('out_invoice', 'out_refund')
  GROUP BY charge.id
    HAVING CASE WHEN charge.state = 'posted'
                THEN charge.amount - COALESCE(charge.amount_waived, 0) ELSE 0 END
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

# Law 1: what has been waived of a charge is the sum of its approved waivers.
WAIVED_IS_APPROVED = """
    SELECT charge.id, charge.amount_waived, COALESCE(SUM(waiver.amount), 0)
      FROM heating_charge charge
 LEFT JOIN heating_charge_waiver waiver
        ON waiver.charge_id = charge.id AND waiver.state = 'approved'
  GROUP BY charge.id
    HAVING COALESCE(charge.amount_waived, 0) <> COALESCE(SUM(waiver.amount), 0)
"""

# Law 1: a late fee that was charged comes from one debt of its household, was caused
# by one payment, and is credited when that payment is undone.
LATE_FEE_HAS_ITS_CAUSE = """
    SELECT charge.id, charge.state, charge.amount
      FROM heating_charge charge
 LEFT JOIN heating_bill bill ON bill.id = charge.origin_bill_id
 LEFT JOIN heating_charge origin ON origin.id = charge.origin_charge_id
 LEFT JOIN heating_receipt receipt ON receipt.id = charge.caused_by_receipt_id
 LEFT JOIN heating_advance_application application
        ON application.id = charge.caused_by_advance_id
     WHERE num_nonnulls(charge.origin_bill_id, charge.origin_charge_id) = 1
       AND (COALESCE(bill.household_id, origin.household_id) <> charge.household_id
            OR num_nonnulls(receipt.id, application.id) <> 1
            OR (charge.state = 'posted')
               <> COALESCE(receipt.state = 'posted', application.state = 'applied'))
"""

# Law 1: a bill is reduced by what was approved for its household and season, and by
# nothing else.
REDUCTION_IS_APPROVED = """
    SELECT bill.id, reduction.id, NULL
      FROM heating_reduction reduction
      JOIN heating_bill bill
        ON bill.household_id = reduction.household_id
       AND bill.season_id = reduction.season_id
       AND bill.undone_on IS NULL
     WHERE reduction.state = 'approved' AND reduction.withdraws_id IS NULL
       AND NOT EXISTS (SELECT FROM heating_bill_line line
                        WHERE line.bill_id = bill.id AND line.version_id IS NULL
                          AND line.reduction_id = reduction.id)
     UNION ALL
    SELECT line.bill_id, line.reduction_id, line.id
      FROM heating_bill_line line
      JOIN heating_bill bill ON bill.id = line.bill_id
 LEFT JOIN heating_reduction reduction ON reduction.id = line.reduction_id
     WHERE line.kind = 'reduction' AND line.version_id IS NULL
       AND (reduction.id IS NULL OR reduction.state <> 'approved'
            OR reduction.withdraws_id IS NOT NULL
            OR reduction.household_id <> bill.household_id
            OR reduction.season_id <> bill.season_id)
"""

# Law 2: after a bill run has ended, each active household of its branches that had
# joined, and each that left after the season's first day, has a bill for the season or
# a line in the run that says why not.
HOUSEHOLD_IS_BILLED_OR_EXCUSED = """
    SELECT household.id, run.id, household.number
      FROM heating_bill_run run
      JOIN heating_season season ON season.id = run.season_id
      JOIN heating_household household
        ON household.company_id = run.company_id
       AND (household.state = 'active' AND household.active
            OR household.state = 'closed' AND household.left_on > season.date_start)
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
                          AND bill.season_id = run.season_id
                          AND bill.undone_on IS NULL)
       AND NOT EXISTS (SELECT FROM heating_bill_run_line line
                        WHERE line.run_id = run.id
                          AND line.household_id = household.id
                          AND line.reason IS NOT NULL)
"""

# Law 2: one bill for a household and season, whatever became of the unique index.
BILLED_ONCE = """
    SELECT household_id, season_id, COUNT(*)
      FROM heating_bill
  GROUP BY household_id, season_id
    HAVING COUNT(*) > 1
"""

# Law 2: nobody is hidden: only who has left the network is archived.
NOBODY_IS_HIDDEN = """
    SELECT id, number, state
      FROM heating_household
     WHERE NOT active AND state <> 'closed'
"""

# Law 2: the area billed is the area on file, on each day: a space's lines have its
# area and category and as many days as the space has in the season, and no space is
# left out. A bill that was undone bills nothing.
AREA_BILLED_IS_ON_FILE = """
    SELECT bill.id, space.id, line.id, line.area, space.built_area
      FROM heating_bill bill
      JOIN heating_season season ON season.id = bill.season_id
      JOIN heating_space space
        ON space.household_id = bill.household_id AND space.active
 LEFT JOIN heating_bill_line line
        ON line.bill_id = bill.id AND line.space_id = space.id
       AND line.version_id IS NULL AND line.kind IN ('heat', 'basic')
 LEFT JOIN LATERAL (SELECT SUM(each.days) AS days
                      FROM heating_bill_line each
                     WHERE each.bill_id = bill.id AND each.space_id = space.id
                       AND each.version_id IS NULL
                       AND each.kind IN ('heat', 'basic')) billed ON TRUE
CROSS JOIN LATERAL (
           -- with the days that were added, where the bill charges them
           SELECT COALESCE((bill.facts#>>'{season,start}')::date, season.date_start)
                  AS first,
                  COALESCE((bill.facts#>>'{season,end}')::date, season.date_end)
                  AS last) heated
CROSS JOIN LATERAL (
           SELECT GREATEST(0, LEAST(COALESCE(space.date_to, heated.last), heated.last)
                              - GREATEST(COALESCE(space.date_from, heated.first),
                                         heated.first) + 1) AS days) on_file
     WHERE bill.undone_on IS NULL
       AND (COALESCE(billed.days, 0) <> on_file.days
            OR line.category_id <> space.category_id
            OR (line.basis = 'built' AND line.area <> space.built_area)
            OR (line.basis = 'inner' AND space.inner_area > 0
                AND line.area <> space.inner_area))
     UNION ALL
    SELECT bill.id, line.space_id, line.id, line.area, NULL
      FROM heating_bill bill
      JOIN heating_bill_line line ON line.bill_id = bill.id
      JOIN heating_space space ON space.id = line.space_id
     WHERE line.version_id IS NULL
       AND (space.household_id <> bill.household_id OR NOT space.active)
"""

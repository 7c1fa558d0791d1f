"""What receipts add up to without the voided ones, for all of them in one go."""


def migrate(cr, version):
    if not version:
        return
    cr.execute(
        "ALTER TABLE heating_receipt ADD COLUMN IF NOT EXISTS amount_standing numeric"
    )
    cr.execute(
        """
        UPDATE heating_receipt
           SET amount_standing = CASE WHEN state = 'posted' THEN amount_total
                                      ELSE 0 END
         WHERE amount_standing IS NULL
        """
    )

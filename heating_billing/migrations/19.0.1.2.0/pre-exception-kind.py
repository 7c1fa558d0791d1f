def migrate(cr, version):
    """Exceptions of earlier runs get a kind, which PostgreSQL asks for from now on."""
    if not version:
        return
    cr.execute(
        "ALTER TABLE heating_bill_run_line "
        "ADD COLUMN IF NOT EXISTS exception_kind VARCHAR"
    )
    cr.execute(
        """
        UPDATE heating_bill_run_line
           SET exception_kind = 'other'
         WHERE state IN ('exception', 'failed') AND exception_kind IS NULL
        """
    )

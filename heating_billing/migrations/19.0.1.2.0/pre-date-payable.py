"""By when bills are to be paid: as their invoices say, since no plan exists yet."""


def migrate(cr, version):
    if not version:
        return
    # filled here in one go, instead of bill by bill when the field is first met
    cr.execute("ALTER TABLE heating_bill ADD COLUMN IF NOT EXISTS date_payable date")
    cr.execute(
        "UPDATE heating_bill SET date_payable = date_due WHERE date_payable IS NULL"
    )

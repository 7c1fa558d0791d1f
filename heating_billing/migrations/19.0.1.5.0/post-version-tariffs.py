def migrate(cr, version):
    """Earlier versions of bills name the tariff and day that their bill has now.

    Of a bill that was undone and billed again with another tariff before this, the
    first tariff is not on file any more; all others have the one they were made with.
    """
    if not version:
        return
    cr.execute(
        """
        UPDATE heating_bill_version earlier
           SET tariff_id = bill.tariff_id, date = bill.date
          FROM heating_bill bill
         WHERE bill.id = earlier.bill_id AND earlier.tariff_id IS NULL
        """
    )

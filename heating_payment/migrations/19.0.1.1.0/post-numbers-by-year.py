from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Let each desk's receipt numbers begin at 1 in each year.

    They ran on over New Year. A year that has numbers already goes on after its
    highest one, so that none is given twice.
    """
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    cr.execute(
        """
        SELECT desk.sequence_id, split_part(receipt.number, '-', -2)::int AS year,
               MAX(split_part(receipt.number, '-', -1)::int)
          FROM heating_receipt receipt
          JOIN heating_desk desk ON desk.id = receipt.desk_id
          JOIN ir_sequence sequence ON sequence.id = desk.sequence_id
         WHERE sequence.use_date_range IS NOT TRUE
      GROUP BY desk.sequence_id, year
        """
    )
    env["ir.sequence.date_range"].create(
        [
            {
                "sequence_id": sequence_id,
                "date_from": f"{year}-01-01",
                "date_to": f"{year}-12-31",
                # what the form shows; left to its default it would set 1
                "number_next_actual": highest + 1,
            }
            for sequence_id, year, highest in cr.fetchall()
        ]
    )
    for desk in env["heating.desk"].search([("sequence_id", "!=", False)]):
        if not desk.sequence_id.use_date_range:
            desk.sequence_id.write(
                {"use_date_range": True, "prefix": desk._get_number_prefix()}
            )

"""What a part payment pays first is said by each tariff, no longer by the company."""

from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Let the tariffs of a company say what the company said."""
    if not column_exists(cr, "res_company", "heating_late_fee_first"):
        return
    if column_exists(cr, "heating_tariff", "late_fee_first"):
        cr.execute(
            """
            UPDATE heating_tariff
               SET late_fee_first = CASE
                       WHEN company.heating_late_fee_first THEN 'late_fee'
                       ELSE 'principal' END
              FROM res_company AS company
             WHERE company.id = heating_tariff.company_id
            """
        )
    cr.execute("ALTER TABLE res_company DROP COLUMN heating_late_fee_first")

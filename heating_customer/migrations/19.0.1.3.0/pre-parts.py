from odoo.tools import SQL
from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Keep the area without heat, which no household has a part of until now.

    Computed by the ORM it would read every space of every household.
    """
    if not version or column_exists(cr, "heating_household", "unheated_area"):
        return
    cr.execute(SQL("ALTER TABLE heating_household ADD COLUMN unheated_area numeric"))
    cr.execute(
        SQL(
            """
            UPDATE heating_household
               SET unheated_area = CASE WHEN supply_state = 'supplied' THEN 0
                                        ELSE built_area END
            """
        )
    )

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL


def migrate(cr, version):
    """Open the occupancies of customers who came by a change on the household.

    Until now they were opened for a household's first customer only. The day of such a
    change is not on record, so the new occupancy begins on the day of the upgrade.
    """
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {"tz": "Asia/Shanghai"})
    rows = env.execute_query(
        SQL(
            """
            SELECT household.id
              FROM heating_household household
             WHERE NOT EXISTS (
                   SELECT FROM heating_occupancy occupancy
                    WHERE occupancy.household_id = household.id
                      AND occupancy.partner_id = household.customer_id
                      AND COALESCE(occupancy.date_to, 'infinity') >= CURRENT_DATE)
            """
        )
    )
    households = env["heating.household"].browse(row[0] for row in rows)
    households._change_occupancies()

from odoo.tools import SQL


def migrate(cr, version):
    """Begin the periods of payers who are on file.

    Until now the present one was kept only. Since when is not on record, so that the
    first period has no first day.
    """
    if not version:
        return
    cr.execute(
        SQL(
            """
            INSERT INTO heating_payer_period
                        (household_id, company_id, branch_id, partner_id,
                         create_date, write_date, create_uid, write_uid)
                 SELECT household.id, household.company_id, household.branch_id,
                        household.payer_id,
                        NOW() AT TIME ZONE 'UTC', NOW() AT TIME ZONE 'UTC', 1, 1
                   FROM heating_household household
                  WHERE household.payer_id IS NOT NULL
                    AND NOT EXISTS (
                        SELECT FROM heating_payer_period period
                         WHERE period.household_id = household.id)
            """
        )
    )

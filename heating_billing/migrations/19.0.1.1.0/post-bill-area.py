from odoo.tools import SQL


def migrate(cr, version):
    """Note on each bill the area and the category of its season.

    Spaces say since when and until when they hold, so a season's area can be told
    afterwards unless somebody wrote over it.
    """
    if not version:
        return
    cr.execute(
        SQL(
            """
            WITH area AS (
                SELECT bill.id AS bill_id,
                       space.category_id,
                       SUM(space.built_area * (
                           LEAST(COALESCE(space.date_to, season.date_end),
                                 season.date_end)
                         - GREATEST(COALESCE(space.date_from, season.date_start),
                                    season.date_start)
                         + 1)) / (season.date_end - season.date_start + 1) AS built
                  FROM heating_bill bill
                  JOIN heating_season season ON season.id = bill.season_id
                  JOIN heating_space space
                    ON space.household_id = bill.household_id
                   AND daterange(space.date_from, space.date_to, '[]')
                    && daterange(season.date_start, season.date_end, '[]')
                 WHERE bill.built_area IS NULL
              GROUP BY bill.id, season.id, space.category_id)
            UPDATE heating_bill bill
               SET built_area = season.built, category_id = season.category_id
              FROM (SELECT bill_id,
                           ROUND(SUM(built)::numeric, 2) AS built,
                           (ARRAY_AGG(category_id ORDER BY built DESC))[1]
                               AS category_id
                      FROM area
                  GROUP BY bill_id) season
             WHERE season.bill_id = bill.id
            """
        )
    )

def migrate(cr, version):
    """Note on each tariff who wrote on it, as far as the records still tell.

    They do not approve it. What is approved already stays so.
    """
    if not version:
        return
    cr.execute(
        """
        INSERT INTO heating_tariff_author_rel (heating_tariff_id, res_users_id)
        SELECT tariff_id, user_id
          FROM (SELECT id AS tariff_id, unnest(ARRAY[create_uid, write_uid]) AS user_id
                  FROM heating_tariff WHERE state = 'draft'
                 UNION
                SELECT line.tariff_id, unnest(ARRAY[line.create_uid, line.write_uid])
                  FROM heating_tariff_price line
                  JOIN heating_tariff tariff ON tariff.id = line.tariff_id
                 WHERE tariff.state = 'draft'
                 UNION
                SELECT line.tariff_id, unnest(ARRAY[line.create_uid, line.write_uid])
                  FROM heating_tariff_share line
                  JOIN heating_tariff tariff ON tariff.id = line.tariff_id
                 WHERE tariff.state = 'draft') author
         WHERE user_id IS NOT NULL
            ON CONFLICT DO NOTHING
        """
    )

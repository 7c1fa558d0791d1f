from odoo.tools import SQL


def migrate(cr, version):
    """Offer on the portal what a new database offers there.

    The types are data that administrators change, so an upgrade leaves them alone.
    Only where none is on the portal yet: who has chosen, has chosen.
    """
    if not version:
        return
    cr.execute(
        SQL(
            """
            UPDATE heating_application_type kind
               SET on_portal = TRUE
              FROM ir_model_data name
             WHERE name.model = 'heating.application.type'
               AND name.res_id = kind.id
               AND name.module = 'heating_customer'
               AND name.name IN ('application_type_stop', 'application_type_restore',
                                 'application_type_transfer', 'application_type_area')
               -- it may have been given another effect, which has no form there
               AND kind.effect IN ('stop', 'restore', 'transfer', 'area')
               AND NOT EXISTS (
                   SELECT FROM heating_application_type WHERE on_portal)
            """
        )
    )

from odoo.tools import SQL


def migrate(cr, version):
    """Draft the contracts of whole communities that join, as of single households.

    Until now the type's mark did nothing for a community. The types are data that
    administrators change, so an upgrade leaves them alone.
    """
    if not version:
        return
    cr.execute(
        SQL(
            """
            UPDATE heating_application_type kind
               SET contract_needed = TRUE
              FROM ir_model_data name
             WHERE name.model = 'heating.application.type'
               AND name.res_id = kind.id
               AND name.module = 'heating_customer'
               AND name.name = 'application_type_join_many'
            """
        )
    )

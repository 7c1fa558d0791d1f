from odoo.tools import SQL


def migrate(cr, version):
    """Say of spaces what they took the place of, as the applications know it."""
    if not version:
        return
    cr.execute(
        SQL(
            """
            UPDATE heating_space space
               SET replaced_space_id = application.space_id
              FROM heating_application application
              JOIN heating_space replaced ON replaced.id = application.space_id
             WHERE application.new_space_id = space.id
               AND application.state = 'done'
               AND space.replaced_space_id IS NULL
               AND replaced.household_id = space.household_id
            """
        )
    )

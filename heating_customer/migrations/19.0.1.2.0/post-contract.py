from odoo.tools import SQL


def migrate(cr, version):
    """Joining needs a signed contract from now on, as the type's note says.

    The types are data that administrators change, so an upgrade leaves them alone.
    """
    if not version:
        return
    cr.execute(
        SQL(
            "UPDATE heating_application_type SET contract_needed = TRUE "
            "WHERE effect = 'join'"
        )
    )

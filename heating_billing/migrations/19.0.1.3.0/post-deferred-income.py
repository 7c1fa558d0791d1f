from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give companies an account for deferred income and the taxes of their charges.

    Income stays recognised at once until an administrator chooses otherwise.
    """
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    companies = env["res.company"].search([("heating_income_account_id", "!=", False)])
    companies._heating_setup_accounting()

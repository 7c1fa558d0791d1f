from odoo.addons.payment import reset_payment_provider, setup_provider

from .models.payment_provider import PLATFORMS


def post_init_hook(env):
    """Give every company its means of payment, and the platforms' settings."""
    companies = env["res.company"].search([("chart_template", "!=", False)])
    companies._heating_setup_payments()
    for code in PLATFORMS:
        setup_provider(env, code)


def uninstall_hook(env):
    """Leave no provider of a platform that nothing here speaks to any more."""
    for code in PLATFORMS:
        reset_payment_provider(env, code)

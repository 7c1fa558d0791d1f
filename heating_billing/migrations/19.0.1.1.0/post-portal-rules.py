from odoo import SUPERUSER_ID, api

OWN = "('{}', 'child_of', user.commercial_partner_id.id)"


def migrate(cr, version):
    """Show householders what is billed to them, not what was billed to others.

    The rules are theirs who run the database, so an upgrade leaves them as they are:
    only those that still name the household's customer of today are put right.
    """
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, former, billed_to in (
        ("rule_bill_portal", "household_id.customer_id", "partner_id"),
        (
            "rule_bill_line_portal",
            "bill_id.household_id.customer_id",
            "bill_id.partner_id",
        ),
        ("rule_charge_portal", "household_id.customer_id", "partner_id"),
    ):
        rule = env.ref(f"heating_billing.{name}", raise_if_not_found=False)
        if rule:
            rule.domain_force = rule.domain_force.replace(
                OWN.format(former), OWN.format(billed_to)
            )

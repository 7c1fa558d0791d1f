from odoo import SUPERUSER_ID, api
from odoo.fields import Command


def migrate(cr, version):
    """Ask for the identity card of the new customer where a household changes hands.

    The new customer may confirm by a link without an account, so that the approver
    needs something to compare. The types are data that administrators change, so an
    upgrade leaves them alone.
    """
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    kind = env.ref("heating_customer.application_type_transfer", False)
    paper = env.ref("heating_customer.paper_kind_identity_new", False)
    if kind and paper:
        kind.paper_kind_ids = [Command.link(paper.id)]

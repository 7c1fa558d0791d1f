"""Receipts that no desk makes, and the settings of Alipay and WeChat Pay."""

from odoo import SUPERUSER_ID
from odoo.api import Environment

from odoo.addons.payment import setup_provider

BRANCHES = "user.heating_branch_ids.ids"
EVERYTHING = "if user.heating_branch_ids else [(1, '=', 1)]"
# rules are not updated by themselves: what no desk took is seen by the branch
DOMAINS = {
    "rule_receipt_branch": (
        f"['|', ('desk_id.branch_id', 'in', {BRANCHES}), '&', ('desk_id', '=', False),"
        f" ('line_ids.household_id.branch_id', 'in', {BRANCHES})] {EVERYTHING}"
    ),
    "rule_tender_branch": (
        f"['|', ('receipt_id.desk_id.branch_id', 'in', {BRANCHES}),"
        " '&', ('receipt_id.desk_id', '=', False),"
        f" ('receipt_id.line_ids.household_id.branch_id', 'in', {BRANCHES})]"
        f" {EVERYTHING}"
    ),
}


def migrate(cr, version):
    if not version:
        return
    env = Environment(cr, SUPERUSER_ID, {})
    env["heating.tender.method"].with_context(active_test=False).search(
        []
    )._create_sequences()
    for name, domain in DOMAINS.items():
        env.ref(f"heating_payment.{name}").domain_force = domain
    for code in ("alipay", "wechatpay"):
        setup_provider(env, code)

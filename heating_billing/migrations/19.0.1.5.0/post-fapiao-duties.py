"""Duties to issue red fapiao go by tax rate: those of before are worked out anew."""

from odoo import SUPERUSER_ID, api
from odoo.tools import split_every


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for model in ("heating.bill", "heating.charge"):
        covered = env[model].search([("fapiao_covered", "!=", 0)], order="id")
        for debts in split_every(500, covered.ids, env[model].browse):
            env["heating.fapiao.duty"]._update_duties(debts)
            env.flush_all()
            env.invalidate_all()

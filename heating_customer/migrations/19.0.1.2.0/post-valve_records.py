from odoo import SUPERUSER_ID, api

BATCH = 1000


def migrate(cr, version):
    """Record the valves of applications that were confirmed on site until now."""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {"tz": "Asia/Shanghai"})
    applications = env["heating.application"].search(
        [("valve_on", "!=", False)], order="valve_on, id"
    )
    recorded = env["heating.valve.record"].search(
        [("application_id", "in", applications.ids)]
    )
    applications -= recorded.application_id
    for start in range(0, len(applications), BATCH):
        applications[start : start + BATCH]._record_valve()

"""The archive, from the hand-kept ledger."""

import base64
import pathlib

import odoo.modules

LEDGER = pathlib.Path(
    odoo.modules.get_module_path("heating_customer"), "demo", "ledger-2026.xlsx"
)


def import_ledger(env, users):
    """Import the ledger as the administrator would, and give a clerk one branch."""
    job = (
        env["heating.ledger.import"]
        .with_user(users["admin"])
        .create(
            {
                "file": base64.b64encode(LEDGER.read_bytes()),
                "filename": LEDGER.name,
            }
        )
    )
    job.action_preview()
    job.action_import()
    users["east"].heating_branch_ids = env["heating.branch"].search(
        [("name", "=", "城东分公司")]
    )

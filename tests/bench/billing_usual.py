"""The usual way: OCA `contract` makes and posts an invoice of one line each."""

import json
import time

from odoo import Command

SAMPLE = 400


def main(env):
    """Invoice a sample of contracts; print what it took as JSON."""
    env = env(context=dict(env.context, tracking_disable=True))
    product = env["product.product"].create({"name": "Heat", "type": "service"})
    partners = env["res.partner"].create(
        [{"name": f"Usual {index}"} for index in range(SAMPLE)]
    )
    contracts = env["contract.contract"].create(
        [
            {
                "name": f"Contract {partner.id}",
                "partner_id": partner.id,
                "contract_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "name": "Heat",
                            "quantity": 1,
                            "price_unit": 2000.0,
                            "recurring_rule_type": "yearly",
                            "recurring_interval": 1,
                            "date_start": "2026-10-10",
                            "recurring_next_date": "2026-10-10",
                        }
                    )
                ],
            }
            for partner in partners
        ]
    )
    env.flush_all()
    env.invalidate_all()
    begun = time.perf_counter()
    invoices = contracts._recurring_create_invoice()
    invoices.action_post()
    env.flush_all()
    seconds = time.perf_counter() - begun
    assert len(invoices) == SAMPLE and set(invoices.mapped("state")) == {"posted"}
    print(json.dumps({"invoices": SAMPLE, "seconds": seconds}))

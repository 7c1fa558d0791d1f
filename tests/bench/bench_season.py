"""How long a season takes to bill and a payment to take, by the number of households.

Beside the usual way in the same run: plain customer invoices made and posted one by
one, and Odoo's own payment wizard. Seconds are wall-clock time, one process.
"""

import time

from odoo import Command

SIZES = (500, 2000)
USUAL_INVOICES = 60
PAYMENTS = 60


def build(env, size):
    """A branch with *size* households of one space; a tenth of them are stopped.

    :return: the households
    """
    branch = env["heating.branch"].create({"name": f"Bench {size}"})
    location = env["heating.location"].create(
        {"name": f"Bench {size}", "kind": "community", "branch_id": branch.id}
    )
    category = env.ref("heating_customer.category_resident")
    partners = env["res.partner"].create(
        [{"name": f"Customer {size}-{index}"} for index in range(size)]
    )
    return env["heating.household"].create(
        [
            {
                "number": f"{size:07d}{index:07d}",
                "customer_id": partner.id,
                "location_id": location.id,
                "space_ids": [
                    Command.create(
                        {
                            "category_id": category.id,
                            "built_area": 50 + index % 9000 / 100,
                        }
                    )
                ],
                "supply_ids": [Command.create({"state": "stopped"})]
                if index % 10 == 0
                else [],
            }
            for index, partner in enumerate(partners)
        ]
    )


def seconds_of(env, work):
    """Wall-clock seconds of *work* with all its writes, and what it returned."""
    begun = time.perf_counter()
    result = work()
    env.flush_all()
    return time.perf_counter() - begun, result


def make_user(env, role):
    """A user of one role."""
    return env["res.users"].create(
        {
            "name": role,
            "login": f"bench-{role}",
            "group_ids": [Command.link(env.ref(f"heating_customer.group_{role}").id)],
        }
    )


def make_tariff(env):
    """An approved tariff for a season of its own."""
    season = env["heating.season"].create(
        {"date_start": "2026-11-15", "date_end": "2027-03-14"}
    )
    tariff = env["heating.tariff"].create(
        {
            "name": "Bench",
            "season_id": season.id,
            "price_ids": [
                Command.create(
                    {
                        "category_id": env.ref(f"heating_customer.category_{name}").id,
                        "price": price,
                        "tax_id": env.company[f"heating_{tax}_tax_id"].id,
                    }
                )
                for name, price, tax in (
                    ("resident", 20.0, "exempt"),
                    ("business", 30.0, "included"),
                )
            ],
            "share_ids": [Command.create({"supply_state": "stopped", "share": 0.3})],
        }
    )
    tariff.with_user(make_user(env, "approver")).action_approve()
    return season


def usual_invoices(env):
    """Plain invoices, each created and posted; returns (number, seconds, invoices)."""
    partners = env["res.partner"].create(
        [{"name": f"Usual {index}"} for index in range(USUAL_INVOICES)]
    )
    invoices = env["account.move"]

    def work():
        made = invoices
        for partner in partners:
            invoice = invoices.create(
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": "2026-10-10",
                    "invoice_line_ids": [
                        Command.create({"name": "Heat", "price_unit": 2000.0})
                    ],
                }
            )
            invoice.action_post()
            made += invoice
        return made

    seconds, made = seconds_of(env, work)
    return USUAL_INVOICES, seconds, made


def usual_payments(env, invoices):
    """Odoo's payment wizard on each invoice; returns (number, seconds)."""

    def work():
        for invoice in invoices:
            env["account.payment.register"].with_context(
                active_model="account.move", active_ids=invoice.ids
            ).create({})._create_payments()

    seconds, _none = seconds_of(env, work)
    return len(invoices), seconds


def take_payments(env, households):
    """Cash at a desk, a receipt each; returns (number, seconds)."""
    hall = env["heating.hall"].create(
        {"name": "Bench Hall", "branch_id": households[0].branch_id.id}
    )
    desk = env["heating.desk"].create(
        {"name": "Bench", "code": "B1", "hall_id": hall.id}
    )
    shift = env["heating.shift"].create({"desk_id": desk.id})
    cash = env["heating.tender.method"].search([("kind", "=", "cash")], limit=1)
    paying = households[:PAYMENTS]

    def work():
        for household in paying:
            env["heating.receipt"]._take(
                shift,
                household,
                [{"method": cash, "amount": 100.0}],
                f"bench-{household.id}",
            )
            env.flush_all()

    seconds, _none = seconds_of(env, work)
    return len(paying), seconds


def show(what, number, seconds):
    """Print one line of the table."""
    print(f"{what:<44} {number:>7} {seconds:>8.1f} s {number / seconds:>8.1f} /s")


def main(env, sizes=SIZES):
    """Measure and print; the scratch database is thrown away afterwards.

    :param env: an environment of a scratch database, as superuser
    :param sizes: numbers of households, ascending
    """
    env = env(
        context=dict(
            env.context,
            queue_job__no_delay=True,
            tracking_disable=True,
            no_reset_password=True,
        )
    )
    season = make_tariff(env)
    runs = env["heating.bill.run"].with_user(make_user(env, "accountant"))
    usual = usual_invoices(env)
    show("usual way: an invoice made and posted", *usual[:2])
    rates = {}
    for size in sizes:
        households = build(env, size)
        run = runs.create(
            {
                "season_id": season.id,
                "date": "2026-10-10",
                "branch_ids": households.branch_id.ids,
            }
        )
        seconds, _none = seconds_of(env, run.action_rehearse)
        show(f"rehearsal of {size} households", size, seconds)
        run.sudo().write({"state": "approved"})
        seconds, _none = seconds_of(env, run.action_start)
        show(f"bills and posted invoices of {size} households", size, seconds)
        rates[size] = seconds / size
    first, last = rates[sizes[0]], rates[sizes[-1]]
    print(
        f"a household of {sizes[-1]} costs {last / first:.2f} times one of {sizes[0]}"
    )
    show("usual way: payment wizard", *usual_payments(env, usual[2]))
    show("counter: a receipt with its payment", *take_payments(env, households))

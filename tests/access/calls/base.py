"""Odoo's contacts, users, companies and numbers."""

from odoo.fields import Command

from tests.access.calls.registry import Call, call, on, wizard, write


@call("base.partner.merge.automatic.wizard", "action_merge")
def _merge(world, persona):
    partners = world.own.customer_id | world.other.customer_id
    return on(
        wizard(
            world,
            persona,
            "base.partner.merge.automatic.wizard",
            {
                "state": "selection",
                "partner_ids": [Command.set(partners.ids)],
                "dst_partner_id": world.own.customer_id.id,
            },
        )
    )


@call("ir.sequence", "next_by_id", "of receipts")
def _next_by_id(world, _persona):
    return on(world.desk.sudo().sequence_id)


@call("ir.sequence", "next_by_code", "of receipts")
def _next_by_code(_world, _persona):
    return Call(["heating.receipt"])


write(
    "res.company",
    "heating accounts",
    lambda world: world.company,
    lambda world: {"heating_advance_account_id": False},
)


@call("res.config.settings", "create")
def _settings(world, _persona):
    return Call([[{"company_id": world.company.id}]])


@call("res.users", "write", "own branches")
def _own_branches(world, persona):
    return on(world.users[persona], {"heating_branch_ids": [[5, 0, 0]]})


@call("res.users", "write", "own roles")
def _own_roles(world, persona):
    group = world.env.ref("heating_customer.group_administrator")
    return on(world.users[persona], {"group_ids": [[4, group.id, 0]]})


@call("res.partner", "write", "name of a householder")
def _rename(world, _persona):
    return on(world.other.customer_id, {"name": "Somebody Else"})


for _name in ("action_view_heating_households", "action_view_helpdesk_tickets"):

    @call("res.partner", _name)
    def _on_customer(world, _persona):
        return on(world.own.customer_id)


@call("res.users", "review_user_count")
def _review_user_count(_world, _persona):
    return Call([])

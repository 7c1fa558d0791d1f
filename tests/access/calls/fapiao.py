"""Fapiao: asked for, issued, taken back."""

from odoo.fields import Command

from tests.access.calls.registry import Call, call, on, wizard, write

TITLE = {"buyer_title": "Buyer", "phone": "1"}


@call("heating.fapiao", "action_request")
def _request(world, _persona):
    return on(world.fapiao["draft"])


@call("heating.fapiao", "action_cancel")
def _cancel(world, _persona):
    return on(world.fapiao["requested"])


@call("heating.fapiao", "action_issue")
def _issue(world, _persona):
    return on(world.fapiao["requested"])


@call("heating.fapiao", "action_red")
def _red(world, _persona):
    return on(world.fapiao["issued"])


@call("heating.fapiao", "create")
def _create(world, _persona):
    return Call([[{"company_id": world.company.id, **TITLE}]])


write(
    "heating.fapiao",
    "title of a request",
    lambda world: world.fapiao["requested"],
    {"buyer_title": "Somebody Else"},
)
write(
    "heating.fapiao",
    "issued by hand",
    lambda world: world.fapiao["requested"],
    {"state": "issued", "number": "9" * 20},
)
write(
    "heating.fapiao",
    "title of an issued one",
    lambda world: world.fapiao["issued"],
    {"buyer_title": "Somebody Else"},
)
write(
    "heating.fapiao.line",
    "amount",
    lambda world: world.fapiao["requested"].line_ids,
    {"amount": 1.0},
)
write(
    "heating.fapiao.duty",
    "closed by hand",
    lambda world: world.fapiao_duty,
    {"state": "done"},
)
write(
    "heating.fapiao.duty",
    "owner",
    lambda world: world.fapiao_duty,
    {"user_id": False},
)
write(
    "account.move",
    "covered by fapiao",
    lambda world: world.bill.move_ids,
    {"heating_covered": 0.0},
)


@call("heating.fapiao.duty", "action_red")
def _duty(world, _persona):
    return on(world.fapiao_duty)


for _name in ("action_request", "action_draft"):

    @call("heating.fapiao.request", _name)
    def _ask(world, persona):
        values = {
            "charge_ids": [Command.set(world.charge.ids)],
            "title_ids": [Command.create(TITLE)],
        }
        return on(wizard(world, persona, "heating.fapiao.request", values))


@call("heating.fapiao.issue", "action_issue")
def _enter(world, persona):
    values = {"fapiao_id": world.fapiao["requested"].id, "number": "9" * 20}
    return on(wizard(world, persona, "heating.fapiao.issue", values))


@call("heating.fapiao.red", "action_red")
def _take_back(world, persona):
    values = {"reason": "test", "fapiao_id": world.fapiao["issued"].id}
    return on(wizard(world, persona, "heating.fapiao.red", values))


@call("heating.fapiao.export", "action_export")
def _export(world, persona):
    values = {"provider_id": world.fapiao["requested"].provider_id.id}
    return on(wizard(world, persona, "heating.fapiao.export", values))


@call("heating.fapiao.import", "action_import")
def _import(world, persona):
    values = {"provider_id": world.fapiao["requested"].provider_id.id}
    return on(wizard(world, persona, "heating.fapiao.import", values))

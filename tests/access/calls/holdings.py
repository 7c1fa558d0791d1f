"""Contracts, holds and what else is kept of a household."""

from odoo.fields import Command

from tests.access.calls.registry import call, on, wizard, write

for _name, _state in (
    ("action_send", "draft"),
    ("action_end", "draft"),
    ("action_withdraw", "sent"),
):

    @call("heating.contract", _name)
    def _on_contract(world, _persona, state=_state):
        return on(world.contracts[state])


@call("heating.contract", "action_renew")
def _renew(world, _persona):
    return on(world.get_signed_contract())


@call("heating.contract", "action_mark_signed")
def _mark_signed(world, _persona):
    contract = world.contracts["draft"]
    kind = world.env.ref("heating_customer.paper_kind_contract")
    world.env["ir.attachment"].create(
        {
            "name": "scan.pdf",
            "raw": b"scan",
            "res_model": contract._name,
            "res_id": contract.id,
            "heating_paper_kind_id": kind.id,
        }
    )
    return on(contract)


write(
    "heating.contract",
    "signed by hand",
    lambda world: world.contracts["draft"],
    {"state": "signed"},
)


@call("heating.contract.draft", "action_draft")
def _draft_contracts(world, persona):
    values = {"household_ids": [Command.set(world.other.ids)]}
    return on(wizard(world, persona, "heating.contract.draft", values))


@call("heating.household", "action_draft_contracts")
def _draft_on_household(world, _persona):
    return on(world.other, "2026-01-01")


@call("heating.hold", "action_release")
def _release(world, _persona):
    return on(world.hold, "Closed")


@call("heating.hold.release", "action_release")
def _release_dialog(world, persona):
    values = {"hold_id": world.hold.id, "reason": "Closed"}
    return on(wizard(world, persona, "heating.hold.release", values))


write(
    "heating.hold",
    "released by hand",
    lambda world: world.hold,
    {"released_on": "2026-01-01 00:00:00"},
)


for _name in ("action_accept", "action_refuse"):

    @call("heating.meter.reading", _name)
    def _decide_reading(world, _persona):
        return on(world.held_reading)


for _name, _words in (("action_approve", ()), ("action_refuse", ("It counts",))):

    @call("heating.meter.fault", _name)
    def _decide_fault(world, _persona, words=_words):
        return on(world.meter_fault, *words)


@call("heating.meter.fault.refuse", "action_refuse")
def _refuse_fault(world, persona):
    values = {"fault_id": world.meter_fault.id, "reason": "It counts"}
    return on(wizard(world, persona, "heating.meter.fault.refuse", values))


@call("heating.meter.reading.take.back", "action_take_back")
def _take_back(world, persona):
    reading = world.held_reading.meter_id.reading_ids - world.held_reading
    values = {"reading_ids": [[6, 0, reading.ids]], "reason": "Misread"}
    return on(wizard(world, persona, "heating.meter.reading.take.back", values))


for _name in ("action_back", "action_import", "action_preview", "action_template"):

    @call("heating.meter.import", _name)
    def _import_readings(world, persona):
        return on(wizard(world, persona, "heating.meter.import", {}))


for _name in ("action_prepare", "action_start", "action_stop", "action_view_lines"):

    @call("heating.meter.settlement", _name)
    def _settle(world, _persona):
        return on(world.settlement)


@call("heating.meter.settlement.hold", "action_hold")
def _hold_back(world, persona):
    values = {"line_ids": [[6, 0, world.settlement.line_ids.ids]], "reason": "Check"}
    return on(wizard(world, persona, "heating.meter.settlement.hold", values))


@call("heating.meter.settlement.line", "action_release")
def _release(world, _persona):
    return on(world.settlement.line_ids)


for _name in ("action_close", "action_reopen"):

    @call("heating.season", _name)
    def _close_season(world, _persona):
        return on(world.season)

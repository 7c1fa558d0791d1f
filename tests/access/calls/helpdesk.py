"""Tickets: OCA's helpdesk and the service's steps."""

from odoo.fields import Command

from tests.access.calls.registry import Call, afterwards, call, on, wizard, write
from tests.access.world import ELSEWHERE


@call("helpdesk.ticket", "message_new")
def _message_new(world, _persona):
    message = {"subject": "Cold", "body": "x", "from": "a@example.com"}
    return Call([message, {"household_id": world.own.id}])


@call("helpdesk.ticket", "message_update")
def _message_update(world, _persona):
    return on(world.tickets["new"], {"to": "a@example.com"}, {"priority": "3"})


@call("helpdesk.ticket", "action_assign")
def _assign_ticket(world, _persona):
    return on(world.tickets["new"], world.users["field_worker"].id)


@call("helpdesk.ticket", "action_cancel")
def _cancel_ticket(world, _persona):
    return on(world.tickets["new"], "Called twice")


@call("helpdesk.ticket", "action_done")
def _done(world, _persona):
    return on(world.tickets["assigned"], "Valve changed")


@call("helpdesk.ticket", "action_start")
def _start(world, _persona):
    return on(world.tickets["assigned"])


@call("helpdesk.ticket", "action_follow_up")
def _follow_up(world, _persona):
    return on(world.tickets["done"])


@call("helpdesk.ticket", "action_duplicate_tickets")
def _duplicate(world, _persona):
    ticket = world.tickets["new"]
    return on(ticket, active_ids=ticket.ids)


for _name in (
    "action_open_assign",
    "action_open_cancel",
    "action_open_done",
    "action_open_duplicate_wizard",
    "action_view_duplicates",
    "action_view_follow_ups",
    "action_view_open_bills",
):

    @call("helpdesk.ticket", _name)
    def _on_ticket(world, _persona):
        return on(world.tickets["new"])


for _name in ("action_take", "assign_to_me"):

    @call("helpdesk.ticket", _name)
    def _take_ticket(world, persona):
        # field workers see the open tickets of their stations
        world.users[persona].heating_station_ids = world.east["station"]
        return on(world.tickets["new"])


@call("helpdesk.ticket.assign", "action_confirm")
def _assign_dialog(world, persona):
    values = {
        "ticket_ids": [Command.set(world.tickets["new"].ids)],
        "user_id": world.users["field_worker"].id,
    }
    return on(wizard(world, persona, "helpdesk.ticket.assign", values))


@afterwards("helpdesk.ticket.assign", "action_confirm")
def _is_assigned(world, persona, _result):
    return bool(world.tickets["new"].user_id) != persona.endswith(ELSEWHERE)


@call("helpdesk.ticket.cancel", "action_confirm")
def _cancel_dialog(world, persona):
    values = {"ticket_id": world.tickets["new"].id, "reason": "Called twice"}
    return on(wizard(world, persona, "helpdesk.ticket.cancel", values))


@call("helpdesk.ticket.done", "action_confirm")
def _done_dialog(world, persona):
    values = {"ticket_id": world.tickets["assigned"].id, "result": "Valve changed"}
    return on(wizard(world, persona, "helpdesk.ticket.done", values))


@call("helpdesk.ticket.duplicate.wizard", "action_confirm")
def _duplicate_dialog(world, persona):
    values = {
        "ticket_id": world.tickets["new"].id,
        "duplicate_of_id": world.tickets["assigned"].id,
    }
    return on(wizard(world, persona, "helpdesk.ticket.duplicate.wizard", values))


@call("helpdesk.ticket.team", "retrieve_dashboard")
def _dashboard(_world, _persona):
    return Call([])


write(
    "helpdesk.ticket",
    "closed by hand",
    lambda world: world.tickets["done"],
    lambda world: {"stage_id": world.env.ref("heating_service.stage_closed").id},
)

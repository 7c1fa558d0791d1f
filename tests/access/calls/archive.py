"""Ledgers, households and branches."""

from tests.access.calls.registry import call, on, write

for _name, _state in (
    ("action_import", "previewed"),
    ("action_resume", "stopped"),
    ("action_stop", "importing"),
):

    @call("heating.ledger.import", _name)
    def _on_ledger(world, _persona, state=_state):
        # one at a time is imported
        world.ledgers["importing"].state = (
            "importing" if state == "importing" else "stopped"
        )
        return on(world.ledgers[state])


@call("heating.ledger.import", "action_preview")
def _preview(world, _persona):
    return on(world.ledger)


@call("heating.ledger.import", "action_view_lines")
def _ledger_lines(world, _persona):
    return on(world.ledger)


write(
    "heating.ledger.import",
    "state by hand",
    lambda world: world.ledger,
    {"state": "done"},
)
write(
    "heating.household",
    "customer",
    lambda world: world.own,
    lambda world: {"customer_id": world.other.customer_id.id},
)
write(
    "heating.supply",
    "state",
    lambda world: world.of("heating.supply")[:1],
    {"state": "stopped"},
)
write(
    "heating.space",
    "area",
    lambda world: world.own.space_ids,
    {"built_area": 1.0},
)
write(
    "heating.branch",
    "staff",
    lambda world: world.east["branch"],
    lambda world: {"user_ids": [[5, 0, 0]]},
)
write(
    "heating.follow.up",
    "",
    lambda world: world.of("heating.follow.up"),
    {"outcome": "satisfied", "rating": "5"},
)


@call("heating.household.code.show", "action_make")
def _make_code(world, persona):
    dialog = world.env["heating.household.code.show"].create(
        {"household_id": world.own.id}
    )
    # a dialog belongs to who opened it
    dialog._write({"create_uid": world.users[persona].id})
    return on(dialog)

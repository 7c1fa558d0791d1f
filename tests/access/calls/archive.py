"""Ledgers, households and branches."""

from tests.access.calls.registry import Call, call, on, write

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


for _name, _state in (
    ("action_start", "draft"),
    ("action_done", "running"),
    ("action_view_checks", "measured"),
    ("action_view_different", "measured"),
    ("action_print_orders", "running"),
):

    @call("heating.area.campaign", _name)
    def _on_campaign(world, _persona, state=_state):
        return on(world.campaigns[state])


for _name, _state in (
    ("action_measure", "to_do"),
    ("action_confirm", "measured"),
    ("action_measure_again", "measured"),
    ("action_create_applications", "confirmed"),
    ("action_view_to_measure", "to_do"),
):

    @call("heating.area.check", _name)
    def _on_check(world, _persona, state=_state):
        return on(world.checks[state])


for _name in (
    "action_view_building_grid",
    "action_view_receipts",
    "get_overview",
    "get_timeline",
):

    @call("heating.household", _name)
    def _on_household(world, _persona):
        return on(world.own)


for _name in ("action_view_building_grid", "get_building_grid"):

    @call("heating.location", _name)
    def _on_location(world, _persona):
        return on(world.east["building"])


@call("heating.location", "get_building_grid_places")
def _places(_world, _persona):
    return Call([])


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

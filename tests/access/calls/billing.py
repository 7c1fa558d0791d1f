"""Tariffs, bill runs and charges."""

from tests.access.calls.registry import Call, afterwards, call, on, wizard, write

for _name, _state in (
    ("action_rehearse", "draft"),
    ("action_approve", "rehearsed"),
    ("action_start", "approved"),
    ("action_stop", "running"),
    ("action_retry", "stopped"),
):

    @call("heating.bill.run", _name)
    def _on_run(world, _persona, state=_state):
        return on(world.runs[state])


for _name in ("action_undo", "action_refuse_undo"):

    @call("heating.bill.run", _name)
    def _on_run_to_undo(world, _persona):
        return on(world.run_to_undo)


@call("heating.bill.run", "action_request_undo")
def _request_undo(world, _persona):
    return on(world.run_to_undo, "Wrong prices")


@call("heating.bill.run.undo", "action_request")
def _request_undo_by_dialog(world, persona):
    values = {"run_id": world.run_to_undo.id, "reason": "Wrong prices"}
    return on(wizard(world, persona, "heating.bill.run.undo", values))


@call("heating.bill.run", "action_rehearse", "of one branch")
def _rehearse_branch(world, _persona):
    return on(world.run_of_branch)


write(
    "heating.bill.run",
    "approved by hand",
    lambda world: world.runs["rehearsed"],
    {"state": "approved"},
)


@call("heating.bill.run", "create", "approved by a default")
def _create_run(world, _persona):
    return Call([[{"season_id": world.season.id}]], {"default_state": "approved"})


@afterwards("heating.bill.run", "create", "approved by a default")
def _run_is_draft(world, _persona, result):
    return world.env["heating.bill.run"].browse(result).state == "draft"


write(
    "heating.bill.run.line",
    "amount that was approved",
    lambda world: world.runs["approved"].line_ids,
    {"amount": 1.0},
)
write(
    "heating.bill.run.line",
    "left out by hand",
    lambda world: world.runs["approved"].line_ids,
    {"state": "exempt"},
)


@call("heating.bill.run.line", "write", "who looks after it")
def _own_line(world, persona):
    return on(world.runs["stopped"].line_ids, {"owner_id": world.users[persona].id})


@call("heating.charge", "action_view_fapiao")
def _view_fapiao_of_charge(world, _persona):
    return on(world.of_householder("heating.charge", "householder")[:1])


@call("heating.charge", "action_confirm")
def _confirm_charge(world, _persona):
    return on(world.charge_draft)


write(
    "heating.charge",
    "amount in the books",
    lambda world: world.charge,
    {"amount": 1.0},
)


@call("heating.charge", "unlink", "in the books")
def _unlink_charge(world, _persona):
    return on(world.charge)


@call("heating.charge", "create", "posted by a default")
def _create_charge(world, _persona):
    return Call(
        [[{"household_id": world.own.id, "amount": 1.0}]], {"default_state": "posted"}
    )


@afterwards("heating.charge", "create", "posted by a default")
def _charge_is_draft(world, _persona, result):
    return world.env["heating.charge"].browse(result).state == "draft"


@call("heating.tariff", "action_approve")
def _approve_tariff(world, _persona):
    return on(world.tariff_draft)


@call("heating.tariff", "create", "approved by a default")
def _create_tariff(world, _persona):
    return Call(
        [[{"name": "Mine", "season_id": world.season.id}]],
        {"default_state": "approved", "default_approved_by_id": 1},
    )


@call("heating.tariff", "create", "approved by the user's own default")
def _create_tariff_own(world, persona):
    world.env["ir.default"].create(
        {
            "field_id": world.env.ref("heating_billing.field_heating_tariff__state").id,
            "user_id": world.users[persona].id,
            "json_value": '"approved"',
        }
    )
    return Call([[{"name": "Mine", "season_id": world.season.id}]])


@afterwards("heating.tariff", "create", "approved by a default")
@afterwards("heating.tariff", "create", "approved by the user's own default")
def _tariff_is_draft(world, _persona, result):
    tariff = world.env["heating.tariff"].browse(result)
    return tariff.state == "draft" and not tariff.approved_by_id


write(
    "heating.tariff",
    "approved by hand",
    lambda world: world.tariff_draft,
    {"state": "approved"},
)
write("heating.tariff", "approved one", lambda world: world.tariff, {"rounding": "1"})
write(
    "heating.tariff.price",
    "approved one",
    lambda world: world.tariff.price_ids,
    {"price": 1.0},
)


@call("heating.deadline", "action_view_applications")
def _deadline_applications(world, _persona):
    return on(world.of("heating.deadline")[:1])


for _name, _tariff in (
    ("action_cancel", "draft"),
    ("action_copy_to_next_season", "approved"),
    ("forward_tier", "requested"),
    ("reject_tier", "requested"),
    ("request_validation", "draft"),
    ("restart_validation", "requested"),
    ("send_back_tier", "requested"),
    ("validate_tier", "requested"),
):

    @call("heating.tariff", _name)
    def _on_tariff(world, _persona, state=_tariff):
        return on(world.tariffs[state])


@call("heating.tariff", "evaluate_tier")
def _evaluate_tariff_tier(world, _persona):
    return on(world.tariff_draft, world.env.ref("base.module_base").id)


write(
    "heating.tariff",
    "with an author",
    lambda world: world.tariff_draft,
    {"author_ids": [(5,)]},
)
write(
    "heating.tariff.example",
    "approved one",
    lambda world: world.tariff.example_ids,
    {"expected": "{}"},
)


@call("heating.tariff.ladder", "write", "into an approved one")
def _move_ladder(world, _persona):
    return on(world.tariff_draft.ladder_ids, {"tariff_id": world.tariff.id})


@call("heating.tariff.from.pack", "action_create")
def _create_from_pack(world, persona):
    values = {"pack": "beijing", "season_id": world.season.id}
    return on(wizard(world, persona, "heating.tariff.from.pack", values))


@call("heating.season", "action_view_bills")
def _season_bills(world, _persona):
    return on(world.season)


# === EXTRA DAYS === #


@call("heating.season", "action_set_extra_days")
def _set_extra_days(world, _persona):
    return on(world.season, 0, 3, "Notice 1")


@call("heating.season", "action_charge_extra_days")
def _charge_extra_days(world, _persona):
    return on(world.season)


@call("heating.season.extra.days", "action_apply")
def _apply_extra_days(world, persona):
    values = {"season_id": world.season.id, "after": 3, "reason": "Notice 1"}
    return on(wizard(world, persona, "heating.season.extra.days", values))


write(
    "heating.season",
    "extra days by hand",
    lambda world: world.season,
    {"extra_days_after": 3},
)

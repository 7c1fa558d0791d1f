"""Acts about debts: reductions, waivers, instalments; and prices of charges."""

from tests.access.calls.registry import call, on, write
from tests.access.world_acts import KINDS

STEPS = (
    ("action_cancel", "draft"),
    ("request_validation", "draft"),
    ("reject_tier", "requested"),
    ("send_back_tier", "requested"),
    ("forward_tier", "requested"),
    ("restart_validation", "requested"),
    ("validate_tier", "requested"),
)

for _kind in KINDS:
    _model = "heating." + _kind.replace("_", ".")
    for _name, _state in STEPS:

        @call(_model, _name)
        def _on_act(world, _persona, kind=_kind, state=_state):
            return on(world.acts[kind][state])

    @call(_model, "evaluate_tier")
    def _evaluate(world, _persona, kind=_kind):
        return on(world.acts[kind]["draft"], world.env.ref("base.module_base").id)

    write(
        _model,
        "approved by hand",
        lambda world, kind=_kind: world.acts[kind]["requested"],
        {"state": "approved"},
        skip_validation_check=True,
    )


@call("heating.reduction", "action_withdraw")
def _withdraw(world, _persona):
    return on(world.reduction)


@call("heating.charge", "action_approve")
def _approve_charge(world, _persona):
    return on(world.charge_large)


write(
    "heating.charge",
    "price list left by a clerk",
    lambda world: world.charge_priced,
    {"price_id": False, "amount": 1.0, "name": "As agreed"},
)
write(
    "heating.charge",
    "approved by hand",
    lambda world: world.charge_large,
    {"approved_by_id": 1},
)

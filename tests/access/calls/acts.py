"""Acts about debts: reductions, waivers, instalments, refunds; prices of charges."""

from tests.access.calls.registry import call, on, wizard, write
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


@call("heating.refund", "action_pay_out")
def _pay_out(world, _persona):
    return on(world.refund_cash, "", "Customer")


@call("heating.refund", "action_pay_out", "by transfer")
def _pay_out_by_transfer(world, _persona):
    return on(world.refund_transfer, "B-2")


@call("heating.refund", "action_keep")
def _keep(world, _persona):
    return on(world.refund_cash)


@call("heating.refund", "action_return")
def _return(world, _persona):
    return on(world.refund_paid, "No such account")


@call("heating.refund.pay.out", "action_pay_out")
def _pay_out_dialog(world, persona):
    values = {"refund_id": world.refund_cash.id, "received_by": "Customer"}
    return on(wizard(world, persona, "heating.refund.pay.out", values))


@call("heating.refund.return", "action_return")
def _return_dialog(world, persona):
    values = {"refund_id": world.refund_paid.id, "reason": "No such account"}
    return on(wizard(world, persona, "heating.refund.return", values))


@call("heating.household", "action_refund")
def _refund_household(world, _persona):
    return on(world.unbilled)


@call("heating.advances", "action_refund")
def _refund_advance(world, _persona):
    return on(world.of("heating.advances")[:1])


@call("heating.payment.notification", "action_explain")
def _explain_message(world, _persona):
    return on(world.platform_message, "Returned on the site")


@call("heating.payment.notification.explain", "action_explain")
def _explain_message_dialog(world, persona):
    values = {"notification_id": world.platform_message.id, "reason": "Returned"}
    dialog = "heating.payment.notification.explain"
    return on(wizard(world, persona, dialog, values))


@call("payment.transaction", "action_refund")
def _refund_transaction(world, _persona):
    return on(world.order, 1.0)

"""Shifts and receipts."""

from odoo.addons.heating_billing.models.posting import HEATING_POSTING

from tests.access.calls.registry import Call, afterwards, call, on, wizard, write
from tests.access.world import ELSEWHERE


@call("heating.receipt", "counter_start")
def _counter_start(_world, _persona):
    return Call([])


@call("heating.receipt", "counter_search")
def _counter_search(world, _persona):
    return Call([world.own.number])


@call("heating.receipt", "counter_debts")
def _counter_debts(world, _persona):
    return Call([world.households.ids])


@call("heating.receipt", "counter_take")
def _counter_take(world, _persona):
    return Call([world.act(world.other, 10.0)])


@call("heating.receipt", "counter_order")
def _counter_order(world, _persona):
    order = {
        "key": "access-order-1",
        "household_ids": world.other.ids,
        "method_id": world.order.provider_id.heating_method_id.id,
        "amount": 10.0,
    }
    return Call([order])


for _name in ("counter_order_state", "counter_order_cancel"):

    @call("heating.receipt", _name)
    def _counter_order_after(world, _persona):
        return Call([world.order.heating_token])


@call("heating.receipt", "counter_use_advance")
def _counter_use_advance(world, _persona):
    # the charge that the prepayment paid is open again, the prepayment is still there
    applications = (
        world.env["heating.advance.application"]
        .with_context(heating_posting=HEATING_POSTING)
        .search([("household_id", "=", world.own.id), ("state", "=", "applied")])
    )
    applications._undo_for(applications.advance_line_id)
    return Call([world.own.ids])


@call("heating.receipt", "counter_open_shift")
def _counter_open_shift(world, persona):
    # nobody has two open shifts
    world.env["heating.shift"].search(
        [("user_id", "=", world.users[persona].id)]
    ).state = "closed"
    return Call([world.get_free_desk(persona).id, 50.0])


@call("heating.receipt", "counter_open_shift", "at a desk of another branch")
def _counter_open_shift_elsewhere(world, persona):
    _counter_open_shift(world, persona)
    there = persona.removesuffix(ELSEWHERE)
    return Call(
        [world.get_free_desk(there + ELSEWHERE if persona == there else there).id, 50.0]
    )


@call("heating.receipt", "action_void")
def _void(world, _persona):
    return on(world.receipt, "Wrong household")


@call("heating.receipt", "action_void", "of a closed shift")
def _void_closed(world, _persona):
    world.shift.state = "closed"
    # the head cashier's own drawer, and a colleague's for an approver
    drawer = world.shifts["head_cashier"]
    drawer.opening_float = world.receipt.amount_total
    return on(world.receipt, "Wrong household", drawer.id)


@call("heating.receipt", "create")
def _create_receipt(world, _persona):
    (vals,) = world.receipt.copy_data()
    vals |= {"number": "X", "key": "X", "token": "X"}
    del vals["token"]
    return Call([[{**vals, "taken_at": "2026-01-01 00:00:00", "date": "2026-01-01"}]])


write("heating.receipt", "", lambda world: world.receipt, {"amount_total": 1.0})


@call("heating.receipt", "copy")
@call("heating.receipt", "unlink")
def _on_receipt(world, _persona):
    return on(world.receipt)


@call("heating.receipt.void", "action_void")
def _void_dialog(world, persona):
    values = {"receipt_id": world.receipt.id, "reason": "Wrong household"}
    return on(wizard(world, persona, "heating.receipt.void", values))


def get_own_shift(world, persona):
    """The persona's own open shift, or a colleague's where there is none."""
    return world.shifts.get(persona, world.shift)


@call("heating.shift", "action_close")
def _close(world, persona):
    return on(get_own_shift(world, persona), 100.0)


@call("heating.shift", "action_close", "of a colleague")
def _close_other(world, _persona):
    return on(world.shift, 100.0)


@call("heating.shift", "action_confirm")
def _confirm_shift(world, _persona):
    world.shift.state = "closed"
    return on(world.shift)


@call("heating.shift", "action_confirm", "own shift")
def _confirm_own_shift(world, persona):
    shift = get_own_shift(world, persona)
    shift.sudo().state = "closed"
    return on(shift)


def get_short_shift(world, persona):
    """The persona's own closed shift, or a colleague's, with 10 yuan missing."""
    shift = get_own_shift(world, persona)
    shift.sudo().write({"state": "closed", "expected_cash": 10.0})
    return shift


@call("heating.shift", "action_explain")
def _explain(world, persona):
    return on(get_short_shift(world, persona), "Lost")


@call("heating.shift", "action_explain", "of a colleague")
def _explain_other(world, _persona):
    return on(get_short_shift(world, "taker"), "Lost")


@call("heating.shift.confirm", "action_confirm")
def _confirm_dialog(world, persona):
    values = {"shift_id": get_short_shift(world, "taker").id, "reason": "Found"}
    return on(wizard(world, persona, "heating.shift.confirm", values))


@call("heating.shift.explain", "action_explain")
def _explain_dialog(world, persona):
    values = {"shift_id": get_short_shift(world, persona).id, "reason": "Lost"}
    return on(wizard(world, persona, "heating.shift.explain", values))


@call("heating.shift", "write")
def _write_shift(world, persona):
    return on(get_own_shift(world, persona), {"counted_cash": 1.0})


@call("heating.shift", "create", "for a colleague, by defaults")
def _create_shift(world, persona):
    _counter_open_shift(world, persona)
    return Call(
        [[{"desk_id": world.get_free_desk(persona).id}]],
        {"default_user_id": world.users["taker"].id, "default_state": "confirmed"},
    )


@afterwards("heating.shift", "create", "for a colleague, by defaults")
def _shift_is_own(world, persona, result):
    shift = world.env["heating.shift"].browse(result)
    return shift.user_id == world.users[persona] and shift.state == "open"


@call("heating.shift.close", "action_close")
def _close_dialog(world, persona):
    values = {"shift_id": get_own_shift(world, persona).id, "counted_cash": 100.0}
    return on(wizard(world, persona, "heating.shift.close", values))


# === CASH HANDED OVER === #


def get_turned_in(world, shift):
    """Cash of a drawer that waits to be counted."""
    transfers = world.env["heating.cash.transfer"]
    return transfers.with_context(heating_posting=HEATING_POSTING).create(
        {"kind": "turn_in", "shift_id": shift.id, "amount": 0.01, "state": "handed"}
    )


for _name in ("action_confirm", "action_refuse"):

    @call("heating.cash.transfer", _name)
    def _count(world, _persona):
        return on(get_turned_in(world, world.shift))


@call("heating.cash.transfer", "action_confirm", "own cash")
def _count_own(world, persona):
    return on(get_turned_in(world, get_own_shift(world, persona)))


@call("heating.cash.transfer", "create")
def _create_transfer(world, _persona):
    vals = {"kind": "turn_in", "shift_id": world.shift.id, "amount": 1.0}
    return Call([[{**vals, "state": "handed"}]])


@call("heating.cash.transfer", "unlink")
def _unlink_transfer(world, _persona):
    return on(get_turned_in(world, world.shift))


write(
    "heating.cash.transfer",
    "",
    lambda world: get_turned_in(world, world.shift),
    {"amount": 5.0},
)


@call("heating.shift", "action_turn_in")
def _turn_in(world, persona):
    return on(get_own_shift(world, persona), 5.0)


@call("heating.shift", "action_turn_in", "of a colleague")
def _turn_in_of_colleague(world, _persona):
    return on(world.shift, 5.0)


@call("heating.shift.turn.in", "action_turn_in")
def _turn_in_dialog(world, persona):
    shift = get_own_shift(world, persona)
    values = {"shift_id": shift.id, "amount": 5.0}
    return on(wizard(world, persona, "heating.shift.turn.in", values))

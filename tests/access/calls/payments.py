"""Odoo accounting: what would match, pay or number documents for heat."""

from odoo.fields import Command

from tests.access.calls.accounting import (
    KEYS,
    get_invoice,
    prepare_money,
    prepare_other_invoice,
)
from tests.access.calls.registry import Call, afterwards, call, on, wizard, write


@call("account.partial.reconcile", "create")
def _create_partial(world, _persona):
    return Call(
        [
            [
                {
                    "debit_move_id": world.open_line.id,
                    "credit_move_id": prepare_money(world).id,
                    "amount": 100.0,
                    "debit_amount_currency": 100.0,
                    "credit_amount_currency": 100.0,
                }
            ]
        ]
    )


@call("account.partial.reconcile", "unlink")
def _unlink_partial(world, _persona):
    return on(world.paid_line.matched_credit_ids)


write(
    "account.partial.reconcile",
    "",
    lambda world: world.paid_line.matched_credit_ids,
    {"amount": 1.0},
)


@call("account.full.reconcile", "create")
def _create_full(world, _persona):
    return Call(
        [
            [
                {
                    "reconciled_line_ids": [[6, 0, world.open_line.ids]],
                    "partial_reconcile_ids": [
                        [6, 0, world.paid_line.matched_credit_ids.ids]
                    ],
                }
            ]
        ]
    )


@call("account.full.reconcile", "unlink")
def _unlink_full(world, _persona):
    return on(world.paid_line.full_reconcile_id)


for _name in ("action_draft", "action_cancel", "action_reject", "action_validate"):

    @call("account.payment", _name)
    def _on_payment(world, _persona):
        return on(world.payment)


write("account.payment", "amount", lambda world: world.payment, {"amount": 1.0})
write("account.payment", "note", lambda world: world.payment, {"memo": "changed"})


@call("account.payment", "unlink")
def _unlink_payment(world, _persona):
    return on(world.payment, **KEYS)


def _prepare_payment(world, **values):
    return {
        "payment_type": "inbound",
        "partner_id": world.other.customer_id.id,
        "amount": 10.0,
        "journal_id": world.methods.journal_id.ids[0],
        **values,
    }


@call("account.payment", "create", "of a receipt, by defaults")
def _create_payment_default(world, _persona):
    return Call(
        [[_prepare_payment(world)]],
        {"default_heating_tender_id": world.receipt.tender_ids.id},
    )


@call("account.payment", "create", "naming a bill")
def _create_payment_of_bill(world, _persona):
    move = world.open_line.move_id
    return Call([[_prepare_payment(world, invoice_ids=[[6, 0, move.ids]])]])


@call("account.payment.register", "action_create_payments")
def _register(world, persona):
    moves = world.open_line.move_id
    return on(
        wizard(
            world,
            persona,
            "account.payment.register",
            {},
            active_model="account.move",
            active_ids=moves.ids,
        )
    )


@call("account.payment.register", "action_create_payments", "other business")
def _register_other(world, persona):
    invoice = prepare_other_invoice(world)
    if invoice.state == "draft":
        invoice.action_post()
    return on(
        wizard(
            world,
            persona,
            "account.payment.register",
            {},
            active_model="account.move",
            active_ids=invoice.ids,
        )
    )


@afterwards("account.payment.register", "action_create_payments", "other business")
def _is_paid(world, _persona, _result):
    return not prepare_other_invoice(world).amount_residual


for _name in ("refund_moves", "modify_moves"):

    @call("account.move.reversal", _name)
    def _reverse(world, persona):
        moves = get_invoice(world)
        return on(
            wizard(
                world,
                persona,
                "account.move.reversal",
                {"journal_id": moves.journal_id.id},
                active_model="account.move",
                active_ids=moves.ids,
            )
        )


@call("account.automatic.entry.wizard", "do_action")
def _transfer(world, persona):
    return on(
        wizard(
            world,
            persona,
            "account.automatic.entry.wizard",
            {
                "action": "change_account",
                "move_line_ids": [Command.set(world.open_line.ids)],
                "destination_account_id": world.company.heating_opening_account_id.id,
                "journal_id": world.company.heating_entry_journal_id.id,
            },
            active_model="account.move.line",
            active_ids=world.open_line.ids,
        )
    )


@call("account.resequence.wizard", "resequence")
def _resequence(world, persona):
    moves = get_invoice(world)
    return on(
        wizard(
            world,
            persona,
            "account.resequence.wizard",
            {"first_name": "HB/2026/90001"},
            active_model="account.move",
            active_ids=moves.ids,
        )
    )

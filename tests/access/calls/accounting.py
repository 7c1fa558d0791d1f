"""Odoo accounting: what would undo or fake a document for heat."""

from odoo.fields import Command

from tests.access.calls.registry import Call, afterwards, call, on, write

# keys that Odoo's own code sets to pass its checks, and that any client may send
KEYS = {
    "skip_readonly_check": True,
    "check_move_validity": False,
    "skip_account_move_synchronization": True,
    "force_delete": True,
    "heating_posting": True,
}


def get_invoice(world):
    return world.bill.move_ids


def prepare_money(world):
    """A posted entry by which the customer seems to have paid, without a receipt.

    :return: its line on the account of the open debt
    """
    return world.once("money", lambda: _build_money(world, 100.0))


def _build_money(world, amount):
    line = world.open_line
    move = world.env["account.move"].create(
        {
            "journal_id": world.company.heating_entry_journal_id.id,
            "line_ids": [
                Command.create(
                    {
                        "account_id": line.account_id.id,
                        "partner_id": line.partner_id.id,
                        "balance": -amount,
                    }
                ),
                Command.create(
                    {
                        "account_id": world.company.heating_income_account_id.id,
                        "balance": amount,
                    }
                ),
            ],
        }
    )
    move.action_post()
    return move.line_ids.filtered(lambda each: each.account_id == line.account_id)


def prepare_other_invoice(world):
    """A draft invoice that has nothing to do with heat."""
    scrap = Command.create({"name": "Scrap", "price_unit": 10.0, "quantity": 1})
    values = {
        "move_type": "out_invoice",
        "partner_id": world.own.customer_id.id,
        "invoice_date": "2026-10-10",
        "invoice_line_ids": [scrap],
    }
    return world.once("scrap", lambda: world.env["account.move"].create(values))


for _name in (
    "action_register_payment",
    "action_force_register_payment",
    "button_cancel",
    "button_draft",
    "action_switch_move_type",
):

    @call("account.move", _name)
    def _on_invoice(world, _persona):
        return on(get_invoice(world))


for _name in ("action_post", "button_cancel"):

    @call("account.move", _name, "other business")
    def _on_other(world, _persona):
        return on(prepare_other_invoice(world))


@call("account.move", "js_assign_outstanding_line")
def _assign(world, _persona):
    return on(world.open_line.move_id, prepare_money(world).id)


@call("account.move", "js_assign_outstanding_line", "from another entry")
def _assign_other(world, _persona):
    return on(prepare_money(world).move_id, world.open_line.id)


@call("account.move", "js_remove_outstanding_partial")
def _remove_partial(world, _persona):
    return on(get_invoice(world), world.paid_line.matched_credit_ids.ids[0])


@call("account.move", "js_remove_outstanding_partial", "from another entry")
def _remove_partial_other(world, _persona):
    move = prepare_money(world).move_id
    return on(move, world.paid_line.matched_credit_ids.ids[0])


write(
    "account.move",
    "due date of a bill",
    get_invoice,
    {"invoice_date_due": "2030-01-01"},
)
write("account.move", "bill to draft", get_invoice, {"state": "draft"}, **KEYS)
write(
    "account.move",
    "customer of a bill, with Odoo's keys",
    get_invoice,
    lambda world: {"partner_id": world.other.customer_id.id},
    **KEYS,
)
write(
    "account.move",
    "amount of a bill, with Odoo's keys",
    get_invoice,
    lambda world: {
        "line_ids": [
            [1, line.id, {"balance": line.balance / 2}]
            for line in get_invoice(world).line_ids
        ]
    },
    **KEYS,
)


@call("account.move", "write", "another invoice tied to a household")
def _tie(world, _persona):
    return on(
        prepare_other_invoice(world),
        {"heating_household_id": world.own.id, "heating_bill_id": world.bill.id},
    )


@call("account.move", "unlink", "bill, with Odoo's keys")
def _unlink_move(world, _persona):
    return on(get_invoice(world), **KEYS)


@call("account.move", "create", "for a household")
def _create_move(world, _persona):
    return Call(
        [
            [
                {
                    "move_type": "out_refund",
                    "partner_id": world.own.customer_id.id,
                    "heating_household_id": world.own.id,
                }
            ]
        ]
    )


@call("account.move", "create", "for a household, by defaults")
def _create_move_default(world, _persona):
    return Call(
        [[{"move_type": "out_refund", "partner_id": world.own.customer_id.id}]],
        {
            "default_heating_household_id": world.own.id,
            "default_heating_bill_id": world.bill.id,
        },
    )


@call("account.move", "create", "lines for a household, by defaults")
def _create_lines_default(world, _persona):
    company, line = world.company, world.open_line
    income = company.heating_income_account_id
    values = {
        "journal_id": company.heating_entry_journal_id.id,
        "line_ids": [
            [0, 0, {"account_id": line.account_id.id, "balance": -5.0}],
            [0, 0, {"account_id": income.id, "balance": 5.0}],
        ],
    }
    return Call(
        [[values]], {"default_heating_household_id": line.heating_household_id.id}
    )


@call("account.move", "copy")
def _copy_move(world, _persona):
    return on(get_invoice(world))


@afterwards("account.move", "copy")
def _copy_is_free(world, _persona, result):
    copy = world.env["account.move"].browse(result)
    return not copy._is_heating() and copy.state == "draft"


@call("account.move.line", "reconcile")
def _reconcile(world, _persona):
    return on(world.open_line | prepare_money(world))


@call("account.move.line", "remove_move_reconcile")
def _unreconcile(world, _persona):
    return on(world.paid_line)


@call("account.move.line", "action_unreconcile_match_entries")
def _unreconcile_action(world, _persona):
    return on(world.paid_line, active_ids=world.paid_line.ids)


write(
    "account.move.line",
    "amount of a bill, with Odoo's keys",
    lambda world: world.open_line,
    {"debit": 1.0},
    **KEYS,
)
write(
    "account.move.line",
    "due date of a bill",
    lambda world: world.open_line,
    {"date_maturity": "2030-01-01"},
)
write(
    "account.move.line",
    "account of a payment",
    lambda world: world.payment.move_id.line_ids[:1],
    lambda world: {"account_id": world.company.heating_opening_account_id.id},
)


@call("account.move.line", "unlink", "of a bill, with Odoo's keys")
def _unlink_line(world, _persona):
    return on(world.open_line, **KEYS)


@call("account.move.line", "create", "in a bill")
def _create_line(world, _persona):
    return Call(
        [
            [
                {
                    "move_id": world.open_line.move_id.id,
                    "account_id": world.open_line.account_id.id,
                    "balance": -5.0,
                }
            ]
        ],
        KEYS,
    )

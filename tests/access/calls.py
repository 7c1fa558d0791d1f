"""What the tests send when they call the methods of methods.csv.

A method without an entry is called on a record of the first branch, without further
arguments. Any other has a function here, named by model, method and case: it gets the
world and the persona, may prepare records beyond rights, and returns a `Call`. The
caller undoes all of it afterwards.
"""

from dataclasses import dataclass, field

from odoo.exceptions import UserError
from odoo.fields import Command

from tests.access.world import ELSEWHERE

CALLS = {}
AFTERWARDS = {}


@dataclass
class Call:
    """One call of a client: arguments with the ids first, and the client's context."""

    args: list
    context: dict = field(default_factory=dict)


def call(model, method, case=""):
    """Register how *method* is called.

    :param str case: as in methods.csv, where the arguments decide
    """

    def register(function):
        CALLS[model, method, case] = function
        return function

    return register


def afterwards(model, method, case=""):
    """Register what must hold after a call that was allowed.

    The function gets the world, the persona and the result, and returns whether all
    is as it should be.
    """

    def register(function):
        AFTERWARDS[model, method, case] = function
        return function

    return register


def prepare_call(row, world, persona):
    """The call of a row.

    :rtype: Call
    """
    if function := CALLS.get(row.key):
        return function(world, persona)
    return Call([world.of(row.model).ids[:1]])


def on(records, *args, **context):
    """A call on records."""
    return Call([records.ids, *args], context)


def write(model, case, get_records, values, **context):
    """Register a write of *values* to what *get_records* finds in the world."""

    @call(model, "write", case)
    def _write(world, _persona):
        sent = values(world) if callable(values) else values
        return on(get_records(world), sent, **context)


def wizard(world, persona, model, values, **context):
    """A dialog that a persona has opened, or that stands open where they may not."""
    dialogs = world.env[model].with_context(**context)
    try:
        with world.env.cr.savepoint():
            return dialogs.with_user(world.users[persona]).create(values)
    except UserError:
        return dialogs.create(values)


# === ODOO ACCOUNTING: WHAT WOULD UNDO OR FAKE A DOCUMENT FOR HEAT === #

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


# === ODOO'S BASE === #


@call("base.partner.merge.automatic.wizard", "action_merge")
def _merge(world, persona):
    partners = world.own.customer_id | world.other.customer_id
    return on(
        wizard(
            world,
            persona,
            "base.partner.merge.automatic.wizard",
            {
                "state": "selection",
                "partner_ids": [Command.set(partners.ids)],
                "dst_partner_id": world.own.customer_id.id,
            },
        )
    )


@call("ir.sequence", "next_by_id", "of receipts")
def _next_by_id(world, _persona):
    return on(world.desk.sudo().sequence_id)


@call("ir.sequence", "next_by_code", "of receipts")
def _next_by_code(_world, _persona):
    return Call(["heating.receipt"])


write(
    "res.company",
    "heating accounts",
    lambda world: world.company,
    lambda world: {"heating_advance_account_id": False},
)


@call("res.config.settings", "create")
def _settings(world, _persona):
    return Call([[{"company_id": world.company.id}]])


@call("res.users", "write", "own branches")
def _own_branches(world, persona):
    return on(world.users[persona], {"heating_branch_ids": [[5, 0, 0]]})


@call("res.users", "write", "own roles")
def _own_roles(world, persona):
    group = world.env.ref("heating_customer.group_administrator")
    return on(world.users[persona], {"group_ids": [[4, group.id, 0]]})


@call("res.partner", "write", "name of a householder")
def _rename(world, _persona):
    return on(world.other.customer_id, {"name": "Somebody Else"})


for _name in ("action_view_heating_households", "action_view_helpdesk_tickets"):

    @call("res.partner", _name)
    def _on_customer(world, _persona):
        return on(world.own.customer_id)


@call("res.users", "review_user_count")
def _review_user_count(_world, _persona):
    return Call([])


# === OCA: JOBS === #


for _name in ("with_delay", "delayable"):

    @call("base", _name)
    def _delay(world, _persona):
        return on(world.of("heating.household")[:1])


for _name in (
    "button_cancelled",
    "button_done",
    "open_graph_jobs",
    "open_related_action",
    "related_action_open_record",
    "requeue",
):

    @call("queue.job", _name)
    def _on_job(world, _persona):
        return on(world.job)


write("queue.job", "", lambda world: world.job, {"state": "done"})
write("queue.job", "what it does", lambda world: world.job, {"method_name": "unlink"})


@call("queue.job", "create")
def _create_job(_world, _persona):
    job = {"uuid": "1", "model_name": "res.users", "method_name": "unlink"}
    return Call([[{**job, "state": "pending"}]])


for _model, _name in (
    ("queue.jobs.to.cancelled", "requeue"),
    ("queue.jobs.to.cancelled", "set_cancelled"),
    ("queue.jobs.to.done", "requeue"),
    ("queue.jobs.to.done", "set_done"),
    ("queue.requeue.job", "requeue"),
):

    @call(_model, _name)
    def _on_jobs(world, persona, model=_model):
        return on(wizard(world, persona, model, {"job_ids": world.job.ids}))


@call("queue.job.channel", "parent_required")
def _channel(world, _persona):
    return on(world.env["queue.job.channel"].search([], limit=1))


@call("queue.job.function", "job_config")
def _job_config(world, _persona):
    functions = world.env["queue.job.function"]
    # else it would answer from the cache that another persona filled
    functions.env.registry.clear_cache()
    return on(functions, "<heating.bill.run>._finish_run")


@call("queue.job.function", "job_default_config")
def _job_default_config(world, _persona):
    return on(world.env["queue.job.function"])


@call("queue.job.function", "job_function_name")
def _job_function_name(_world, _persona):
    return Call([[], "heating.bill.run"])


# === OCA: HELPDESK === #


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


# === OCA: APPROVALS === #


@call("comment.wizard", "add_comment")
def _comment(world, persona):
    application = world.applications["requested"]
    values = {
        "res_model": application._name,
        "res_id": application.id,
        "validate_reject": "validate",
        "review_ids": [Command.set(application.review_ids.ids)],
        "comment": "Agreed",
    }
    return on(wizard(world, persona, "comment.wizard", values))


for _name, _state in (
    ("action_cancel", "draft"),
    ("request_validation", "draft"),
    ("reject_tier", "requested"),
    ("restart_validation", "requested"),
    ("validate_tier", "requested"),
):

    @call("heating.application", _name)
    def _on_application(world, _persona, state=_state):
        return on(world.applications[state])


@call("heating.application", "evaluate_tier")
def _evaluate_tier(world, _persona):
    return on(world.applications["draft"], world.env.ref("base.module_base").id)


@call("heating.application", "action_confirm_field")
def _confirm_field(world, _persona):
    application = world.applications["approved"]
    return on(application, str(application.date_from), "S-1")


@call("heating.application.confirm", "action_confirm")
def _confirm_dialog(world, persona):
    values = {
        "application_id": world.applications["approved"].id,
        "valve_on": world.applications["approved"].date_from,
        "seal_number": "S-1",
    }
    return on(wizard(world, persona, "heating.application.confirm", values))


write(
    "heating.application",
    "approved by hand",
    lambda world: world.applications["requested"],
    {"state": "approved"},
    skip_validation_check=True,
)
write(
    "tier.review",
    "",
    lambda world: world.applications["requested"].review_ids,
    {"status": "approved"},
)


@call("tier.review", "create")
def _create_review(world, _persona):
    application = world.applications["draft"]
    return Call(
        [
            [
                {
                    "model": application._name,
                    "res_id": application.id,
                    "status": "approved",
                    "definition_id": world.env.ref(
                        "heating_customer.tier_definition_application"
                    ).id,
                }
            ]
        ]
    )


@call("tier.review", "unlink")
def _unlink_review(world, _persona):
    return on(world.applications["requested"].review_ids)


@call("tier.definition", "onchange_review_type")
def _review_type(world, _persona):
    return on(world.env.ref("heating_customer.tier_definition_application"))


# === BILLING === #


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


@call("heating.season", "action_view_bills")
def _season_bills(world, _persona):
    return on(world.season)


# === THE COUNTER === #


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
    return on(world.receipt, "Wrong household")


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


# === THE ARCHIVE === #


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


# === REPORTS === #


@call("heating.collection", "get_by_branch")
def _by_branch(world, _persona):
    return Call([world.season.id])


for _report, _model in (
    ("arrears", "heating.arrears"),
    ("collection", "heating.collection"),
):

    @call(f"report.heating_report.{_report}_xlsx", "create_xlsx_report")
    def _xlsx(world, _persona, model=_model):
        return Call([[], world.of(model).ids, {}], {"active_model": model})

    @call(f"report.heating_report.{_report}_xlsx", "generate_xlsx_report")
    def _generate(_world, _persona):
        return Call([[], None, {}, None])

    @call(f"report.heating_report.{_report}_xlsx", "get_workbook_options")
    def _options(_world, _persona):
        return Call([[]])


@call("report.report_xlsx.partner_xlsx", "create_xlsx_report")
def _partner_xlsx(world, _persona):
    partners = world.own.customer_id.ids
    return Call([[], partners, {}], {"active_model": "res.partner"})


@call("report.report_xlsx.partner_xlsx", "generate_xlsx_report")
def _generate_partner(_world, _persona):
    return Call([[], None, {}, None])


@call("report.report_xlsx.partner_xlsx", "get_workbook_options")
def _options_partner(_world, _persona):
    return Call([[]])


@call("ir.actions.report", "save_xlsx_report_attachment")
def _save_xlsx(world, _persona):
    report = world.env["ir.actions.report"].search(
        [("report_type", "=", "xlsx")], limit=1
    )
    return on(report, [1], "x")

"""What the tests send when they call the methods of methods.csv.

A method without an entry is called on a record of the first branch, without further
arguments. Any other has a function in one of the files beside this one, named by
model, method and case: it gets the world and the persona, may prepare records beyond
rights, and returns a `Call`. The caller undoes all of it afterwards.
"""

from dataclasses import dataclass, field

from odoo.exceptions import UserError

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

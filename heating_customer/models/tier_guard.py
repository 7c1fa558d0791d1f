"""Who may touch the records of an approval: the operations that approve, nobody else.

Reviews and approved states are writable through Odoo's API by anyone who has the
model's rights, and a context key can be sent by any client. So the operations mark
the recordsets they work with by an object that lives in this process only: a client
sends JSON, and no JSON value is this object.
"""

_KEY = "heating_approval_guard"
_SENTINEL = object()

# Context keys that change what an approval does or what it leaves on record, dropped
# when an operation begins: “default_status” alone would create approved reviews.
_CLIENT_PREFIXES = ("default_", "skip_", "tier_validation_", "mail_", "tracking_")
_CLIENT_KEYS = ("active_test",)


def trusted(records):
    """Mark *records* as worked on by an approval operation.

    :param records: any recordset
    :return: the same records, in a context in which reviews may be written
    """
    return records.with_context(**{_KEY: _SENTINEL})


def operating(records):
    """Mark *records* for an operation whose rights have been checked.

    :param records: any recordset
    :return: the same records, sudoed, trusted and free of the keys of clients
    """
    context = without_client_keys(records.env.context)
    return trusted(records.with_env(records.env(su=True, context=context)))


def is_trusted(env):
    """Whether *env* belongs to an approval operation."""
    return env.context.get(_KEY) is _SENTINEL


def without_client_keys(context):
    """Drop the keys of *context* by which a client could bend an approval.

    :param dict context: the context as it came
    :rtype: dict
    """
    return {
        key: value
        for key, value in context.items()
        if key not in _CLIENT_KEYS and not key.startswith(_CLIENT_PREFIXES)
    }

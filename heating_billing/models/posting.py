"""The one key that opens heating documents in the ledger.

A client of the external API can put only JSON values into a context, never this
object, so code that finds it there knows that it was called by the suite itself.
"""

HEATING_POSTING = object()


def may_post(env):
    """Whether the suite itself, not a client, is writing heating documents."""
    return env.context.get("heating_posting") is HEATING_POSTING

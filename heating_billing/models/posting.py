"""The one key that opens heating documents in the ledger.

A client of the external API can put only JSON values into a context, never this
object, so code that finds it there knows that it was called by the suite itself.
"""

HEATING_POSTING = object()

# for documents made by the thousand, where a message each would be noise
QUIET_POSTING = {
    "heating_posting": HEATING_POSTING,
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
}

# What people do beside a document, not on it: follow it, plan work, attach papers.
# Messages are not among it: they are posted, never written into the document.
CHATTER_FIELDS = frozenset(
    {
        "activity_date_deadline",
        "activity_ids",
        "activity_summary",
        "activity_type_id",
        "activity_user_id",
        "attachment_ids",
        "message_follower_ids",
        "message_main_attachment_id",
        "message_partner_ids",
    }
)


def may_post(env):
    """Whether the suite itself, not a client, is writing heating documents."""
    return env.context.get("heating_posting") is HEATING_POSTING

def pre_init_hook(env):
    """Create the PostgreSQL extensions that constraints and search rest on.

    ``btree_gist`` lets an exclusion constraint compare a household and a range of
    days at once; without it the module would install and silently lack the
    constraint. ``pg_trgm`` makes “any part of a name” searchable. Both are trusted
    extensions, so the database's owner may create them.
    """
    env.cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    env.cr.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    # looked up when the registry was loaded: without it, Odoo makes no trigram index
    # in the database in which this very addon is being installed
    env.registry.has_trigram = True

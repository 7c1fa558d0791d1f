"""Calls as a client makes them, and what they leave undone."""

import json
from contextlib import contextmanager

from odoo import api
from odoo.exceptions import UserError
from odoo.service.model import call_kw

from tests.access.world import World


class AccessMixin:
    """Calls as a client does, for classes of tests that have a `World`."""

    world = None

    @classmethod
    def build_world(cls):
        cls.world = World(cls.env)

    @classmethod
    def rpc(cls, persona, model, method, *args, context=None, **kwargs):
        """Call a public method as a persona: checked, with JSON values only.

        :param str persona: a key of the world's users
        :param args: what a client sends; ids first for methods of records
        :param dict context: the client's context
        :return: what the client gets
        """
        kwargs["context"] = context or {}
        args, kwargs = json.loads(json.dumps([args, kwargs]))
        # a request reads its own snapshot and finds nothing in the cache
        cls.env.flush_all()
        cls.env.invalidate_all()
        env = api.Environment(cls.env.cr, cls.world.users[persona].id, {})
        result = call_kw(env[model], method, args, kwargs)
        cls.env.flush_all()
        return result

    @classmethod
    @contextmanager
    def undone(cls):
        """Undo what happens inside, in the database and in the caches."""
        savepoint = cls.env.cr.savepoint()
        invalidated = cls.env.registry.cache_invalidated
        before = set(invalidated)
        invalidated.clear()
        try:
            yield
        finally:
            savepoint.rollback()
            savepoint.close(rollback=False)
            if invalidated:
                # filled again inside, with what is no more
                cls.env.registry.clear_cache(*invalidated)
            invalidated.update(before)

    @classmethod
    def try_rpc(cls, *args, **kwargs):
        """Call as `rpc` does, and undo it.

        :return: whether it was refused, and the result or the reason
        """
        with cls.undone():
            try:
                return False, cls.rpc(*args, **kwargs)
            except UserError as error:  # an AccessError is one, too
                return True, str(error)

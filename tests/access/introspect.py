"""What the running system has: the models, public methods and routes to have a row."""

import inspect
import threading

from odoo.models import BaseModel

OCA = ("base_tier_validation", "helpdesk_mgmt", "queue_job", "report_xlsx")
# core addons whose routes with an id reach invoices, payments or chatter
PORTAL = ("account", "account_payment", "payment", "portal")


def is_ours(module):
    """Whether an addon belongs to the suite."""
    return module.startswith("heating_")


def is_watched(module):
    """Whether everything an addon brings must have a row."""
    return is_ours(module) or module in OCA


def _get_module(cls):
    """The addon in which a class was written, or an empty string."""
    parts = cls.__module__.split(".")
    return parts[2] if parts[:2] == ["odoo", "addons"] else ""


def get_models(env):
    """Names of models that must have a row: ours, OCA's, and core's that we extend.

    Abstract models have no records, so there are no rights on them.
    """
    # what extends all models extends none in particular
    of_all = set(env.registry["base"].__mro__)
    return {
        name
        for name, cls in env.registry.items()
        if not cls._abstract
        and (
            is_watched(cls._original_module)
            or any(is_ours(_get_module(base)) for base in set(cls.__mro__) - of_all)
        )
    }


def get_stored_models(env):
    """Names of our models whose records lie in the database or are read from it."""
    return {
        name
        for name, cls in env.registry.items()
        if not cls._abstract and not cls._transient and is_ours(cls._original_module)
    }


def _is_mixin(registry, name):
    """Whether a model only lends its methods to others, where they have their rows."""
    return registry[name]._abstract and any(
        name in cls._inherit_module for other, cls in registry.items() if other != name
    )


def _is_public(cls, name):
    if name.startswith("_") or not callable(getattr(cls, name, None)):
        return False
    return not any(
        getattr(getattr(base, name, None), "_api_private", False)
        for base in cls.__mro__
    )


def _get_defined(cls):
    """Public methods of a model that a watched addon defines or overrides."""
    return {
        name
        for base in cls.__mro__
        if is_watched(_get_module(base))
        for name, value in vars(base).items()
        if inspect.isroutine(getattr(base, name, None))
        and not inspect.isclass(value)
        and _is_public(cls, name)
    }


def get_methods(env):
    """Public methods that must have a row, as a set of (model, method).

    A method counts for each model that has it, so that a mixin's methods are tried
    where the records are. What every model has from Odoo (create, write, …) is tried
    by the table of models; what an addon gives to every model has one row at `base`.
    """
    registry = env.registry
    on_all = set(dir(registry["base"]))
    found = {
        ("base", name) for name in _get_defined(registry["base"]) - set(dir(BaseModel))
    }
    for name, cls in registry.items():
        if name != "base" and not _is_mixin(registry, name):
            found |= {(name, method) for method in _get_defined(cls) - on_all}
    return found


def get_rules(env):
    """The routing rules of the installed addons."""
    # as a request's thread has it
    threading.current_thread().dbname = env.cr.dbname
    return list(env["ir.http"].routing_map().iter_rules())


def get_routes(env):
    """Routes that must have a row.

    :return: dict of route → (auth, type) for ours, OCA's, and those of `PORTAL` that
        take an id
    """
    found = {}
    for rule in get_rules(env):
        method = rule.endpoint.func
        name = method.__name__
        modules = {
            _get_module(cls)
            for cls in type(method.__self__).__mro__
            if name in vars(cls)
        }
        takes_id = any(
            type(converter).__name__
            in ("IntegerConverter", "ModelConverter", "ModelsConverter")
            for converter in rule._converters.values()
        ) or any(
            parameter.endswith("_id")
            for parameter in inspect.signature(method).parameters
        )
        if any(map(is_watched, modules)) or (modules & set(PORTAL) and takes_id):
            routing = rule.endpoint.routing
            found[rule.rule] = routing["auth"], routing["type"]
    return found

"""Who changes what posting by rows passes over."""

from odoo import fields

# addons whose changes of these models were read, and stand in the rules
KNOWN_ADDONS = frozenset(
    {
        "account",
        "account_edi_ubl_cii",
        "account_payment",
        "analytic",
        "base",
        "base_import",
        "base_sparse_field",
        "heating_billing",
        "heating_customer",
        "html_editor",
        "l10n_cn",
        "mail",
        "phone_validation",
        "portal",
        "product",
        "queue_job",
        "sms",
        "snailmail",
        "snailmail_account",
        "web",
    }
)
MODELS = ("account.move", "account.move.line")
# methods of other models that a document is made with, and rows are not
USED = {
    "account.analytic.distribution.model": ("_get_distribution",),
    "account.fiscal.position": ("_get_fiscal_position", "map_account", "map_tax"),
    "account.journal": ("_get_available_payment_method_lines",),
    "res.partner": ("_increase_rank", "address_get"),
}
# what automation rules put on a model's class while the registry loads
PATCHED = ("create", "write", "_compute_field_value")


def _changes(attribute):
    """Whether an attribute of a class takes part in making or posting a document."""
    if isinstance(attribute, fields.Field):
        return bool(attribute.store and (attribute.compute or attribute.default))
    return hasattr(attribute, "_constrains")


def _is_strange(base, known_addons):
    """Whether a class is part of a model by an addon that nobody has looked at."""
    module = vars(base).get("_module")
    return bool(module) and module not in known_addons


def _find_in_documents(env, known_addons):
    """Whatever changes the models of documents themselves."""
    for name in MODELS:
        model_class = type(env[name])
        classes = model_class.__mro__
        known = {
            attribute
            for base in classes
            if getattr(base, "_module", None) in known_addons
            for attribute in vars(base)
        }
        for base in classes:
            if not _is_strange(base, known_addons):
                continue
            for attribute, value in vars(base).items():
                if attribute.startswith("__") or not (
                    callable(value) or isinstance(value, fields.Field)
                ):
                    continue
                if attribute in known or _changes(value):
                    return f"{name}.{attribute} ({base._module})"
        for attribute in PATCHED:
            if attribute in vars(model_class):
                return f"{name}.{attribute}"
        for field in env[name]._fields.values():
            if field.manual and field.store and field.compute:
                return f"{name}.{field.name}"
    return False


def _find_in_methods(env, known_addons):
    """A method of another model that says what goes into a document."""
    for name, methods in USED.items():
        for base in type(env[name]).__mro__:
            if not _is_strange(base, known_addons):
                continue
            for method in methods:
                if method in vars(base):
                    return f"{name}.{method} ({base._module})"
    return False


def _find_in_columns(env, known_addons):
    """A stored column of another model that is worked out from documents."""
    for name in MODELS:
        for field in env[name]._fields.values():
            for dependent in env.registry.get_dependent_fields(field):
                if (
                    dependent.store
                    and dependent.model_name not in MODELS
                    and not known_addons.issuperset(dependent._modules)
                ):
                    return f"{dependent} ({', '.join(dependent._modules)})"
    return False


def find_override(env, known_addons):
    """The first thing that makes documents other than the rules know.

    :param set known_addons: names of the addons that the rules are made for
    :return: text such as ``account.move.create (addon)``, or False
    """
    return (
        _find_in_documents(env, known_addons)
        or _find_in_methods(env, known_addons)
        or _find_in_columns(env, known_addons)
    )

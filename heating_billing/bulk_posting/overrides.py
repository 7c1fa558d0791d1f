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
# what automation rules put on a model's class while the registry loads
PATCHED = ("create", "write", "_compute_field_value")


def _changes(attribute):
    """Whether an attribute of a class takes part in making or posting a document."""
    if isinstance(attribute, fields.Field):
        return bool(attribute.store and (attribute.compute or attribute.default))
    return hasattr(attribute, "_constrains")


def find_override(env, known_addons):
    """The first thing that makes documents other than the rules know.

    :param known_addons: names of the addons that the rules are made for
    :return: text such as ``account.move.create (addon)``, or False
    """
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
            module = vars(base).get("_module")
            if not module or module in known_addons:
                continue
            for attribute, value in vars(base).items():
                if attribute.startswith("__") or not (
                    callable(value) or isinstance(value, fields.Field)
                ):
                    continue
                if attribute in known or _changes(value):
                    return f"{name}.{attribute} ({module})"
        for attribute in PATCHED:
            if attribute in vars(model_class):
                return f"{name}.{attribute}"
        for field in env[name]._fields.values():
            if field.manual and field.store and field.compute:
                return f"{name}.{field.name}"
    return False

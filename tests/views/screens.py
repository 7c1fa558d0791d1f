"""The screens that somebody reaches, and what the web client asks for to show them."""

import ast
from dataclasses import dataclass

from lxml import etree

from odoo.tools.safe_eval import safe_eval

ROOT = "heating_customer.menu_heating"
# what a view shows of a relation, when it does not say more
NAME = {"fields": {"display_name": {}}}


@dataclass
class Screen:
    """A window of the suite as one person gets it: its model, views and records."""

    env: object
    model: str
    views: dict
    fields: dict
    domain: list
    context: dict
    name: str

    @property
    def records(self):
        return self.env[self.model].with_context(**self.context)

    def parse(self, kind):
        """The view of that kind as XML.

        :rtype: lxml.etree._Element
        """
        return etree.fromstring(self.views[kind]["arch"])


def get_menu_actions(env):
    """The actions behind the menus that the user sees in the heating app.

    :rtype: list of ir.actions.*
    """
    menus = env["ir.ui.menu"].load_web_menus(False)
    root = env.ref(ROOT).id

    def find(menu_id):
        menu = menus[menu_id]
        if menu["actionModel"]:
            yield menu["actionModel"], menu["actionID"]
        for child in menu["children"]:
            yield from find(child)

    found = dict.fromkeys(find(root)) if root in menus else {}
    return [env[model].sudo().browse(id_) for model, id_ in found]


def get_screens(env):
    """The windows behind the user's menus, and those of all that the user may read.

    The second ones are reached from buttons and links.

    :rtype: iterator of Screen
    """
    seen = set()
    for action in get_menu_actions(env):
        if action._name == "ir.actions.act_window":
            action = action._get_action_dict()
            seen.add(action["res_model"])
            yield open_screen(env, action)
    for model, cls in sorted(env.registry.items()):
        if (
            model.startswith("heating.")
            and model not in seen
            and not cls._abstract
            and not cls._transient
            and env[model].has_access("read")
        ):
            yield open_screen(env, {"res_model": model, "name": model})


def open_screen(env, action):
    """What opening an action brings.

    :param dict action: a window action as the client gets it
    :rtype: Screen
    """
    kinds = action.get("views") or [(False, kind) for kind in ("list", "form")]
    answer = env[action["res_model"]].get_views(
        [*kinds, (False, "search")],
        {"toolbar": True, "action_id": action.get("id")},
    )
    scope = {"uid": env.uid, "active_id": False, "allowed_company_ids": [1]}
    domain = action.get("domain") or []
    context = action.get("context") or {}
    return Screen(
        env=env,
        model=action["res_model"],
        views=answer["views"],
        fields={name: data["fields"] for name, data in answer["models"].items()},
        domain=safe_eval(domain, scope) if isinstance(domain, str) else domain,
        context=safe_eval(context, scope) if isinstance(context, str) else context,
        name=action["name"],
    )


def get_specification(node, model, fields):
    """What the client asks for to fill a view.

    :param node: the view's XML
    :param str model: the view's model
    :param dict fields: model → name → description
    :rtype: dict
    """
    specification = {}
    for child in _get_field_nodes(node):
        name = child.get("name")
        field = fields[model][name]
        if field["type"] == "many2one":
            specification[name] = NAME
        elif field["type"] in ("one2many", "many2many"):
            inner = {}
            for view in child:
                if view.tag in ("list", "kanban", "form"):
                    inner |= get_specification(view, field["relation"], fields)
            specification[name] = {"fields": inner or {"display_name": {}}}
        else:
            specification[name] = {}
    return specification


def _get_field_nodes(node):
    """The fields of a view, without those of the views inside it."""
    for child in node:
        if child.tag == "field":
            yield child
        elif child.tag is not etree.Comment:
            yield from _get_field_nodes(child)


def get_editable_nodes(node):
    """The fields of a form that can be filled in, hidden ones apart."""
    for child in node:
        if child.tag is etree.Comment or _is_true(child.get("invisible")):
            continue
        if child.tag != "field":
            yield from get_editable_nodes(child)
        elif not _is_true(child.get("readonly")):
            yield child


def may_create(arch):
    """Whether a view lets make new records."""
    return arch.get("create") not in ("0", "false", "False")


def _is_true(expression):
    return expression in ("1", "True", "true")


def get_picker_domain(node, description, values):
    """The domain with which the client fills the list of a many2one.

    :param node: the field in the view
    :param dict description: of the field
    :param dict values: of the form's record
    :rtype: list
    """
    domain = node.get("domain") or description.get("domain") or []
    if isinstance(domain, str):
        scope = {
            name: value.get("id") if isinstance(value, dict) else value
            for name, value in values.items()
        }
        domain = safe_eval(domain, {**scope, "id": False, "uid": 0})
    return domain


def get_filters(search, screen):
    """Domains and groupings of a search view.

    :rtype: iterator of (name, domain source, field to group by)
    """
    fields = screen.fields[screen.model]
    for node in search.iter("filter"):
        group = ast.literal_eval(node.get("context") or "{}").get("group_by")
        if group in fields and fields[group]["type"] in ("date", "datetime"):
            # as the client does
            group += ":month"
        yield node.get("name"), node.get("domain"), group

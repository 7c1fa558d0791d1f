"""A user for each role, and householders."""

STAFF = {
    "clerk": ("档案员", "archive_clerk"),
    "approver": ("审批人", "approver"),
    "approver2": ("分管经理", "approver"),
    "cashier": ("收费员一", "cashier"),
    "cashier2": ("收费员二", "cashier"),
    "headcashier": ("收费主管", "head_cashier"),
    "accountant": ("会计", "accountant"),
    "service": ("客服", "service_agent"),
    "service2": ("客服二", "service_agent"),
    "field": ("维修工", "field_worker"),
    "inspector": ("稽查员", "inspector"),
    "manager": ("经理", "manager"),
    "east": ("城东档案员", "archive_clerk"),
}
COMMON = {"lang": "zh_CN", "tz": "Asia/Shanghai"}


def make(env):
    """Users by login, in Chinese and in China's time.

    :rtype: dict[str, res.users]
    """
    env["res.lang"]._activate_lang("zh_CN")
    users = {"admin": env.ref("base.user_admin")}
    users["admin"].write({**COMMON, "name": "系统管理员", "password": "admin"})
    category = env.ref("heating_customer.module_category_heating")
    roles = env["res.groups"].search([("privilege_id.category_id", "=", category.id)])
    users["admin"].write({"group_ids": [(4, group.id) for group in roles]})
    for login, (name, role) in STAFF.items():
        group = env.ref(f"heating_customer.group_{role}")
        users[login] = _create(
            env, name=name, login=login, group_ids=[(4, group.id)], **COMMON
        )
    env.ref("base.partner_root").lang = "zh_CN"
    env.company.partner_id.lang = "zh_CN"
    return users


def create_householder(env, login, customer):
    """A customer who signs in on the portal.

    :rtype: res.users
    """
    return _create(
        env,
        partner_id=customer.id,
        name=customer.name,
        login=login,
        group_ids=[(6, 0, env.ref("base.group_portal").ids)],
        **COMMON,
    )


def _create(env, login, **vals):
    users = env["res.users"].with_context(no_reset_password=True)
    return users.create({**vals, "login": login, "password": login})

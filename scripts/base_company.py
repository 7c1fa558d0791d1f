"""Run in “odoo shell” on a fresh database: a company in China, so that accounting
installs the Chinese chart of accounts for it."""

yuan = env.ref("base.CNY")
yuan.active = True
env.company.write(
    {
        "name": "示范热力有限公司",
        "country_id": env.ref("base.cn").id,
        "currency_id": yuan.id,
    }
)
env.cr.commit()

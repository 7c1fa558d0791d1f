"""The company's own rules for businesses: fees, deadlines, tiers, departments."""

from .desk_work import kind


def make(env, users):
    """Set them as the administrator would on the screens."""
    env = env(user=users["admin"])
    kind(env, "stop").write(
        {"deadline_kind": "date", "deadline_month": "9", "deadline_day": 30}
    )
    kind(env, "late_start").write({"deadline_kind": "season", "deadline_days": 10})
    kind(env, "mid_stop").min_days = 30
    kind(env, "transfer").paper_kind_ids = env.ref("heating_customer.paper_kind_sale")
    for code, how, price in (
        ("join", "area", 45.0),
        ("join_many", "area", 45.0),
        ("restore", "fixed", 100.0),
        ("reconnect", "fixed", 100.0),
    ):
        kind(env, code).write({"fee_kind": how, "fee_price": price})
    # a contract runs three years unless it is renewed
    for code in ("join", "join_many", "transfer"):
        kind(env, code).contract_years = 3
    # the first tier is there from the installation
    env["tier.definition"].create(
        {
            "name": "分管经理复核（强停、撤网）",
            "model_id": env.ref("heating_customer.model_heating_application").id,
            "review_type": "individual",
            "reviewer_id": users["approver2"].id,
            "definition_type": "domain",
            "definition_domain": "[('effect', 'in', ('cut_off', 'leave'))]",
            "approve_sequence": True,
            "sequence": 10,
        }
    )
    for name, logins in (
        ("production", ("field",)),
        ("finance", ("accountant", "headcashier")),
        ("service", ("service", "service2")),
    ):
        env.ref(f"heating_customer.department_{name}").user_ids = [
            (4, users[login].id) for login in logins
        ]

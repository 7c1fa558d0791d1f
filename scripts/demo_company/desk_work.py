"""What clerks, approvers and field workers do with any application, each as oneself."""

import base64

from . import pictures
from .clock import TODAY


def kind(env, code):
    """The application type with this code."""
    return env.ref(f"heating_customer.application_type_{code}")


def write(env, users, code, household, day, by="clerk", **vals):
    """A clerk writes an application down.

    :param household: the household, or none where it joins first
    :param date day: the first day asked for
    :return: the draft, as that clerk sees it
    """
    return (
        env["heating.application"]
        .with_user(users[by])
        .create(
            {
                "type_id": kind(env, code).id,
                "household_id": household.id if household else False,
                "date_from": day,
                **vals,
            }
        )
    )


def approve(users, application, by="approver"):
    """Approval is asked for, and the first tier agrees."""
    application.request_validation()
    application.with_user(users[by]).validate_tier()


def decide(users, application, how, comment, by="approver"):
    """Reject or send back with a comment, through the box that asks for it.

    :param str how: “reject” or “send_back”
    """
    application = application.with_user(users[by])
    action = getattr(application, f"{how}_tier")()
    box = application.env[action["res_model"]].with_context(**action["context"])
    box.create({"comment": comment}).add_comment()


def confirm(users, application, day, seal=False):
    """A field worker reports the valve, with a photo of it."""
    application = application.with_user(users["field"])
    attach(
        application,
        "photo",
        "阀门照片.jpg",
        pictures.photo("valve", seal or ""),
        sudo=True,
    )
    application.action_confirm_field(min(day, TODAY), seal)


def attach(record, kind_code, name, content, sudo=False):
    """Hang a paper of a kind on a record, as its user.

    :param bool sudo: as the suite does it for who may read but not write the record
    """
    attachments = record.env["ir.attachment"]
    (attachments.sudo() if sudo else attachments).create(
        {
            "name": name,
            "datas": base64.b64encode(content),
            "res_model": record._name,
            "res_id": record.id,
            "heating_paper_kind_id": record.env.ref(
                f"heating_customer.paper_kind_{kind_code}"
            ).id,
        }
    )


def pay(env, users, households, key, means="transfer"):
    """The cashier takes all that these households owe, in the open shift."""
    env.flush_all()
    env.invalidate_all()
    amount = round(sum(households.mapped("amount_due")), 2)
    if amount <= 0:
        return
    method = env["heating.tender.method"].search(
        [("at_counter", "=", True), ("kind", "=", means)], limit=1
    )
    env["heating.receipt"].with_user(users["cashier"]).counter_take(
        {
            "key": f"demo-{key}",
            "household_ids": households.ids,
            "tenders": [{"method_id": method.id, "amount": amount}],
        }
    )
    env.invalidate_all()

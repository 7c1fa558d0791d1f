"""Approvals by OCA's tiers, and the applications that wait for them."""

from odoo.fields import Command

from tests.access.calls.registry import Call, call, on, wizard, write


@call("comment.wizard", "add_comment")
def _comment(world, persona):
    application = world.applications["requested"]
    values = {
        "res_model": application._name,
        "res_id": application.id,
        "validate_reject": "validate",
        "review_ids": [Command.set(application.review_ids.ids)],
        "comment": "Agreed",
    }
    return on(wizard(world, persona, "comment.wizard", values))


for _name, _state in (
    ("action_cancel", "draft"),
    ("request_validation", "draft"),
    ("reject_tier", "requested"),
    ("send_back_tier", "requested"),
    ("forward_tier", "requested"),
    ("action_view_joining", "draft"),
    ("restart_validation", "requested"),
    ("validate_tier", "requested"),
):

    @call("heating.application", _name)
    def _on_application(world, _persona, state=_state):
        return on(world.applications[state])


for _name in ("action_confirm_old", "action_confirm_new", "action_send_side_link"):

    @call("heating.application", _name)
    def _confirm_side(world, _persona):
        return on(world.transfer)


@call("heating.application", "action_confirm_side")
def _confirm_named_side(world, _persona):
    return on(world.transfer, "old")


@call("heating.application", "action_allow_late")
def _allow_late(world, _persona):
    return on(world.applications["draft"], "In hospital until yesterday")


@call("heating.application", "action_give_up")
def _give_up(world, _persona):
    return on(world.applications["approved"], "The flat was sold")


@call("heating.application.give.up", "action_give_up")
def _give_up_dialog(world, persona):
    values = {"application_id": world.applications["approved"].id, "reason": "Sold"}
    return on(wizard(world, persona, "heating.application.give.up", values))


@call("heating.application.late", "action_allow")
def _allow_late_dialog(world, persona):
    values = {"application_id": world.applications["draft"].id, "reason": "In hospital"}
    return on(wizard(world, persona, "heating.application.late", values))


@call("heating.application.notice", "action_confirm")
def _confirm_notice(world, _persona):
    return on(world.notice)


@call("tier.validation.forward.wizard", "add_forward")
def _forward(world, persona):
    application = world.applications["requested"]
    values = {
        "res_model": application._name,
        "res_id": application.id,
        "forward_reviewer_id": world.second_approver.id,
        "forward_description": "On leave",
    }
    return on(wizard(world, persona, "tier.validation.forward.wizard", values))


@call("heating.application", "evaluate_tier")
def _evaluate_tier(world, _persona):
    return on(world.applications["draft"], world.env.ref("base.module_base").id)


@call("heating.application", "action_confirm_field")
def _confirm_field(world, _persona):
    application = world.applications["approved"]
    return on(application, str(application.date_from), "S-1")


@call("heating.application.confirm", "action_confirm")
def _confirm_dialog(world, persona):
    values = {
        "application_id": world.applications["approved"].id,
        "valve_on": world.applications["approved"].date_from,
        "seal_number": "S-1",
    }
    return on(wizard(world, persona, "heating.application.confirm", values))


write(
    "heating.application",
    "approved by hand",
    lambda world: world.applications["requested"],
    {"state": "approved"},
    skip_validation_check=True,
)
write(
    "tier.review",
    "",
    lambda world: world.applications["requested"].review_ids,
    {"status": "approved"},
)


@call("tier.review", "create")
def _create_review(world, _persona):
    application = world.applications["draft"]
    return Call(
        [
            [
                {
                    "model": application._name,
                    "res_id": application.id,
                    "status": "approved",
                    "definition_id": world.env.ref(
                        "heating_customer.tier_definition_application"
                    ).id,
                }
            ]
        ]
    )


@call("tier.review", "unlink")
def _unlink_review(world, _persona):
    return on(world.applications["requested"].review_ids)


@call("tier.definition", "onchange_review_type")
def _review_type(world, _persona):
    return on(world.env.ref("heating_customer.tier_definition_application"))

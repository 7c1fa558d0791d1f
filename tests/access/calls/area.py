"""Areas measured anew."""

from odoo.addons.heating_customer.models import tier_guard

from tests.access.calls.registry import call, on, write


@call("heating.area.campaign", "action_start")
def _start(world, _persona):
    # what another campaign has under way is left out
    tier_guard.operating(world.campaigns["running"]).state = "done"
    return on(world.campaigns["draft"])


@call("heating.area.campaign", "action_done")
def _done(world, _persona):
    campaign = world.campaigns["running"]
    tier_guard.operating(campaign).state = "running"
    for name in ("measured", "confirmed"):
        world.put_check(name, "to_do")
    return on(campaign)


for _name, _check in (
    ("action_confirm", "measured"),
    ("action_create_applications", "confirmed"),
    ("action_measure", "to_do"),
    ("action_measure_again", "measured"),
):

    @call("heating.area.check", _name)
    def _on_check(world, _persona, check=_check):
        return on(world.checks[check])


write(
    "heating.area.campaign",
    "state by hand",
    lambda world: world.campaigns["draft"],
    {"state": "done"},
)
write(
    "heating.area.check",
    "what was measured",
    lambda world: world.checks["to_do"],
    {"built_area": 88.0},
)
write(
    "heating.area.check",
    "who measures",
    lambda world: world.checks["to_do"],
    lambda world: {"worker_id": world.users["field_worker"].id},
)
write(
    "heating.area.check",
    "state by hand",
    lambda world: world.checks["measured"],
    {"state": "applied"},
)
write(
    "heating.space",
    "verified by hand",
    lambda world: world.own.space_ids,
    {"verified_on": "2026-02-01"},
)

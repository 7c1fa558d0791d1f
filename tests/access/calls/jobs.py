"""OCA's queue of jobs."""

from tests.access.calls.registry import Call, call, on, wizard, write

for _name in ("with_delay", "delayable"):

    @call("base", _name)
    def _delay(world, _persona):
        return on(world.of("heating.household")[:1])


for _name in (
    "button_cancelled",
    "button_done",
    "open_graph_jobs",
    "open_related_action",
    "related_action_open_record",
    "requeue",
):

    @call("queue.job", _name)
    def _on_job(world, _persona):
        return on(world.job)


write("queue.job", "", lambda world: world.job, {"state": "done"})
write("queue.job", "what it does", lambda world: world.job, {"method_name": "unlink"})


@call("queue.job", "create")
def _create_job(_world, _persona):
    job = {"uuid": "1", "model_name": "res.users", "method_name": "unlink"}
    return Call([[{**job, "state": "pending"}]])


for _model, _name in (
    ("queue.jobs.to.cancelled", "requeue"),
    ("queue.jobs.to.cancelled", "set_cancelled"),
    ("queue.jobs.to.done", "requeue"),
    ("queue.jobs.to.done", "set_done"),
    ("queue.requeue.job", "requeue"),
):

    @call(_model, _name)
    def _on_jobs(world, persona, model=_model):
        return on(wizard(world, persona, model, {"job_ids": world.job.ids}))


@call("queue.job.channel", "parent_required")
def _channel(world, _persona):
    return on(world.env["queue.job.channel"].search([], limit=1))


@call("queue.job.function", "job_config")
def _job_config(world, _persona):
    functions = world.env["queue.job.function"]
    # else it would answer from the cache that another persona filled
    functions.env.registry.clear_cache()
    return on(functions, "<heating.bill.run>._finish_run")


@call("queue.job.function", "job_default_config")
def _job_default_config(world, _persona):
    return on(world.env["queue.job.function"])


@call("queue.job.function", "job_function_name")
def _job_function_name(_world, _persona):
    return Call([[], "heating.bill.run"])

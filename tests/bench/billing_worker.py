"""One worker of a bill run: its share of the batches, each a transaction."""

import json
import resource
import time


def _timed(model_class, name, seconds):
    """Add up the seconds that a method takes."""
    method = getattr(model_class, name)

    def timed(*args, **kwargs):
        begun = time.perf_counter()
        try:
            return method(*args, **kwargs)
        finally:
            seconds[name] += time.perf_counter() - begun

    setattr(model_class, name, timed)


def work(env, run_id, number, workers):
    """Bill each batch whose place is this worker's; print what it took as JSON."""
    env = env(context=dict(env.context, tracking_disable=True))
    run = env["heating.bill.run"].browse(run_id)
    seconds = {"_write_bills": 0.0, "_post_invoices": 0.0}
    _timed(type(env["heating.bill.run.line"]), "_write_bills", seconds)
    _timed(type(env["heating.bill"]), "_post_invoices", seconds)
    line_ids = run._get_ready_lines().ids
    batches = [line_ids[i : i + 1000] for i in range(0, len(line_ids), 1000)]
    # of a job, without the first one's loading of views and fields
    run._is_on("running", run.job_round)
    queries = env.cr.sql_log_count
    begun = time.time()
    mine = batches[number::workers]
    for batch in mine:
        run._bill_batch(run.job_round, batch)
        env.cr.commit()
        # each job has an environment of its own
        env.transaction.reset()
    print(
        json.dumps(
            {
                "begun": begun,
                "ended": time.time(),
                "batches": len(mine),
                "queries": env.cr.sql_log_count - queries,
                "bills_seconds": seconds["_write_bills"],
                "posting_seconds": seconds["_post_invoices"],
                "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )

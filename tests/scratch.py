"""A database of its own for tests that commit, kill processes or run in parallel."""

import os
import subprocess
import threading
from contextlib import contextmanager

import odoo
from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.service.model import retrying

from odoo.addons.queue_job.controllers.main import RunJobController
from odoo.addons.queue_job.job import Job


@contextmanager
def scratch_database(name):
    """A copy of the prepared suite database, dropped at the end.

    :yield: its registry
    """
    script = os.environ["HEATING_DATABASE_SCRIPT"]
    subprocess.run(
        [script, "clone", os.environ["HEATING_SUITE"], name], check=True, timeout=120
    )
    testing = odoo.tools.config["test_enable"]
    # otherwise loading this registry would run every test once more
    odoo.tools.config["test_enable"] = False
    try:
        yield Registry(name)
    finally:
        odoo.tools.config["test_enable"] = testing
        Registry.delete(name)
        odoo.sql_db.close_db(name)
        subprocess.run([script, "drop", name], check=True, timeout=60)


@contextmanager
def committed(registry, uid=1):
    """An environment whose work is committed at the end."""
    with registry.cursor() as cr:
        yield Environment(cr, uid, {})
        cr.commit()


def run_jobs(registry, limit=None):
    """Perform queued jobs, first come first served, as a worker of queue_job does.

    A time before which a job should not run is not waited for.

    :param int limit: jobs to perform at most; none given: until no job is pending
    :return: the exceptions of jobs that failed
    """
    failures = []
    done = 0
    while limit is None or done < limit:
        with committed(registry) as env:
            record = env["queue.job"].search(
                [("state", "=", "pending")], order="id", limit=1
            )
            if not record:
                break
            uuid = record.uuid
            job = Job.load(env, uuid)
            job.set_enqueued()
            job.store()
        with registry.cursor() as cr:
            env = Environment(cr, 1, {})
            job = RunJobController._acquire_job(env, uuid)
            try:
                RunJobController._runjob(env, job)
                cr.commit()
            except Exception as error:  # noqa: BLE001 - the test looks at it
                cr.rollback()
                failures.append(error)
        done += 1
    return failures


def run_together(registry, *works, timeout=60):
    """Run each work in a thread and a transaction of its own, all at the same time.

    Each goes through Odoo's own retrying, as a request does.

    :param works: pairs of user id and function of an environment
    :return: what each returned, or the exception it raised, in order
    """
    results = [None] * len(works)
    barrier = threading.Barrier(len(works))

    def run(index, uid, work):
        with registry.cursor() as cr:
            env = Environment(cr, uid, {})
            # both have begun before either goes on: their snapshots are the same
            env.cr.execute("SELECT 1")
            barrier.wait(timeout)
            try:
                results[index] = retrying(lambda: work(env), env)
            except Exception as error:  # noqa: BLE001 - the test looks at it
                results[index] = error

    threads = [
        threading.Thread(target=run, args=(index, uid, work))
        for index, (uid, work) in enumerate(works)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout)
        if thread.is_alive():
            raise TimeoutError("a transaction hangs")
    return results

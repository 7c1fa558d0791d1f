"""A season of a town, from the archive to posted invoices, by one worker.

Two workers are measured by bench_billing_two, in a database of their own: the rows of
other towns would make theirs dearer.

Each thousand households have 1,200 spaces; a tenth is stopped all season, and two in a
hundred change in the middle of it. In the same run OCA `contract` makes and posts
invoices of one line each: a sample, whose rate is compared. The workers are processes
with a connection of their own that run the bill run's jobs and commit after each, as
those of `queue_job` do. Seconds are wall-clock time.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from bench_season import make_tariff, make_user, seconds_of, show

from odoo import Command
from odoo.tools import config

SIZES = (10_000, 100_000)
BUILD_BATCH = 5_000
ENGINE_SAMPLE = 10_000
FOLDER = Path(__file__).parent


def build(env, name, size):
    """A branch with *size* households, whose numbers begin with its name.

    :return: the branch
    """
    branch = env["heating.branch"].create({"name": f"Town {name}"})
    location = env["heating.location"].create(
        {"name": f"Town {name}", "kind": "community", "branch_id": branch.id}
    )
    for begin in range(0, size, BUILD_BATCH):
        _build_batch(env, name, location, range(begin, min(begin + BUILD_BATCH, size)))
        env.cr.commit()
        env.invalidate_all()
    return branch


def _build_batch(env, name, location, indexes):
    categories = [
        env.ref("heating_customer.category_business"),
        env.ref("heating_customer.category_resident"),
    ]
    partners = env["res.partner"].create(
        [{"name": f"Customer {name}-{index}"} for index in indexes]
    )
    vals_list = []
    for index, partner in zip(indexes, partners, strict=True):
        # a tenth are shops
        category = categories[index % 10 != 3]
        areas = [50 + index % 9000 / 100]
        if index % 5 == 0:
            areas.append(6.5 + index % 700 / 100)
        supply = []
        if index % 10 == 0:
            supply = [{"state": "stopped"}]
        elif index % 50 == 7:
            supply = [{"state": "stopped", "date_from": "2027-01-10"}]
        vals_list.append(
            {
                "number": f"{name}-{index:07d}",
                "customer_id": partner.id,
                "location_id": location.id,
                "space_ids": [
                    Command.create(
                        {
                            "name": str(place),
                            "category_id": category.id,
                            "built_area": area,
                        }
                    )
                    for place, area in enumerate(areas)
                ],
                "supply_ids": [Command.create(vals) for vals in supply],
            }
        )
    env["heating.household"].create(vals_list)


def assess(env, season, branch):
    """The engine alone, on facts that are read already; returns (number, seconds)."""
    households = env["heating.household"].search(
        [("branch_id", "=", branch.id)], limit=ENGINE_SAMPLE
    )
    gathered = env["heating.bill"]._gather_facts(season, households)
    tariff = env["heating.tariff"]._get_by_branch(season)[False]
    facts = [tariff._get_household_facts(gathered[each.id]) for each in households]
    assessor = tariff._get_assessor()
    begun = time.perf_counter()
    for each in facts:
        assessor.assess(each)
    return len(facts), time.perf_counter() - begun


def run_script(database, script):
    """Start a process of Odoo's shell; it prints one line of JSON at its end."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "odoo", "shell", "--no-http"),
            *("-c", config["config"], "-d", database),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    process.stdin.write(f"import sys; sys.path.insert(0, {str(FOLDER)!r})\n{script}\n")
    process.stdin.close()
    return process


def read_result(process):
    """What a process printed last, once it has ended."""
    output = process.stdout.read()
    if process.wait():
        raise SystemExit(f"a process of the measurement failed: {output}")
    return json.loads(output.strip().splitlines()[-1].removeprefix(">>> "))


def bill(env, run, workers):
    """Bill a run's households with so many processes.

    :return: (seconds, results of the processes)
    """
    run.sudo().write({"state": "running", "job_round": run.job_round + 1})
    env.cr.commit()
    processes = [
        run_script(
            env.cr.dbname,
            f"import billing_worker; "
            f"billing_worker.work(env, {run.id}, {number}, {workers})",
        )
        for number in range(workers)
    ]
    results = [read_result(process) for process in processes]
    env.invalidate_all()
    run.sudo()._finish_run(run.job_round)
    env.cr.commit()
    begun = min(result["begun"] for result in results)
    return max(result["ended"] for result in results) - begun, results


def measure_usual(env):
    """OCA contract in a database of its own; returns (number, seconds)."""
    database = f"{env.cr.dbname}_usual"
    scripts = FOLDER.parents[1] / "scripts" / "database.sh"
    suite = subprocess.run(
        [scripts, "suite"], check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    subprocess.run([scripts, "clone", suite, database], check=True)
    odoo = [sys.executable, "-m", "odoo", "-c", config["config"], "-d", database]
    subprocess.run(
        [*odoo, "-i", "contract", "--stop-after-init", "--no-http"], check=True
    )
    process = run_script(database, "import billing_usual; billing_usual.main(env)")
    result = read_result(process)
    subprocess.run([scripts, "drop", database], check=True)
    return result["invoices"], result["seconds"]


def show_bills(size, workers, seconds, results):
    """Print what a run took, and where."""
    show(f"bills and posted invoices, {workers} worker(s)", size, seconds)
    for what, key in (("bills", "bills_seconds"), ("posting", "posting_seconds")):
        busy = sum(result[key] for result in results) / workers
        show(f"  of it {what}", size, busy)
    memory = max(result["memory"] for result in results)
    queries = sum(result["queries"] for result in results)
    batches = sum(result["batches"] for result in results)
    print(
        f"  {memory:.0f} MiB at most in a worker, "
        f"{queries / batches:.0f} queries a batch of 1,000"
    )


def main(env, sizes=SIZES, workers=1):
    """Measure and print; exit with 1 where two workers are not ten times as fast.

    :param env: an environment of a scratch database, as superuser
    :param sizes: numbers of households, ascending
    :param int workers: processes that bill
    """
    env = env(
        context=dict(
            env.context,
            queue_job__no_delay=True,
            tracking_disable=True,
            no_reset_password=True,
        )
    )
    season = make_tariff(env)
    runs = env["heating.bill.run"].with_user(make_user(env, "accountant"))
    usual_number, usual_seconds = measure_usual(env)
    show("usual way: OCA contract, a sample", usual_number, usual_seconds)
    costs = []
    for size in sizes:
        begun = time.perf_counter()
        branch = build(env, f"{size}-{workers}", size)
        show(f"(archive of {size} households)", size, time.perf_counter() - begun)
        show("assessment alone", *assess(env, season, branch))
        run = runs.create(
            {
                "season_id": season.id,
                "date": "2026-10-10",
                "branch_ids": branch.ids,
            }
        )
        seconds, _none = seconds_of(env, run.action_rehearse)
        show("rehearsal", size, seconds)
        run.sudo().write({"state": "approved"})
        seconds, results = bill(env, run, workers)
        assert run.state == "done" and run.billed_count == size, run.state
        show_bills(size, workers, seconds, results)
        print(f"  left to Odoo: {run.posting_text or 'nothing'}")
        costs.append(seconds / size)
    print(
        f"{workers} worker(s): a household of {sizes[-1]} costs "
        f"{costs[-1] / costs[0]:.2f} times one of {sizes[0]}"
    )
    ratio = usual_seconds / usual_number / costs[-1]
    print(f"{workers} worker(s): {ratio:.1f} times OCA contract")
    # one worker on a busy machine may fall below
    if workers > 1 and ratio < 10:
        raise SystemExit("less than ten times the usual way")

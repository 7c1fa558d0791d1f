"""How long the import of a ledger takes, by the size of the ledger.

Run it in “odoo shell” on a scratch database that has heating_billing and a chart of
accounts; it commits::

    exec(open("tests/bench/bench_import.py").read()); main(env, sizes=(2000, 10000))

The jobs are run one after another, each in its own transaction, as one worker of the
job runner would; more workers share them. Seconds are wall-clock time, PostgreSQL
included: the machine should do nothing else meanwhile.
"""

import base64
import io
import time
from collections import Counter

import xlsxwriter

from odoo.addons.queue_job.job import Job

SIZES = (2000, 10000, 50000)
ARREARS_SHARE = 0.16
PAYMENT_SEASONS = ("2024-2025", "2025-2026")
USUAL_WAY_ROWS = 200
# A time for a row that differs by less than this is the machine's noise.
NOISE = 1.5

HOUSEHOLDS_A_COMMUNITY = 500
HOUSEHOLDS_A_BUILDING = 60
HOUSEHOLDS_A_UNIT = 12
HEADINGS = (
    *("户号", "户主姓名", "联系电话", "分公司", "换热站", "小区", "楼栋", "单元"),
    *("房号", "用户性质", "建筑面积(㎡)", "套内面积(㎡)", "层高(m)", "计费方式"),
    *("入网日期", "用热状态", "备注"),
)


def number_of(size, index):
    """A household's number; ledgers of different sizes share none."""
    return f"B{size:07d}{index:07d}"


def household_row(size, index):
    """A row of the sheet of households."""
    community, in_community = divmod(index, HOUSEHOLDS_A_COMMUNITY)
    building, in_building = divmod(in_community, HOUSEHOLDS_A_BUILDING)
    unit, in_unit = divmod(in_building, HOUSEHOLDS_A_UNIT)
    area = 50 + index % 9000 / 100
    return (
        number_of(size, index),
        f"户主{index}",
        f"138{index:08d}",
        f"第{community % 3 + 1}分公司",
        f"{size}-{community // 3 + 1}号换热站",
        f"{size}-{community + 1}小区",
        f"{building + 1}号楼",
        f"{unit + 1}单元",
        f"{in_unit // 2 + 1}0{in_unit % 2 + 1}",
        "商业" if index % 15 == 0 else "居民",
        area,
        round(area * 0.85, 2),
        2.9,
        "按面积",
        f"20{index % 15 + 8:02d}-11-01",
        "报停" if index % 10 == 0 else "正常",
        "",
    )


def build_workbook(size):
    """A ledger of *size* households, some with arrears, each with two payments."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("用户台账")
        sheet.write_row(0, 0, HEADINGS)
        for index in range(size):
            sheet.write_row(index + 1, 0, household_row(size, index))
        sheet = book.add_worksheet("历年欠费")
        sheet.write_row(0, 0, ("户号", "采暖季", "应收金额", "已收金额", "欠费金额"))
        step = round(1 / ARREARS_SHARE)
        for row, index in enumerate(range(0, size, step), start=1):
            number = number_of(size, index)
            sheet.write_row(row, 0, (number, "2025-2026", 2139.8, 1000, 1139.8))
        sheet = book.add_worksheet("历年缴费")
        sheet.write_row(
            0, 0, ("户号", "采暖季", "应收金额", "实收金额", "缴费日期", "缴费方式")
        )
        row = 0
        for index in range(size):
            for season in PAYMENT_SEASONS:
                row += 1
                number, day = number_of(size, index), f"{season[:4]}-11-20"
                sheet.write_row(row, 0, (number, season, 1215.8, 1215.8, day, "微信"))
    return content.getvalue()


def run_jobs(env):
    """Run the queued jobs as a job runner does.

    :return: seconds by kind of batch
    """
    seconds = Counter()
    while True:
        record = env["queue.job"].search(
            [("state", "=", "pending"), ("channel", "=", "root.heating")],
            order="id",
            limit=1,
        )
        if not record:
            return seconds
        job = Job.load(env, record.uuid)
        of_batch = job.recordset._name == "heating.ledger.import.batch"
        kind = job.recordset.kind if of_batch else "steps"
        started = time.monotonic()
        job.perform()
        job.set_done()
        job.store()
        env.flush_all()
        job.enqueue_waiting()
        env.cr.commit()
        seconds[kind] += time.monotonic() - started
        env.invalidate_all()


def measure(env, size):
    """Import one ledger.

    :return: dict of step → (rows, seconds)
    """
    content = base64.b64encode(build_workbook(size))
    ledger = env["heating.ledger.import"].create(
        {"filename": f"bench-{size}.xlsx", "file": content}
    )
    env.cr.commit()
    started = time.monotonic()
    ledger.action_preview()
    env.cr.commit()
    previewed = time.monotonic()
    ledger.action_import()
    env.cr.commit()
    prepared = time.monotonic()
    env.invalidate_all()
    seconds = run_jobs(env)
    if ledger.state != "done" or ledger.failed_count:
        raise RuntimeError(f"{ledger.failed_count} rows failed: {ledger.state}")
    steps = {
        "preview": (size, previewed - started),
        "addresses": (size, prepared - previewed),
        "household": (ledger.new_count, seconds["household"]),
        "arrears": (ledger.arrears_count, seconds["arrears"]),
        "payment": (ledger.payment_count, seconds["payment"]),
        "all": (size, time.monotonic() - started),
    }
    return {step: measured for step, measured in steps.items() if measured[0]}


def usual_way(env):
    """The same households, created one by one as a script on Odoo's API would.

    :return: (rows, seconds); nothing is kept
    """
    branch = env["heating.branch"].create({"name": "Usual Way"})
    location = env["heating.location"].create(
        {"name": "Usual Way", "branch_id": branch.id}
    )
    category = env["heating.category"].search([], limit=1)
    started = time.monotonic()
    for index in range(USUAL_WAY_ROWS):
        row = dict(zip(HEADINGS, household_row(0, index), strict=True))
        customer = env["res.partner"].create(
            {"name": row["户主姓名"], "phone": row["联系电话"]}
        )
        household = env["heating.household"].create(
            {
                "number": row["户号"],
                "customer_id": customer.id,
                "location_id": location.id,
                "room": row["房号"],
                "joined_on": row["入网日期"],
            }
        )
        env["heating.space"].create(
            {
                "household_id": household.id,
                "category_id": category.id,
                "built_area": row["建筑面积(㎡)"],
                "date_from": row["入网日期"],
            }
        )
        env["heating.supply"].create(
            {
                "household_id": household.id,
                "state": "supplied",
                "date_from": row["入网日期"],
            }
        )
        env.flush_all()
    seconds = time.monotonic() - started
    env.cr.rollback()
    return USUAL_WAY_ROWS, seconds


def main(env, sizes=SIZES):
    """Measure each size and print rows a second, and whether the cost is linear.

    :param env: an environment of a scratch database, as superuser
    :param sizes: numbers of households, ascending
    :return: dict of size → what `measure` gives
    """
    env = env(context=dict(env.context, lang="zh_CN"))
    rows, seconds = usual_way(env)
    print(
        f"{'one by one':>10}  household  {rows:>7} rows {rows / seconds:>8.0f} rows/s"
    )
    results = {}
    for size in sizes:
        results[size] = measure(env, size)
        for step, (rows, seconds) in results[size].items():
            print(
                f"{size:>10}  {step:<9}  {rows:>7} rows {seconds:>8.1f} s"
                f" {rows / seconds:>8.0f} rows/s",
                flush=True,
            )
    first, last = (results[size] for size in (sizes[0], sizes[-1]))
    for step in first:
        cost, base = (seconds / rows for rows, seconds in (last[step], first[step]))
        verdict = "linear" if cost / base < NOISE else "MORE THAN LINEAR"
        print(f"{step:<9}  a row costs {cost / base:.2f} times as much: {verdict}")
    return results

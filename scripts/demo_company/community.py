"""A new community that joins the network at once, from an .xlsx of its builder."""

import datetime
import io
import random

import xlsxwriter

from . import desk_work, pictures
from .season import BILLED_ON

NAME = "翰林府"
JOINED_ON = BILLED_ON - datetime.timedelta(days=14)
AREAS = [88.6, 102.35, 118.9, 139.72]
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ["建国", "秀英", "志强", "丽华", "晓东", "海燕", "文博", "雅琴", "子涵", "思远"]


def make(env, users, clock, desk):
    """The clerk's application with the list, up to heat in all flats.

    :param desk: where the builder's money is taken
    :return: the households that have joined
    """
    clock.at(JOINED_ON - datetime.timedelta(days=8), 9)
    branch = env["heating.branch"].search([("name", "=", "城东分公司")])
    builder = (
        env["res.partner"]
        .with_user(users["clerk"])
        .create({"name": "翰林置业有限公司", "phone": "03916688010"})
    )
    place = (
        env["heating.location"]
        .with_user(users["admin"])
        .create(
            {
                "name": NAME,
                "kind": "community",
                "branch_id": branch.id,
                "station_id": env["heating.station"]
                .search([("name", "=", "东苑换热站")], limit=1)
                .id,
                "warranty_until": JOINED_ON.replace(year=JOINED_ON.year + 2),
            }
        )
    )
    ledger = (
        env["heating.ledger.import"]
        .with_user(users["admin"])
        .create(
            {
                "file": pictures.encode(_make_list(branch.name)),
                "filename": f"{NAME}入网名单.xlsx",
            }
        )
    )
    ledger.action_preview()
    application = desk_work.write(
        env,
        users,
        "join_many",
        None,
        JOINED_ON,
        location_id=place.id,
        ledger_import_id=ledger.id,
        new_payer_id=builder.id,
        applicant_name=builder.name,
        applicant_phone=builder.phone,
        surveyed_on=JOINED_ON - datetime.timedelta(days=10),
        surveyed_by_id=users["field"].id,
        survey_note="二次管网已敷设到楼，入户阀齐全，水压试验 0.9 MPa 合格。",
        reason="新建小区竣工，申请 2026-2027 采暖季整体入网。",
    )
    for code, name, lines in (
        ("approval", "竣工验收备案表.jpg", [f"项目：{NAME}", "楼栋：1号楼、2号楼"]),
        ("permission", "开发商委托书.jpg", [f"委托单位：{builder.name}"]),
    ):
        desk_work.attach(
            application, code, name, pictures.paper(name[:-4], lines, "翰林置业")
        )
    clock.at(JOINED_ON - datetime.timedelta(days=5), 15)
    desk_work.approve(users, application)
    _pay(env, users, clock, desk, application.joining_household_ids)
    return application.joining_household_ids.sudo()


def _pay(env, users, clock, desk, households):
    """The builder pays all connection fees, at a desk, by transfer."""
    clock.at(JOINED_ON, 9)
    shift = (
        env["heating.shift"]
        .with_user(users["cashier"])
        .create({"desk_id": desk.id, "opening_float": 500})
    )
    desk_work.pay(env, users, households, "community-fees")
    clock.at(JOINED_ON, 17, 30)
    shift.action_close(shift.sudo()._get_expected_cash())
    clock.at(JOINED_ON, 18)
    shift.with_user(users["headcashier"]).action_confirm()


def _make_list(branch):
    """The builder's list, in the form of the ledger: two buildings of 24 flats.

    :rtype: bytes
    """
    rows = []
    for building in (1, 2):
        for floor in range(1, 7):
            for door in range(1, 5):
                rows.append(
                    {
                        "户号": f"2609{building:02d}{floor:02d}{door:02d}",
                        "户主姓名": random.choice(SURNAMES) + random.choice(GIVEN),
                        "联系电话": f"199{random.randint(0, 99999999):08d}",
                        "分公司": branch,
                        "换热站": "东苑换热站",
                        "小区": NAME,
                        "楼栋": f"{building}号楼",
                        "单元": f"{(door + 1) // 2}单元",
                        "房号": f"{floor}0{door}",
                        "用户性质": "居民",
                        "建筑面积(㎡)": AREAS[door - 1],
                        "套内面积(㎡)": round(AREAS[door - 1] * 0.82, 2),
                        "层高(m)": 2.9,
                        "计费方式": "按面积",
                        "入网日期": "",
                        "用热状态": "正常",
                        "备注": "",
                    }
                )
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("用户台账")
        sheet.write_row(0, 0, list(rows[0]))
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, list(row.values()))
    return content.getvalue()

"""Take the README's pictures from a running demo.

usage: screenshots.py BASE_URL FOLDER [NAME…]
"""

import pathlib
import sys

from playwright.sync_api import sync_playwright

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

# name of the picture: (login, path, what to do before the picture is taken)
PICTURES = {
    "household-list": ("clerk", "/odoo/heating-households", None),
    "household": ("clerk", "/odoo/heating-applications", "open_cut_off"),
    "building-grid": ("clerk", "/odoo/heating-households", "open_grid"),
    "contract": (
        "clerk",
        "/odoo/heating-contracts",
        "open_signed",
    ),
    "campaign": ("clerk", "/odoo/heating-area-checks", None),
    "campaign-phone": ("field", "/odoo/heating-measure", "open_card"),
    "portal-household": ("household", "/my/heating", "open_own"),
    "portal-application": ("household", "/my/heating", "open_stop"),
    "portal-pay": ("household", "/my/heating", "pay"),
    "import": (
        "admin",
        "/odoo/action-heating_customer.heating_ledger_import_action",
        "open_last",
    ),
    "tariff": (
        "approver",
        "/odoo/action-heating_billing.heating_tariff_action",
        "open_first",
    ),
    "bill-run": (
        "accountant",
        "/odoo/action-heating_billing.heating_bill_run_action",
        "open_first",
    ),
    "bill": ("accountant", "/odoo/heating-bills", "open_first"),
    "fapiao": ("accountant", "/odoo/heating-fapiao", "open_last"),
    "recognition": ("accountant", "/odoo/heating-recognition", "open_first"),
    "meter-readings": (
        "accountant",
        "/odoo/action-heating_billing.heating_meter_reading_action",
        None,
    ),
    "reduction": ("approver", "/odoo/heating-reductions", "open_first"),
    "revenue": ("manager", "/odoo/heating-revenue", None),
    "counter": ("cashier", "/odoo/heating-counter", "search"),
    "counter-code": ("cashier", "/odoo/heating-counter", "show_code"),
    "receipts": ("headcashier", "/odoo/heating-receipts", None),
    "shift": ("headcashier", "/odoo/action-heating_payment.heating_shift_action", None),
    "refund": ("headcashier", "/odoo/heating-refunds", None),
    "money": ("manager", "/odoo/action-heating_payment.heating_tender_action", None),
    "arrears": ("manager", "/odoo/heating-arrears", None),
    "collection": ("manager", "/odoo/heating-collection", None),
    "tickets": ("service", "/odoo/action-heating_service.helpdesk_ticket_action", None),
    "application": (
        "clerk",
        "/odoo/action-heating_customer.heating_application_action",
        None,
    ),
    "settings": (
        "admin",
        "/odoo/action-heating_billing.res_config_settings_action",
        None,
    ),
}


PHONES = ("campaign-phone", "portal-household", "portal-application", "portal-pay")
BACKEND = ".o_main_navbar, .o_home_menu"


def log_in(page, base, login):
    """Log in as one of the demo's people; passwords are their logins."""
    page.goto(f"{base}/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", login)
    page.click("button[type=submit]")
    page.wait_for_selector(f"{BACKEND}, .o_portal_wrap", timeout=60000)


def prepare(page, what):
    """Bring the page into the state that the picture shows."""
    if what == "open_first":
        open_first(page)
    elif what == "open_last":
        page.wait_for_selector(".o_data_row .o_data_cell", timeout=20000)
        open_row(page, page.locator(".o_data_row").last)
    elif what == "open_cut_off":
        search(page, "QT")
        open_row(page, page.locator(".o_data_row").last)
        page.click("div[name=household_id] a")
        page.wait_for_selector(".o_heating_overview .o_heating_section")
    elif what == "open_grid":
        search(page, "东苑花园1号楼")
        open_row(page, page.locator(".o_data_row").first)
        page.click("button[name=action_view_building_grid]")
        page.wait_for_selector(".o_heating_cell")
    elif what == "open_signed":
        search(page, "-00000")
        open_row(page, page.locator(".o_data_row", has_text="翰林府").last)
    elif what == "open_card":
        page.click(".o_kanban_record:not(.o_kanban_ghost) >> nth=0")
        page.wait_for_selector(".o_form_view")
    elif what in ("open_own", "open_stop"):
        page.click("a[href^='/my/heating/']:has-text('待审批') >> nth=0")
        if what == "open_stop":
            page.click("a[href*='/application/']:has-text('待审批') >> nth=0")
    elif what == "pay":
        pay(page)
    elif what == "show_code":
        show_code(page)
    elif what == "search":
        page.wait_for_selector(
            "input[type=search], .o_heating_search input", timeout=20000
        )
        page.fill("input[type=search], .o_heating_search input", "东苑花园1号楼")


def pay(page):
    """Go to the page on which a household pays by phone."""
    links = [
        link.get_attribute("href")
        for link in page.locator("a[href^='/my/heating/']").all()
    ]
    home = page.url
    for link in links:
        if link.rsplit("/", 1)[1].isdigit():
            page.goto(home.split("/my/")[0] + link)
            if page.locator("#heating_pay_online").count():
                page.click("#heating_pay_online")
                page.wait_for_selector("#heating_pay_total")
                return
    raise LookupError("no household of this login owes anything")


def show_code(page):
    """Show a code of WeChat Pay to the payer at the counter."""
    page.wait_for_selector(".o_heating_search input", timeout=20000)
    page.fill(".o_heating_search input", "东苑花园1号楼")
    page.click(".o_heating_result:has(.o_heating_owed.text-danger) >> nth=0")
    page.wait_for_selector(".o_heating_household")
    page.click(".o_heating_method[data-kind=wechat]")
    page.press(".o_heating_tender[data-kind=wechat] input[name=reference]", "Enter")
    page.wait_for_selector(".o_heating_platform_wait img")


def search(page, words):
    """Type into the search box of a list and wait for what is found."""
    page.wait_for_selector(".o_data_row .o_data_cell", timeout=20000)
    page.fill(".o_searchview_input", words)
    page.press(".o_searchview_input", "Enter")
    page.wait_for_timeout(1000)


def open_first(page):
    """Open the first record of a list."""
    page.wait_for_selector(".o_data_row .o_data_cell", timeout=20000)
    open_row(page, page.locator(".o_data_row").first)


def open_row(page, row):
    """Open the record of a row."""
    row.locator(".o_data_cell").nth(1).click()
    page.wait_for_selector(".o_form_view", timeout=20000)


def open_context(browser, base, login, phone):
    """A browser of one person's, logged in, on a desk or in a pocket."""
    context = browser.new_context(
        viewport=PHONE if phone else DESKTOP,
        is_mobile=phone,
        has_touch=phone,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    log_in(context.new_page(), base, login)
    return context


def main(base, folder, names):
    """Take the named pictures, or all; return the exit code."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    failed = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        contexts = {}
        for name, (login, path, what) in PICTURES.items():
            if names and name not in names:
                continue
            key = (login, name in PHONES)
            if key not in contexts:
                contexts[key] = open_context(browser, base, *key)
            page = contexts[key].new_page()
            try:
                page.goto(base + path)
                page.wait_for_selector(".o_action_manager > *, .o_portal_wrap")
                prepare(page, what)
                page.wait_for_timeout(1500)
                page.screenshot(path=str(folder / f"{name}.png"))
            except Exception as error:  # the other pictures are still wanted
                failed.append(name)
                page.screenshot(path=str(folder / f"{name}-failed.png"))
                print(f"{name}: {str(error).splitlines()[0]}", file=sys.stderr)
            page.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))

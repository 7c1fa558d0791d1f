"""Take the README's pictures from a running demo.

usage: screenshots.py BASE_URL FOLDER [NAME…]
"""

import pathlib
import sys

from playwright.sync_api import sync_playwright

# name of the picture: (login, path, what to do before the picture is taken)
PICTURES = {
    "household-list": ("clerk", "/odoo/heating-households", None),
    "household": ("clerk", "/odoo/heating-households", "open_first"),
    "import": (
        "admin",
        "/odoo/action-heating_customer.heating_ledger_import_action",
        "open_first",
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
    "counter": ("cashier", "/odoo/heating-counter", "search"),
    "receipts": ("headcashier", "/odoo/heating-receipts", None),
    "shift": ("headcashier", "/odoo/action-heating_payment.heating_shift_action", None),
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


def log_in(page, base, login):
    """Log in as one of the demo's people; passwords are their logins."""
    page.goto(f"{base}/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", login)
    page.click("button[type=submit]")
    page.wait_for_selector(".o_main_navbar, .o_home_menu", timeout=60000)


def prepare(page, what):
    """Bring the page into the state that the picture shows."""
    if what == "open_first":
        page.wait_for_selector(".o_data_row .o_data_cell", timeout=20000)
        page.click(".o_data_row .o_data_cell >> nth=1")
        page.wait_for_selector(".o_form_view", timeout=20000)
    elif what == "search":
        page.wait_for_selector(
            "input[type=search], .o_heating_search input", timeout=20000
        )
        page.fill("input[type=search], .o_heating_search input", "东苑花园1号楼")


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
            if login not in contexts:
                contexts[login] = browser.new_context(
                    viewport={"width": 1280, "height": 800},
                    locale="zh-CN",
                    timezone_id="Asia/Shanghai",
                )
                log_in(contexts[login].new_page(), base, login)
            page = contexts[login].new_page()
            try:
                page.goto(base + path)
                page.wait_for_selector(".o_action_manager > *", timeout=20000)
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

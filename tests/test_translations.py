"""Every word on the screen is there in Chinese."""

import io
import pathlib
import re

import polib

from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import code_translations, trans_export

ADDONS = (
    "heating_customer",
    "heating_billing",
    "heating_payment",
    "heating_service",
    "heating_report",
)
ROOT = pathlib.Path(__file__).parent.parent
PLACEHOLDER = re.compile(r"%\((\w+)\)|\$\{([^}]+)\}|%s|%d")


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    def _export(self, addon):
        """The terms that the addon's source has now."""
        stream = io.BytesIO()
        trans_export(False, [addon], stream, "po", self.env)
        return polib.pofile(stream.getvalue().decode())

    def _read(self, addon):
        return polib.pofile(str(ROOT / addon / "i18n" / "zh_CN.po"))

    def test_no_term_is_missing_or_fuzzy(self):
        """Each term of the source has a Chinese one (“make i18n” lists them)."""
        for addon in ADDONS:
            chinese = {
                entry.msgid: entry for entry in self._read(addon) if not entry.obsolete
            }
            missing = [
                entry.msgid
                for entry in self._export(addon)
                if not (entry.msgid in chinese and chinese[entry.msgid].translated())
            ]
            self.assertFalse(missing, f"{addon}: {len(missing)} without Chinese")

    def _assert_brought_along(self, addon, other):
        """*addon* brings the Chinese that *other* lacks for records and screens."""
        chinese = self._read_extra(addon) | {
            entry.msgid for entry in self._read(addon) if entry.msgstr
        }
        own = get_module_path(other) + "/i18n/zh_CN.po"
        if pathlib.Path(own).exists():
            chinese |= {e.msgid for e in polib.pofile(own) if e.translated()}
        missing = [
            entry.msgid
            for entry in self._export(other)
            # what its Python code says can be translated in that module only
            if "odoo-python" not in entry.comment and entry.msgid not in chinese
        ]
        self.assertFalse(missing, f"{other}: {len(missing)} without Chinese")

    def _read_extra(self, addon):
        path = ROOT / addon / "i18n_extra" / "zh_CN.po"
        return {entry.msgid for entry in polib.pofile(str(path)) if entry.msgstr}

    def test_no_term_of_the_helpdesk_is_missing(self):
        """helpdesk_mgmt has no Chinese of its own: heating_service brings it along."""
        self._assert_brought_along("heating_service", "helpdesk_mgmt")
        menu = self.env.ref("helpdesk_mgmt.helpdesk_ticket_config_main_menu")
        self.assertEqual(menu.with_context(lang="zh_CN").name, "配置")
        field = self.env["helpdesk.ticket.team"].with_context(lang="zh_CN")
        self.assertEqual(
            field.fields_get(["user_id"])["user_id"]["string"], "团队负责人"
        )

    def test_no_term_of_approvals_and_jobs_is_missing(self):
        """heating_customer brings along what these modules' Chinese leaves out."""
        self._assert_brought_along("heating_customer", "base_tier_validation")
        self._assert_brought_along("heating_customer", "queue_job")
        tiers = self.env["tier.definition"].with_context(lang="zh_CN")
        kinds = dict(tiers.fields_get(["review_type"])["review_type"]["selection"])
        self.assertEqual(kinds["group"], "指定用户组中的任一用户")
        arch = tiers.get_view(view_type="form")["arch"]
        self.assertIn("适用范围", arch)

    def test_browser_knows_what_the_web_client_left_out(self):
        """The browser looks in all addons for a term that the web client lacks."""
        terms = {
            term["id"]: term["string"]
            for term in code_translations.get_web_translations(
                "heating_customer", "zh_CN"
            )["messages"]
        }
        self.assertEqual(terms["Missing required fields"], "有必填字段未填写")
        self.assertEqual(terms["Todo by"], "待谁审批")

    def test_placeholders_are_the_same(self):
        """A sentence in Chinese has the numbers and names of the English one."""
        for addon in ADDONS:
            for entry in self._read(addon):
                with self.subTest(addon=addon, term=entry.msgid):
                    self.assertEqual(
                        sorted(PLACEHOLDER.findall(entry.msgid)),
                        sorted(PLACEHOLDER.findall(entry.msgstr)),
                    )

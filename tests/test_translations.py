"""Every word on the screen is there in Chinese."""

import io
import pathlib
import re

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

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

    def test_no_term_of_the_helpdesk_is_missing(self):
        """helpdesk_mgmt has no Chinese of its own: heating_service brings it along."""
        path = ROOT / "heating_service" / "i18n_extra" / "zh_CN.po"
        chinese = {entry.msgid for entry in polib.pofile(str(path)) if entry.msgstr}
        chinese |= {entry.msgid for entry in self._read("heating_service")}
        missing = [
            entry.msgid
            for entry in self._export("helpdesk_mgmt")
            # what its code says can be translated in helpdesk_mgmt only
            if not all(where.startswith("code:") for where, _ in entry.occurrences)
            and entry.msgid not in chinese
        ]
        self.assertFalse(missing)
        menu = self.env.ref("helpdesk_mgmt.helpdesk_ticket_config_main_menu")
        self.assertEqual(menu.with_context(lang="zh_CN").name, "配置")
        field = self.env["helpdesk.ticket.team"].with_context(lang="zh_CN")
        self.assertEqual(
            field.fields_get(["user_id"])["user_id"]["string"], "团队负责人"
        )

    def test_placeholders_are_the_same(self):
        """A sentence in Chinese has the numbers and names of the English one."""
        for addon in ADDONS:
            for entry in self._read(addon):
                with self.subTest(addon=addon, term=entry.msgid):
                    self.assertEqual(
                        sorted(PLACEHOLDER.findall(entry.msgid)),
                        sorted(PLACEHOLDER.findall(entry.msgstr)),
                    )

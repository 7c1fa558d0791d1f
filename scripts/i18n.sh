#!/usr/bin/env bash
# Bring each addon's .pot and zh_CN.po up to date with its source; say what is untranslated.
source "$(dirname "$0")/common.sh"
lock_build
"$ROOT/scripts/setup.sh"
suite=$("$ROOT/scripts/database.sh" suite)
cd "$ROOT"
"$VENV/bin/python" -m odoo i18n export -c "$BUILD/odoo.conf" -d "$suite" -l pot -- $ADDONS
"$VENV/bin/python" scripts/merge_translations.py $ADDONS

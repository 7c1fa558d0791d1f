#!/usr/bin/env bash
# ruff (style and formatting), pylint-odoo, and the layout of XML files.
source "$(dirname "$0")/common.sh"
cd "$ROOT"
say "ruff"
"$VENV/bin/ruff" check .
"$VENV/bin/ruff" format --check .
say "pylint-odoo"
"$VENV/bin/python" -m pylint --rcfile=pyproject.toml --score=n $ADDONS
say "XML"
"$VENV/bin/python" scripts/check_xml.py $ADDONS

#!/usr/bin/env bash
# ruff (style and formatting), pylint-odoo, and the layout of XML files.
source "$(dirname "$0")/common.sh"
"$ROOT/scripts/setup.sh"
cd "$ROOT"
say "ruff"
"$VENV/bin/ruff" check .
"$VENV/bin/ruff" format --check .
say "pylint-odoo"
# a model is spread over files on purpose, one concern each; README fragments stand in
# readme/, as OCA has it
"$VENV/bin/python" -m pylint --rcfile=pyproject.toml --score=n \
    --disable=all --enable=odoolint,unused-variable,unreachable,duplicate-key \
    --disable=consider-merging-classes-inherited,missing-readme $ADDONS
say "XML"
"$VENV/bin/python" scripts/check_xml.py $ADDONS

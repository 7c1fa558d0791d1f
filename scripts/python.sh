#!/usr/bin/env bash
# A virtual environment that sees the unpacked Odoo, with OCA addons and tools at pinned versions.
source "$(dirname "$0")/common.sh"

tree=$(cat "$BUILD/odoo.path")
want=$(fingerprint "$ROOT/requirements.txt" "$ROOT/requirements-dev.txt" "$ROOT/constraints.txt" "$BUILD/odoo.path")
asked=${PYTHON:+$("$PYTHON" --version 2>&1)}
[ -f "$VENV/.made-of" ] && [ "$(cat "$VENV/.made-of")" = "$want" ] &&
    { [ -z "$asked" ] || [ "$asked" = "$("$VENV/bin/python" --version)" ]; } && exit 0

python=${PYTHON:-}
if [ -z "$python" ]; then
    for candidate in python3.12 python3.13 python3.11 python3.10 python3; do
        if command -v "$candidate" >/dev/null &&
            "$candidate" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            python=$candidate
            break
        fi
    done
fi
[ -n "$python" ] || die "no Python 3.10–3.13 found: install one, or name it in PYTHON=…"
say "Python packages ($("$python" --version))"
rm -rf "$VENV"
quietly venv "the virtual environment could not be made" "$python" -m venv "$VENV"
# Python and pip both find Odoo through this file, so OCA addons resolve against it
echo "$tree" >"$("$VENV/bin/python" -c 'import site; print(site.getsitepackages()[0])')/odoo-tree.pth"
quietly pip "Python packages could not be installed: check the network" \
    "$VENV/bin/pip" install --disable-pip-version-check --no-input -r "$ROOT/requirements-dev.txt"
echo "$want" >"$VENV/.made-of"

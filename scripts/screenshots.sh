#!/usr/bin/env bash
# The README's pictures, from a demo that runs on PORT; NAMES="counter bill" takes only those.
source "$(dirname "$0")/common.sh"
[ -x "$VENV/bin/python" ] || die "there is no demo yet: run make demo in another terminal first"
"$VENV/bin/python" "$ROOT/scripts/screenshots.py" "http://127.0.0.1:${PORT:-8069}" "$ROOT/docs/screenshots" ${NAMES:-}

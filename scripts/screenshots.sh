#!/usr/bin/env bash
# The README's pictures, from a demo that runs on PORT; NAMES="counter bill" takes only those.
source "$(dirname "$0")/common.sh"
"$VENV/bin/python" "$ROOT/scripts/screenshots.py" "http://127.0.0.1:${PORT:-8069}" "$ROOT/docs/screenshots" ${NAMES:-}

#!/usr/bin/env bash
# Remove all that was made below the build folder, and the private PostgreSQL cluster.
source "$(dirname "$0")/common.sh"
where=$(serving)
[ -z "$where" ] || die "the demo is running on $where: end it with Ctrl-C in its terminal, then run make clean again"
lock_build
"$ROOT/scripts/postgres.sh" remove
rm -rf "$BUILD" "$ROOT"/{.pytest_cache,.ruff_cache,.hypothesis}
find "$ROOT" -name __pycache__ -type d -prune -exec rm -rf {} +

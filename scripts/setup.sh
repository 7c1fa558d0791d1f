#!/usr/bin/env bash
# Everything a fresh machine needs, each step skipped when it is done already.
source "$(dirname "$0")/common.sh"
lock_build
"$ROOT/scripts/system.sh"
run "$ROOT/scripts/odoo.sh"
run "$ROOT/scripts/python.sh"
"$ROOT/scripts/postgres.sh" start
"$ROOT/scripts/config.sh"

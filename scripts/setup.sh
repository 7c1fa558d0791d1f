#!/usr/bin/env bash
# Everything a fresh machine needs, each step skipped when it is done already.
source "$(dirname "$0")/common.sh"
"$ROOT/scripts/system.sh"
"$ROOT/scripts/odoo.sh"
"$ROOT/scripts/python.sh"
"$ROOT/scripts/postgres.sh" start
"$ROOT/scripts/config.sh"

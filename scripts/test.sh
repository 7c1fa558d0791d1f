#!/usr/bin/env bash
# Every test, or those that T names: T=path, T=path::class::test, or T="-k words".
source "$(dirname "$0")/common.sh"
started=$SECONDS
lock_build
"$ROOT/scripts/setup.sh"
eval "$("$ROOT/scripts/postgres.sh" env)"
run "$ROOT/scripts/database.sh" suite >"$BUILD/suite"
suite=$(cat "$BUILD/suite")
"$ROOT/scripts/database.sh" clone "$suite" heating_test
sed "s/^dbfilter = .*/dbfilter = ^heating_test$/" "$BUILD/odoo.conf" >"$BUILD/odoo-test.conf"
export HEATING_SUITE=$suite HEATING_DATABASE_SCRIPT=$ROOT/scripts/database.sh
say "tests"
cd "$ROOT"
ODOO_RC="$BUILD/odoo-test.conf" "$VENV/bin/python" -m pytest \
    --odoo-config="$BUILD/odoo-test.conf" --odoo-database=heating_test \
    --odoo-log-level=warn --odoo-http \
    ${T:-$ADDONS tests}
say "tests passed in $((SECONDS - started)) s"

#!/usr/bin/env bash
# Every test, or those that T names: T=path, T=path::class::test, or T="-k words".
# All of them run in two parts side by side, each with a database and a port of its own.
source "$(dirname "$0")/common.sh"
started=$SECONDS
lock_build
"$ROOT/scripts/setup.sh"
eval "$("$ROOT/scripts/postgres.sh" env)"
run "$ROOT/scripts/database.sh" suite >"$BUILD/suite"
suite=$(cat "$BUILD/suite")
export HEATING_SUITE=$suite HEATING_DATABASE_SCRIPT=$ROOT/scripts/database.sh
cd "$ROOT"

# usage: part NAME PORT PATHS…
part() {
    local database=heating_test_$1 config=$BUILD/odoo-test-$1.conf port=$2
    shift 2
    "$HEATING_DATABASE_SCRIPT" clone "$suite" "$database"
    sed -e "s/^dbfilter = .*/dbfilter = ^$database$/" -e "s/^\(http_\)\?port = .*/\1port = $port/" \
        "$BUILD/odoo.conf" >"$config"
    ODOO_RC=$config exec "$VENV/bin/python" -m pytest \
        --odoo-config="$config" --odoo-database="$database" \
        --odoo-log-level=warn --odoo-http "$@"
}

# What the two parts print is kept apart: the second's comes when both have ended.
both_parts() {
    local first second status=0
    # each ends with this shell, however that ends
    ( part addons 8171 $ADDONS ) &
    first=$!
    ( part whole 8172 tests ) >"$LOGS/test-whole.log" 2>&1 &
    second=$!
    trap 'kill $first $second 2>/dev/null; exit 130' INT TERM HUP
    wait $first || status=$?
    say "the addons' own tests have ended; those of the whole suite:"
    wait $second || status=$?
    cat "$LOGS/test-whole.log"
    return $status
}

say "tests"
if [ -n "${T:-}" ]; then
    run part one 8171 $T
else
    run both_parts
fi
say "tests passed in $((SECONDS - started)) s"

#!/usr/bin/env bash
# Every measurement of tests/bench, each in a scratch database of its own.
# SIZES=2000,10000 chooses the sizes; B=bench_import runs one.
source "$(dirname "$0")/common.sh"
lock_build
"$ROOT/scripts/setup.sh"
eval "$("$ROOT/scripts/postgres.sh" env)"
suite=$("$ROOT/scripts/database.sh" suite)
cd "$ROOT"
say "$(nproc) cores, $(awk '/MemTotal/ {printf "%.0f", $2 / 1048576}' /proc/meminfo) GiB, PostgreSQL $(psql -d postgres -Atc 'SHOW server_version')"
for bench in tests/bench/${B:-bench_*}.py; do
    bench=$(basename "$bench" .py)
    say "$bench"
    "$ROOT/scripts/database.sh" clone "$suite" heating_bench
    echo "import sys; sys.path.insert(0, 'tests/bench'); import $bench; $bench.main(env${SIZES:+, ($SIZES,)})" |
        "$VENV/bin/python" -m odoo shell -c "$BUILD/odoo.conf" -d heating_bench --no-http
    "$ROOT/scripts/database.sh" drop heating_bench
done
